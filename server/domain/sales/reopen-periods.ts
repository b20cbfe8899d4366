/** Days and months whose totals of all stores are not whole any more, because a document is booked into them. */
import { lookUp, statement } from '../../db/index.ts';
import type { Write } from './kinds.ts';

export interface BookedDay {
  company_id: number;
  business_day: string;
}

const dropMarks = statement({
  params: { periods: { company_id: 'int', period: 'text' } },
  sql: (q) => `DELETE FROM composed_periods
    WHERE (company_id, period) IN (SELECT r.company_id, r.period FROM ${q.rows('periods', 'r')})`,
});

const daysOf = statement({
  params: { ids: { id: 'int' } },
  returns: { company_id: 'int', business_day: 'text' },
  sql: (q) => `SELECT DISTINCT t.company_id, t.business_day
    FROM ${q.rows('ids', 'i')} ${lookUp(q.provider, { table: 'transactions', alias: 't', where: 't.id = i.id' })}`,
});

/** Must come after the first write of its transaction: see `compose-periods.ts`. */
export async function reopenPeriods({ tx, dialect }: Write, booked: readonly BookedDay[]): Promise<void> {
  const periods = new Map<string, { company_id: number; period: string }>();
  for (const { company_id, business_day } of booked) {
    for (const period of [business_day, business_day.slice(0, 7)]) {
      periods.set(`${company_id} ${period}`, { company_id, period });
    }
  }
  await dialect.execute(tx, dropMarks, { periods: [...periods.values()] });
}

/** The same for the days that these documents stand under now. */
export async function reopenPeriodsOf(write: Write, ids: readonly number[]): Promise<void> {
  await reopenPeriods(write, await write.dialect.query(write.tx, daysOf, { ids: ids.map((id) => ({ id })) }));
}
