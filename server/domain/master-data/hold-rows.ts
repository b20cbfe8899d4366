import { DomainError } from '../../core/errors.ts';
import { type Ctx, statement, type Tx } from '../../db/index.ts';

/** Locks the row on PostgreSQL without standing in the way of rows that refer to it, as FOR UPDATE would. */
const hold = statement({
  params: { company: 'int' },
  sql: (q) => `UPDATE companies SET version = version WHERE id = ${q.param('company')}`,
});

/** Writers of one company's master data wait for each other before they look: where a key holds nulls (the price of every
 *  store, of every day) no rule of the database keeps two of them from adding the same row. Read afterwards what you judge by. */
export async function holdRows({ tx, ctx }: { tx: Tx; ctx: Ctx }, companyId: number): Promise<void> {
  await ctx.db.dialect.execute(tx, hold, { company: companyId });
}

/** Refuses to write over what somebody else wrote since the page was read.
 *  @param seen the version that the page carried; undefined: whoever writes did not look before */
export function refuseStale(row: { version: number }, seen: number | undefined): void {
  if (seen === undefined || seen === row.version) return;
  throw new DomainError('stale', { seen, found: row.version }, staleSentence);
}

export const staleSentence = 'Somebody else changed this in the meantime. Look at it again, then repeat your change.';
