/** What has changed in which store: asked every half second while somebody watches, so it reads a handful of rows by primary key. */
import { type Ctx, statement } from '../../server/db/index.ts';

const marks = statement({
  params: { days: { store_id: 'int', business_day: 'text' } },
  returns: {
    ...{ store_id: 'int', business_day: 'text', documents: 'int', rows: 'int', terminals: 'int' },
    ...{ gross_e4: 'bigint', other_e4: 'bigint' },
  },
  sql: (q) => `SELECT t.store_id, t.business_day, ${q.sumBig('t.documents')} AS documents,
      ${q.sumBig('t.lines + t.payments + t.returns + t.cancelled')} AS rows, ${q.sumBig('t.terminal_id')} AS terminals,
      ${q.sumBig('t.gross_e4')} AS gross_e4, ${q.sumBig('t.discount_e4 + t.surcharge_e4 + t.vat_e4 + t.cancelled_e4')} AS other_e4
    FROM ${q.rows('days', 'd')} JOIN day_totals t ON t.store_id = d.store_id AND t.business_day = d.business_day
    GROUP BY 1, 2`,
});

/** One text per store that has sold on the day; another text: something was stored, in whichever process. */
export async function marksOf(
  db: Pick<Ctx['db'], 'dialect' | 'reader'>,
  days: readonly { storeId: number; businessDay: string }[],
): Promise<Map<number, string>> {
  const rows = await db.dialect.query(db.reader, marks, {
    days: days.map(({ storeId, businessDay }) => ({ store_id: storeId, business_day: businessDay })),
  });
  return new Map(rows.map(({ store_id, ...row }) => [store_id, Object.values(row).join(' ')]));
}
