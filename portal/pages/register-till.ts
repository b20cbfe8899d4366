import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../visit.ts';
import { formProblem } from './problems.ts';
import { storeOf } from './store-edit.ts';
import { refusalModel } from './till-words.ts';

const template = loadTemplate(new URL('../views/register-till.hbs', import.meta.url));

type Kind = 'pypos' | 'kitchen';
type Got = Awaited<ReturnType<Caller['stores']['get']>>;

/** A new till or kitchen screen for a store. */
export const registerTillPage: PageHandler = async (visit) => {
  const got = await visit.call.stores.get(storeOf(visit));
  const kind = kindOf(visit.query.get('kind'));
  const used = got.terminals.filter((terminal) => (terminal.kind === 'kitchen') === (kind === 'kitchen'));
  return form(visit, got, {
    kind,
    code: freeCode(
      used.map(({ code }) => code),
      kind === 'kitchen' ? 'KDS-001' : 'POS-001',
    ),
  });
};

/** Registers it and goes on to its settings. */
export const registerTillForm: FormHandler = async (visit) => {
  const { code = '', name = '', number = '' } = visit.fields;
  const { company } = storeOf(visit);
  const kind = kindOf(visit.fields['kind']);
  try {
    const till = await visit.call.stores.register({
      ...storeOf(visit),
      kind,
      code,
      ...(name.trim() && { name }),
      ...(number.trim() && { number: Number(number) }),
    });
    const text = visit.t(`stores.register.${kind}.done`);
    return { redirect: `/tills/${company}/${till.uuid}/pair/`, flash: { level: 'success', text } };
  } catch (error) {
    const refusal = refusalModel(formProblem(error));
    return form(visit, await visit.call.stores.get(storeOf(visit)), { kind, code, name, number, ...refusal });
  }
};

function kindOf(text: string | null | undefined): Kind {
  return text === 'kitchen' ? 'kitchen' : 'pypos';
}

function form(
  { t }: Visit,
  { company, store }: Got,
  { kind, ...typed }: { kind: Kind; [field: string]: unknown },
): Shown {
  const backHref = `/stores/${company.slug}/${store.uuid}/`;
  return {
    title: t(`stores.register.${kind}.title`),
    lead: `${store.name} · ${store.code}`,
    template,
    active: 'stores',
    crumbs: [{ name: store.name, href: backHref }],
    model: { backHref, storeName: store.name, kind, isKitchen: kind === 'kitchen', ...typed },
  };
}

/** The next code in the way of those that the store uses: after POS-001 and POS-007 comes POS-008. */
function freeCode(used: readonly string[], first: string): string {
  const numbered = used.map((code) => /^(.*?)(\d{1,6})$/.exec(code)).filter((match) => match !== null);
  const last = numbered.at(-1);
  if (!last) return used.length === 0 ? first : '';
  const [, prefix = '', digits = ''] = last;
  const largest = Math.max(...numbered.filter(([, own]) => own === prefix).map(([, , number]) => Number(number)));
  return `${prefix}${String(largest + 1).padStart(digits.length, '0')}`;
}
