import { DomainError } from '../../server/core/errors.ts';
import { notificationTypes } from '../../server/domain/notifications/index.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../visit.ts';
import { messageModel } from './message-words.ts';
import { formProblem } from './problems.ts';
import { refusalModel } from './till-words.ts';

const template = loadTemplate(new URL('../views/messages.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['messages']['list']>>;
type Typed = Readonly<Record<string, string | undefined>>;

/** How long something can be told, in hours. */
const lives = [1, 8, 24, 168, 720];
const usualLife = '168';

/** What tills were told, and a form to tell them something. */
export const messagesPage: PageHandler = async (visit) =>
  page(visit, { to: visit.query.get('to') ?? '', hours: usualLife, type: 'terminal_message' }, {});

/** Sends what was typed, or switches whether prices tell by themselves. */
export const messagesForm: FormHandler = async (visit) => {
  const { call, fields, params, t } = visit;
  const company = params['slug'] ?? '';
  const own = `/messages/${company}/`;
  if (fields['do'] === 'prices') {
    const notifiesPrices = fields['notifiesPrices'] === 'yes';
    await call.messages.setPrices({ company, notifiesPrices });
    const text = t(notifiesPrices ? 'messages.prices.on' : 'messages.prices.off');
    return { redirect: own, flash: { level: 'success', text } };
  }
  const { to = '', type = '', title = '', body = '', hours = usualLife } = fields;
  const [kind, id = ''] = to.split(':');
  try {
    const sent = await call.messages.send({
      ...{ company, title, body, hours: Number(hours), type: type as (typeof notificationTypes)[number] },
      store: kind === 'store' ? id : '',
      terminal: kind === 'till' ? id : '',
    });
    const text = t('messages.sent', { count: sent.terminals });
    return { redirect: own, flash: { level: 'success', text } };
  } catch (error) {
    return page(visit, fields, refusalModel(formProblem(error)));
  }
};

async function page(visit: Visit, typed: Typed, refusal: object): Promise<Shown> {
  const { call, params, query, t } = visit;
  const before = query.get('before');
  if (before !== null && !/^[1-9]\d{0,8}$/.test(before)) throw new DomainError('not_found');
  const got = await call.messages.list({
    company: params['slug'] ?? '',
    before: before === null ? null : Number(before),
  });
  const { company, next, list } = got;
  const own = `/messages/${company.slug}/`;
  return {
    title: t('messages.title'),
    lead: t('messages.lead', { company: company.name }),
    template,
    active: 'messages',
    model: {
      rows: list.map((message) => messageModel(visit, message, { own, zone: company.timeZone })),
      isFirst: before === null,
      own,
      nextHref: next === null ? null : `?before=${next}`,
      prices: company.mayEdit ? { isOn: company.notifiesPrices } : null,
      form: formModel(visit, got, typed),
      ...refusal,
      isOpen: Object.keys(refusal).length > 0 || typed['to'] !== '' || list.length === 0,
    },
  };
}

/** Null: there is nobody whom the person may tell something. */
function formModel({ t }: Visit, { targets: { isEverywhere, stores } }: Got, typed: Typed) {
  if (stores.every(({ terminals }) => terminals.length === 0)) return null;
  const choice = (value: string, name: string) => ({ value, name, isChosen: value === typed['to'] });
  return {
    all: isEverywhere ? choice('', t('messages.form.all')) : null,
    stores: stores.map(({ uuid, name, code, terminals }) => ({
      name: `${name} (${code})`,
      choices: [
        choice(`store:${uuid}`, t('messages.form.store', { store: name })),
        ...terminals.map((till) => choice(`till:${till.uuid}`, `${till.code} · ${name}`)),
      ],
    })),
    types: notificationTypes.map((type) => ({
      ...{ type, name: t(`messages.types.${type}`), note: t(`messages.typeNotes.${type}`) },
      isChosen: type === typed['type'],
    })),
    lives: lives.map((hours) => ({
      ...{ hours, name: t(`messages.lives.${hours}`) },
      isChosen: String(hours) === typed['hours'],
    })),
    title: typed['title'],
    body: typed['body'],
  };
}
