import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../visit.ts';
import { formProblem } from './problems.ts';
import { tillOf } from './till.ts';
import { linesOf, refusalModel } from './till-words.ts';

const template = loadTemplate(new URL('../views/till-edit.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['tills']['get']>>;

/** Name, number, how often it delivers, networks, and whether it is switched on. */
export const tillEditPage: PageHandler = async (visit) => {
  const got = await visit.call.tills.get(tillOf(visit));
  const { name, number, serialNumber, syncMinutes, networks, isActive } = got.terminal;
  return form(visit, got, { name, number, serialNumber, syncMinutes, networks: networks.join('\n'), isActive });
};

export const tillEditForm: FormHandler = async (visit) => {
  const { name = '', number = '', serialNumber = '', syncMinutes, networks = '' } = visit.fields;
  const isActive = visit.fields['isActive'] === 'yes';
  const { company, uuid } = tillOf(visit);
  try {
    await visit.call.tills.update({
      ...{ company, uuid, name, serialNumber, isActive },
      number: numberOf(number),
      ...(syncMinutes !== undefined && { syncMinutes: numberOf(syncMinutes) }),
      networks: linesOf(networks),
    });
  } catch (error) {
    const refusal = refusalModel(formProblem(error), linesOf(networks));
    const got = await visit.call.tills.get(tillOf(visit));
    return form(visit, got, { name, number, serialNumber, syncMinutes, networks, isActive, ...refusal });
  }
  return { redirect: `/tills/${company}/${uuid}/`, flash: { level: 'success', text: visit.t('words.savedShort') } };
};

/** What is no number is none, and not zero. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function form({ t }: Visit, { company, store, terminal }: Got, typed: object): Shown {
  return {
    title: t('tills.edit.title'),
    lead: t('tills.lead', { code: terminal.code, store: store.name }),
    template,
    active: 'stores',
    model: { backHref: `/tills/${company.slug}/${terminal.uuid}/`, code: terminal.code, ...typed },
  };
}
