/** What the stores of a window are meant to sell, day by day: a month's target spread evenly over its days, so that the days of a
 *  month come to exactly its target. */
import { eachDay } from '../../server/core/business-day.ts';
import type { Ctx } from '../../server/db/index.ts';
import { listTargets } from '../../server/domain/targets/index.ts';
import type { Window } from '../engine/window.ts';
import type { DayRange } from '../range.ts';

export interface Targets {
  /** Null: none is set for what is looked at. */
  ofDay(currency: string, day: string): bigint | null;
  /** Null unless every day has one. */
  over(currency: string, range: DayRange): bigint | null;
}

/** The company's own target where all of its stores are looked at and it has one; otherwise the sum of the stores' targets,
 *  where each store that sells in the currency has one. One query. */
export async function readTargets(
  ctx: Ctx,
  { company, stores, range }: Pick<Window, 'company' | 'stores' | 'range'>,
): Promise<Targets> {
  const ids = stores.map(({ id }) => id);
  const months = { from: range.from.slice(0, 7), to: range.to.slice(0, 7) };
  const rows = await listTargets(ctx, { companyId: company.id, ...months });
  const isWhole = company.hiddenStores === 0 && stores.length === company.stores.length;
  const ofMonth = (currency: string, month: string): bigint | null => {
    const set = rows.filter((row) => row.currency === currency && row.month === month);
    const whole = set.find(({ storeId }) => storeId === null);
    if (isWhole && whole) return whole.netE4;
    const parts = set.filter(({ storeId }) => storeId !== null && ids.includes(storeId));
    const isComplete = stores.every(
      (store) => store.currency !== currency || parts.some(({ storeId }) => storeId === store.id),
    );
    return parts.length === 0 || !isComplete ? null : parts.reduce((sum, { netE4 }) => sum + netE4, 0n);
  };
  const ofDay = (currency: string, day: string): bigint | null => {
    const amountE4 = ofMonth(currency, day.slice(0, 7));
    if (amountE4 === null) return null;
    const [days, place] = [daysOfMonth(day), BigInt(day.slice(8, 10))];
    return (amountE4 * place) / days - (amountE4 * (place - 1n)) / days;
  };
  return {
    ofDay,
    over: (currency, { from, to }) =>
      eachDay(from, to).reduce<bigint | null>((sum, day) => {
        const one = sum === null ? null : ofDay(currency, day);
        return one === null || sum === null ? null : sum + one;
      }, 0n),
  };
}

function daysOfMonth(day: string): bigint {
  return BigInt(new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate());
}
