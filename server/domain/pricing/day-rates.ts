/** What an exchange rate was on each day: kept whenever one is made or changed, so that takings can be told in another currency at
 *  the rate of their own day. */

import { businessDayOf } from '../../core/business-day.ts';
import { type Ctx, statement, type Tx } from '../../db/index.ts';

/** A currency rate as it is stored, by column names. */
type StoredRate = Readonly<Record<string, unknown>>;

const companyDays = statement({
  params: { company: 'int' },
  returns: { time_zone: 'text', day_start_minutes: 'int' },
  sql: (q) => `SELECT time_zone, day_start_minutes FROM stores WHERE company_id = ${q.param('company')}
    UNION ALL SELECT time_zone, 0 FROM companies WHERE id = ${q.param('company')}
      AND NOT EXISTS (SELECT 1 FROM stores WHERE company_id = ${q.param('company')})`,
});

const currencyCodes = statement({
  params: { ids: ['text'] },
  returns: { id: 'text', code: 'text' },
  sql: (q) => `SELECT id, code FROM currencies WHERE id IN ${q.list('ids')}`,
});

/** The last one of a day counts for it. */
const putRates = statement({
  params: {
    rows: {
      ...{ company_id: 'int', currency: 'text', target: 'text', day: 'text', rate_e6: 'bigint', created_at: 'instant' },
    },
  },
  sql: (
    q,
  ) => `INSERT INTO currency_day_rates (${q.names('rows')}) SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')}
    WHERE true ON CONFLICT (company_id, currency, target, day) DO UPDATE
    SET rate_e6 = excluded.rate_e6, created_at = excluded.created_at`,
});

/** Notes what these rates are from the business day on that it is now in the company: the latest of its stores' days. One that is
 *  gone or is no rate (zero) leaves what was noted before. */
export async function noteDayRates(
  { tx, ctx }: { tx: Tx; ctx: Ctx },
  companyId: number | null,
  rates: readonly StoredRate[],
): Promise<void> {
  const kept = rates.filter((rate) => (rate['deleted_at'] ?? null) === null && Number(rate['rate_e6']) > 0);
  if (companyId === null || kept.length === 0) return;
  const { dialect } = ctx.db;
  const ids = kept.flatMap((rate) => [String(rate['base_currency_id']), String(rate['target_currency_id'])]);
  const codes = new Map(
    (await dialect.query(tx, currencyCodes, { ids: [...new Set(ids)] })).map(({ id, code }) => [id, code]),
  );
  const days = (await dialect.query(tx, companyDays, { company: companyId })).map(({ time_zone, day_start_minutes }) =>
    businessDayOf(ctx.now(), { zone: time_zone, dayStartHour: day_start_minutes / 60 }),
  );
  const rows = new Map(
    kept.map((rate) => {
      const [currency, target] = [
        codes.get(String(rate['base_currency_id'])),
        codes.get(String(rate['target_currency_id'])),
      ];
      const names = { currency: currency ?? '', target: target ?? '' };
      const value = { rate_e6: BigInt(String(rate['rate_e6'])), created_at: ctx.now() };
      return [`${currency} ${target}`, { company_id: companyId, ...names, day: days.sort().at(-1) ?? '', ...value }];
    }),
  );
  await dialect.execute(tx, putRates, { rows: [...rows.values()] });
}
