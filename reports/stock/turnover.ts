/** What lies there beside what was sold of it: the common half of days of cover, dead stock and sell-through. */
import { type Ctx, type Statement, statement, type Words } from '../../server/db/index.ts';
import { overDays, receiptsOf } from '../engine/drills.ts';
import { productLabels } from '../engine/product-names.ts';
import type { Row, Section } from '../engine/report.ts';
import { soldArguments, soldParams, soldRows } from '../engine/sold-rows.ts';
import type { Window } from '../engine/window.ts';
import type { DayRange } from '../range.ts';
import { levelArguments, levelParams, levelRows, levelValue, once } from './levels.ts';
import { firstRows, laterRows, listedOf, type PageSql, pageOf, pageParams, withOthers } from './pages.ts';

const params = { ...levelParams, ...soldParams, ...pageParams } as const;

const returns = {
  product_id: 'text',
  on_hand_e4: 'bigint',
  value_e4: 'bigint?',
  last_movement_at: 'instant?',
  sold_e4: 'bigint',
  rows_before: 'int',
  rows_in_all: 'int',
} as const;

export interface TurnoverRow {
  product_id: string;
  on_hand_e4: bigint;
  /** Null: nobody says what one unit cost, or the list is not of what is valued. */
  value_e4: bigint | null;
  last_movement_at: Date | null;
  sold_e4: bigint;
}

interface Choice {
  /** Conditions on on_hand_e4 and sold_e4. */
  where: string;
  order: string;
  /** Says what it is worth and when it last moved: looking up a cost for every place takes longer than all the rest. */
  isValued?: true;
}

type TurnoverStatement = Statement<typeof params, typeof returns>;

/** Of the first page, and of the later ones. */
export type TurnoverStatements = Readonly<Record<'first' | 'later', TurnoverStatement>>;

/** Products of the stores with their quantity on hand and the quantity sold on the days asked for, less what came back. Lines that
 *  name no product are none of anything. */
export function turnover(choice: Choice): TurnoverStatements {
  return { first: turnoverPage(choice, firstRows), later: turnoverPage(choice, laterRows) };
}

function turnoverPage({ where, order, isValued }: Choice, page: PageSql): TurnoverStatement {
  const ofWorth = isValued ? (['cost_e4', 'last_movement_at'] as const) : [];
  const worth = (q: Words) =>
    isValued
      ? `${q.sumBig(levelValue)} AS value_e4, max(c.last_movement_at) AS last_movement_at`
      : `CAST(NULL AS bigint) AS value_e4, ${q.instant('NULL')} AS last_movement_at`;
  return statement({
    params,
    returns,
    sql: (q) => `WITH ${soldRows(q, { keys: ['product_id'], figures: ['lines', 'quantity_e4'] })},
      sold AS MATERIALIZED (SELECT product_id, ${q.sumBig('quantity_e4')} AS sold_e4 FROM r WHERE product_id <> ''
        GROUP BY product_id HAVING sum(lines) <> 0),
      stock AS MATERIALIZED (SELECT c.product_id, ${q.sumBig('c.on_hand_e4')} AS on_hand_e4, ${worth(q)}
        FROM (${levelRows(q, { columns: ['product_id', 'on_hand_e4', ...ofWorth] })} ${once(q)}) AS c GROUP BY c.product_id),
      both_sides AS (SELECT i.product_id, coalesce(stock.on_hand_e4, 0) AS on_hand_e4, stock.value_e4, stock.last_movement_at,
          coalesce(sold.sold_e4, 0) AS sold_e4
        FROM (SELECT product_id FROM stock UNION SELECT product_id FROM sold WHERE ${q.param('any_department')} = 1
            OR EXISTS (SELECT 1 FROM products p WHERE p.id = sold.product_id AND p.company_id = ${q.param('company_id')}
              AND p.main_group_id IN ${q.list('departments')})) AS i
          LEFT JOIN stock ON stock.product_id = i.product_id LEFT JOIN sold ON sold.product_id = i.product_id),
      listed ${page.as} (SELECT * FROM both_sides WHERE ${where})
      ${page.select(q, { rows: 'listed', columns: 'product_id, on_hand_e4, value_e4, last_movement_at, sold_e4', order, key: 'product_id' })}`,
  });
}

interface Reading {
  statements: TurnoverStatements;
  /** Business days whose sales are counted, both included. */
  sold: DayRange;
  /** Columns that are made of what was sold. */
  soldColumns: readonly string[];
  currency: string | null;
  values(row: TurnoverRow): Row['values'];
}

export async function turnoverSections(ctx: Ctx, window: Window, reading: Reading): Promise<Section[]> {
  if (window.stores.length === 0) return [];
  const page = pageOf(window);
  const statement = page.isFirst ? reading.statements.first : reading.statements.later;
  const found = await ctx.db.dialect.query(ctx.db.reader, statement, {
    ...levelArguments(window),
    ...soldArguments(window, reading.sold, ctx.now()),
    ...page.params,
  });
  if (found.length === 0) return [];
  const label = await productLabels(
    ctx,
    window.company.id,
    found.map(({ product_id }) => product_id),
  );
  const rows: Row[] = found.map((row) => ({
    key: row.product_id,
    label: label(row.product_id),
    values: reading.values(row),
    drill: { report: 'stock-movements', filters: { product: row.product_id, by: 'kind' } },
    cells: Object.fromEntries([
      ...reading.soldColumns.map((name) => [name, receiptsOf({ product: row.product_id, ...overDays(reading.sold) })]),
      // What lies there is the sum of its places.
      ...['onHand', 'stockValue'].map((name) => [
        name,
        { report: 'stock-value', filters: { product: row.product_id } },
      ]),
    ]),
  }));
  return [{ currency: reading.currency, rows: withOthers(rows, found), total: null, listed: listedOf(found) }];
}
