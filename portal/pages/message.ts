import { loadTemplate } from '../../server/http/templates.ts';
import type { FormHandler, PageHandler, Visit } from '../visit.ts';
import { messageModel, stateModel } from './message-words.ts';

const template = loadTemplate(new URL('../views/message.hbs', import.meta.url));

const named = ({ params }: Visit) => ({ company: params['slug'] ?? '', id: params['id'] ?? '' });

/** One message, and what became of it at each till. */
export const messagePage: PageHandler = async (visit) => {
  const { t, formats } = visit;
  const { company, message, deliveries } = await visit.call.messages.get(named(visit));
  const own = `/messages/${company.slug}/`;
  const at = (time: Date | null) => time && formats.instant(time, company.timeZone);
  const model = messageModel(visit, message, { own, zone: company.timeZone });
  return {
    title: model.title,
    lead: `${model.type} · ${model.place}`,
    template,
    active: 'messages',
    model: {
      ...model,
      mayWithdraw: message.isWithdrawable,
      facts: [
        [t('messages.facts.sent'), `${model.at} · ${model.who}`],
        [t('messages.facts.until'), model.until],
        [t('messages.facts.withdrawn'), model.withdrawn],
      ].flatMap(([name, value]) => (value ? [{ name, value }] : [])),
      rows: deliveries.map(({ terminal, store, state, deliveredAt, shownAt, failedAt, failure }) => ({
        till: terminal.code,
        store: store.name,
        href: `/tills/${company.slug}/${terminal.uuid}/`,
        ...stateModel(visit, state),
        delivered: at(deliveredAt),
        shown: at(shownAt),
        failed: at(failedAt),
        failure,
      })),
    },
  };
};

/** Takes it back. */
export const withdrawMessageForm: FormHandler = async (visit) => {
  const { company, id } = named(visit);
  await visit.call.messages.withdraw({ company, id });
  return { redirect: `/messages/${company}/${id}/`, flash: { level: 'success', text: visit.t('messages.taken') } };
};
