/** Pages that ask before they change a till: revoke, retire, move. Each says what will happen. */
import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../visit.ts';
import { formProblem } from './problems.ts';
import { tillOf } from './till.ts';
import { issuedPage } from './till-pair.ts';
import { graceChoices, graceOf, refusalModel, seenDate, seenText, stateModel } from './till-words.ts';

const revokeTemplate = loadTemplate(new URL('../views/till-revoke.hbs', import.meta.url));
const retireTemplate = loadTemplate(new URL('../views/till-retire.hbs', import.meta.url));
const moveTemplate = loadTemplate(new URL('../views/till-move.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['tills']['get']>>;

/** Switching off the access of a till that was lost, stolen, or is not trusted. */
export const revokePage: PageHandler = async (visit) => revoke(visit, await visit.call.tills.get(tillOf(visit)), {});

export const revokeForm: FormHandler = async (visit) => {
  const graceHours = graceOf(visit.fields);
  try {
    await visit.call.tills.revoke({ ...tillOf(visit), graceHours });
  } catch (error) {
    const refusal = refusalModel(formProblem(error));
    return revoke(visit, await visit.call.tills.get(tillOf(visit)), {
      ...refusal,
      graces: graceChoices(visit, visit.fields['grace']),
    });
  }
  const text = visit.t(graceHours === 0 ? 'tills.revoke.done' : 'tills.revoke.doneGrace');
  return { redirect: ownHref(visit), flash: { level: 'success', text } };
};

function revoke(visit: Visit, got: Got, typed: object): Shown {
  const isRevoked = got.terminal.state === 'revoked';
  const graces = graceChoices(visit, undefined);
  const title = visit.t('tills.revoke.title');
  return page(visit, got, { title, template: revokeTemplate, model: { isRevoked, graces, ...typed } });
}

/** Taking a till out of use. */
export const retirePage: PageHandler = async (visit) => retire(visit, await visit.call.tills.get(tillOf(visit)), {});

export const retireForm: FormHandler = async (visit) => {
  const got = await visit.call.tills.get(tillOf(visit));
  if ((visit.fields['code'] ?? '').trim() !== got.terminal.code) {
    const errors = { code: [visit.t('tills.retire.confirmWrong', { code: got.terminal.code })] };
    return retire(visit, got, { errors, typed: visit.fields['code'] });
  }
  await visit.call.tills.retire(tillOf(visit));
  const text = visit.t('tills.retire.done', { code: got.terminal.code });
  const redirect = `/stores/${got.company.slug}/${got.store.uuid}/`;
  return { redirect, flash: { level: 'success', text } };
};

function retire(visit: Visit, got: Got, typed: object): Shown {
  return page(visit, got, { title: visit.t('tills.retire.title'), template: retireTemplate, model: typed });
}

/** Moving a till to another store of the company. */
export const movePage: PageHandler = async (visit) => move(visit, {});

export const moveForm: FormHandler = async (visit) => {
  const { store = '', code = '', grace, seen } = visit.fields;
  try {
    const issued = await visit.call.tills.move({
      ...tillOf(visit),
      storeId: store === '' ? Number.NaN : Number(store),
      code,
      graceHours: graceOf(visit.fields),
      replaces: seenDate(seen),
    });
    const got = await visit.call.tills.get(tillOf(visit));
    if (issued) return issuedPage(visit, got, issued);
    const text = visit.t('tills.move.moved', { store: got.store.name });
    return { redirect: ownHref(visit), flash: { level: 'success', text } };
  } catch (error) {
    const refusal = refusalModel(formProblem(error));
    return move(visit, { ...refusal, code, graces: graceChoices(visit, grace) }, store);
  }
};

async function move(visit: Visit, typed: object, chosen = ''): Promise<Shown> {
  const [got, targets] = await Promise.all([
    visit.call.tills.get(tillOf(visit)),
    visit.call.tills.targets(tillOf(visit)),
  ]);
  const { terminal } = got;
  const model = {
    seen: seenText(terminal),
    code: terminal.code,
    isPaired: terminal.isPaired && terminal.state !== 'revoked',
    networks: terminal.networks.join(', '),
    targets: targets.map(({ id, code, name }) => ({ id, code, name, isChosen: String(id) === chosen })),
    graces: graceChoices(visit, undefined),
    ...typed,
  };
  return page(visit, got, { title: visit.t('tills.move.title'), template: moveTemplate, model });
}

function ownHref(visit: Visit): string {
  const { company, uuid } = tillOf(visit);
  return `/tills/${company}/${uuid}/`;
}

/** What each of these pages shows of the till. */
function page(visit: Visit, got: Got, { model, ...shown }: Pick<Shown, 'title' | 'template' | 'model'>): Shown {
  const { t, formats } = visit;
  const { company, store, terminal, now } = got;
  const { lastDocument } = terminal;
  return {
    ...shown,
    lead: t('tills.lead', { code: terminal.code, store: store.name }),
    active: 'stores',
    model: {
      backHref: `/tills/${company.slug}/${terminal.uuid}/`,
      isGone: terminal.state === 'retired',
      tillCode: terminal.code,
      storeName: store.name,
      ...stateModel(visit, terminal, { now, timeZone: store.timeZone }),
      lastDocument:
        lastDocument &&
        t('tills.form.lastDocumentText', {
          number: lastDocument.number,
          time: formats.local(lastDocument.occurredText),
        }),
      ...model,
    },
  };
}
