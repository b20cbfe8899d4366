/** Stock follows sales. A live line of a live document *is* the movement: it took its quantity from the place that is noted on
 *  the document (a return brought it there). So no line can be booked twice or forgotten without `gate verify` seeing it, and
 *  a receipt costs no further rows; only the balance is moved here, exact, below zero where it must. */
import { newId } from '../../../core/ids.ts';
import { type RowOf, statement } from '../../../db/index.ts';
import { larger } from '../counters.ts';
import type { Write } from '../kinds.ts';
import { sumWith } from '../rollup-sql.ts';
import { liveLinesOf, type NewDocument } from './documents.ts';
import { findPlaces } from './places.ts';

const moveColumns = {
  id: 'text',
  company_id: 'int',
  location_id: 'text',
  product_id: 'text',
  quantity_e4: 'bigint',
  moved_at: 'instant',
} as const;

type Move = RowOf<typeof moveColumns>;

const moveLevels = statement({
  params: { rows: moveColumns, now: 'instant' },
  sql: (
    q,
  ) => `INSERT INTO stock_levels (id, company_id, location_id, product_id, stock_key, on_hand_e4, last_movement_at,
      created_at, updated_at)
    SELECT r.id, r.company_id, r.location_id, r.product_id, r.location_id || ':' || r.product_id || ':-', r.quantity_e4,
      r.moved_at, ${q.param('now')}, ${q.param('now')}
    FROM ${q.rows('rows', 'r')} WHERE true ORDER BY 5
    ON CONFLICT (stock_key) DO UPDATE SET on_hand_e4 = ${sumWith(q.provider, 'stock_levels', 'on_hand_e4')},
      last_movement_at = ${larger('stock_levels', 'last_movement_at')},
      updated_at = excluded.updated_at`,
});

const notePlace = statement({
  params: { ids: ['int'], place: 'text' },
  sql: (q) => `UPDATE transactions SET stock_location_id = ${q.param('place')} WHERE id IN ${q.list('ids')}`,
});

/** Moves the balances by the live lines of these documents; their lines must not have been moved before. */
export async function moveStock(write: Write, documents: readonly NewDocument[]): Promise<void> {
  const moving = documents.filter((document) => liveLinesOf(document).some((line) => line.product_id !== null));
  const [first] = moving;
  if (!first) return;
  await givePlaces(write, moving);
  const rows = movesOf(moving);
  await write.dialect.execute(write.tx, moveLevels, { rows, now: first.head.received_at });
}

/** Documents of stores whose place was not known when their heads were written. */
async function givePlaces({ tx, dialect }: Write, moving: readonly NewDocument[]): Promise<void> {
  const without = moving.filter(({ place }) => place === null);
  const [first] = without;
  if (!first) return;
  const storeIds = [...new Set(without.map(({ head }) => head.store_id))];
  const places = await findPlaces({ tx, dialect }, storeIds, first.head.received_at);
  for (const [storeId, place] of places) {
    const ofStore = without.filter(({ head }) => head.store_id === storeId);
    for (const document of ofStore) document.place = place;
    await dialect.execute(tx, notePlace, { ids: ofStore.map(({ id }) => id), place });
  }
}

/** One row for each place and product. */
function movesOf(documents: readonly NewDocument[]): Move[] {
  const places = new Map<string, Map<string, Move>>();
  const moves: Move[] = [];
  for (const document of documents) {
    const { place, head } = document;
    if (place === null) throw new Error(`The store ${head.store_id} has no place for its goods`);
    let products = places.get(place);
    if (!products) {
      products = new Map();
      places.set(place, products);
    }
    for (const { product_id, quantity_e4 } of liveLinesOf(document)) {
      if (product_id === null) continue;
      const movedE4 = head.sign < 0 ? quantity_e4 : -quantity_e4;
      const known = products.get(product_id);
      if (known) {
        known.quantity_e4 += movedE4;
        if (head.occurred_at > known.moved_at) known.moved_at = head.occurred_at;
        continue;
      }
      const move = {
        id: newId(),
        company_id: head.company_id,
        location_id: place,
        product_id,
        quantity_e4: movedE4,
        moved_at: head.occurred_at,
      };
      products.set(product_id, move);
      moves.push(move);
    }
  }
  return moves;
}
