/** Packing the totals of a day or a month that is over: a month out of its days, which are packed before it. */
import { statement } from '../../db/index.ts';
import { numberKeys, type PackedAccess, type PackedSubject } from './packed-keys.ts';
import { type PackedSums, packedSubjects, readPackedSums } from './packed-sums.ts';

const clear = statement({
  params: { company_id: 'int', subject: 'text', period: 'text' },
  sql: (q) => `DELETE FROM packed_totals WHERE company_id = ${q.param('company_id')} AND subject = ${q.param('subject')}
    AND period = ${q.param('period')}`,
});

const write = statement({
  params: { totals: { company_id: 'int', subject: 'text', period: 'text', currency: 'text', figures: 'bytes' } },
  sql: (q) => `INSERT INTO packed_totals (${q.names('totals')})
    SELECT ${q.names('totals', 'r')} FROM ${q.rows('totals', 'r')} WHERE true`,
});

interface OfPeriod {
  company_id: number;
  /** YYYY-MM-DD or YYYY-MM, not marked as composed. */
  period: string;
}

/** The business days of a day or a month, both included: a month may have fewer. */
export function daysOfPeriod(period: string): { first_day: string; last_day: string } {
  if (period.length === 10) return { first_day: period, last_day: period };
  return { first_day: `${period}-01`, last_day: `${period}-31` };
}

/** In the transaction that marks the period as composed. */
export async function packPeriod(access: PackedAccess, { company_id, period }: OfPeriod): Promise<void> {
  for (const subject of packedSubjects) {
    const of = { company_id, subject };
    const days = [{ ...daysOfPeriod(period), sign: 1 as const }];
    const sums = await readPackedSums(access, subject, { company_id, months: [], days });
    await numberAll(access, of, sums);
    const { dialect, client } = access;
    await dialect.execute(client, clear, { ...of, period });
    const totals = [...sums].map(([currency, { numbered }]) => ({
      ...of,
      period,
      currency,
      figures: numbered.toBytes(),
    }));
    if (totals.length > 0) await dialect.execute(client, write, { totals });
  }
}

/** Numbers for those that have none, and their sums to the others. */
async function numberAll(
  access: PackedAccess,
  of: { company_id: number; subject: PackedSubject },
  perCurrency: ReadonlyMap<string, PackedSums>,
): Promise<void> {
  const keys = [...new Set([...perCurrency.values()].flatMap(({ unnumbered }) => [...unnumbered.keys()]))];
  if (keys.length === 0) return;
  const numbers = await numberKeys(access, of, keys);
  for (const { numbered, unnumbered } of perCurrency.values()) {
    for (const [key, figures] of unnumbered) numbered.add(numbers.get(key) ?? 0, figures);
  }
}
