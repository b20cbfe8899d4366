/** What the filters of a window chose, by name: what pages offer by name, files must not tell by id. */
import type { Ctx } from '../../server/db/index.ts';
import { labelOf, namesOf } from './names.ts';
import { productLabels } from './product-names.ts';
import type { Label, Report } from './report.ts';
import { type FilterName, filterNames, unknownKey, type Window } from './window.ts';

export interface ChosenFilter {
  name: FilterName | 'product';
  values: Label[];
}

/** Kinds of payment that the texts know. */
export const paymentKinds = [
  ...['CASH_PAYMENT', 'CREDIT_PAYMENT', 'CHECK_PAYMENT', 'EXCHANGE_PAYMENT', 'PREPAID_PAYMENT'],
  ...['CHARGE_SALE_PAYMENT', 'OTHER_PAYMENT', 'BONUS_PAYMENT'],
] as const;

/** A kind of payment in words; one that tills made up as they sent it. */
export function paymentLabel(kind: string): Label {
  return paymentKinds.some((known) => known === kind) ? { kind: 'word', word: kind } : { kind: 'text', text: kind };
}

const unknown: Label = { kind: 'word', word: 'unknown' };

/** In the order of the filters. A query for each kind of names; none without filters. */
export async function chosenOf(ctx: Ctx, report: Report, window: Window): Promise<ChosenFilter[]> {
  const asked = filterNames.flatMap((name) => (window.filters[name] ? [{ name, ids: window.filters[name] }] : []));
  const chosen = await Promise.all(
    asked.map(async ({ name, ids }) => ({ name, values: await labelsOf(ctx, window, { name, ids }) })),
  );
  const { product } = window.options;
  if (!product || !report.narrowedBy?.includes('product')) return chosen;
  const label = await productLabels(ctx, window.company.id, [product]);
  return [...chosen, { name: 'product', values: [label(product)] }];
}

interface Asked {
  name: FilterName;
  ids: readonly string[];
}

async function labelsOf(ctx: Ctx, { company, stores }: Window, { name, ids }: Asked): Promise<Label[]> {
  if (name === 'payment') return ids.map(paymentLabel);
  if (name !== 'terminal') {
    const names = await namesOf(ctx, name, { companyId: company.id, ids });
    return ids.map((id) => (id === unknownKey ? unknown : labelOf(names, id)));
  }
  const rows = await ctx.db.reader.terminal.findMany({
    where: { uuid: { in: [...ids] }, storeId: { in: stores.map(({ id }) => id) } },
    select: { uuid: true, code: true, store: { select: { name: true } } },
  });
  const names = new Map(rows.map(({ uuid, code, store }) => [uuid, `${store.name} ${code}`]));
  return ids.map((id) => labelOf(names, id));
}
