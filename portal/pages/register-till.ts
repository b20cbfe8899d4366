import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { FormHandler, PageHandler, Shown } from '../visit.ts';
import { formProblem } from './problems.ts';
import { refusalModel } from './till-words.ts';

const template = loadTemplate(new URL('../views/register-till.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['stores']['get']>>;

/** A new till for a store. */
export const registerTillPage: PageHandler = async (visit) => {
  const got = await visit.call.stores.get(storeOf(visit));
  return form(got, { code: freeCode(got.terminals.map(({ code }) => code)) });
};

/** Registers it and goes on to its settings. */
export const registerTillForm: FormHandler = async (visit) => {
  const { code = '', name = '', number = '' } = visit.fields;
  const { company } = storeOf(visit);
  try {
    const till = await visit.call.stores.register({
      ...storeOf(visit),
      code,
      ...(name.trim() && { name }),
      ...(number.trim() && { number: Number(number) }),
    });
    const text = 'The till is registered. Now give it its settings.';
    return { redirect: `/tills/${company}/${till.uuid}/pair/`, flash: { level: 'success', text } };
  } catch (error) {
    const refusal = refusalModel(formProblem(error));
    return form(await visit.call.stores.get(storeOf(visit)), { code, name, number, ...refusal });
  }
};

function storeOf({ params }: { params: Readonly<Record<string, string>> }) {
  return { company: params['slug'] ?? '', uuid: params['uuid'] ?? '' };
}

function form({ company, store }: Got, typed: object): Shown {
  return {
    title: 'Register a till',
    lead: `${store.name} · ${store.code}`,
    template,
    active: 'stores',
    model: { backHref: `/stores/${company.slug}/${store.uuid}/`, storeName: store.name, ...typed },
  };
}

/** The next code in the way of those that the store uses: after POS-001 and POS-007 comes POS-008. */
function freeCode(used: readonly string[]): string {
  const numbered = used.map((code) => /^(.*?)(\d{1,6})$/.exec(code)).filter((match) => match !== null);
  const last = numbered.at(-1);
  if (!last) return used.length === 0 ? 'POS-001' : '';
  const [, prefix = '', digits = ''] = last;
  const largest = Math.max(...numbered.filter(([, own]) => own === prefix).map(([, , number]) => Number(number)));
  return `${prefix}${String(largest + 1).padStart(digits.length, '0')}`;
}
