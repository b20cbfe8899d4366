/** Movements of goods that devices push: kept as events of the device, and booked in the transaction that keeps them. */
import { newId } from '../../core/ids.ts';
import { lookUp, statement } from '../../db/index.ts';
import { eventRow, eventStore, insertEventRows } from '../device-events/index.ts';
import { type DocumentKind, isRow, keyOf, type ReadableEntry, type Refusal, type Write } from '../sales/index.ts';
import { bookMovements, type MovementRow } from './book-movements.ts';
import { type MovementBooking, movementIdOf, type ParsedMovement, readMovement } from './movement-wire.ts';

type MovementEntry = ReadableEntry<ParsedMovement>;

export const movementKind: DocumentKind<ParsedMovement> = {
  name: 'warehouse_movement',
  family: 'warehouse_movement',
  action: 'document.push',
  fields: {},
  read: readMovement,
  idOf: movementIdOf,
  originOf: (item) => (isRow(item) ? { time: item['movement_date'] } : null),
  refuse: refuseStrangePlaces,
  insertNew,
  ...eventStore,
};

const findPlaces = statement({
  params: { places: { id: 'text', company_id: 'int', store_id: 'int' } },
  returns: { id: 'text', store_id: 'int' },
  sql: (q) => `SELECT l.id, r.store_id FROM ${q.rows('places', 'r')}
    ${lookUp(q.provider, { table: 'warehouse_locations', alias: 'l', where: 'l.id = r.id' })}
    JOIN warehouses w ON w.id = l.warehouse_id
    WHERE l.company_id = r.company_id AND w.company_id = r.company_id AND l.deleted_at IS NULL
      AND (w.store_id IS NULL OR w.store_id = r.store_id)`,
});

/** A device moves goods between the places of its own store and those of central warehouses. */
async function refuseStrangePlaces(
  { tx, dialect }: Write,
  entries: readonly MovementEntry[],
): Promise<ReadonlyMap<string, Refusal>> {
  const named = entries.flatMap((entry) => placesOf(entry).map((place) => ({ ...place, entry })));
  if (named.length === 0) return new Map();
  const places = new Map(
    named.map(({ id, entry: { terminal } }) => [
      `${terminal.storeId}:${id}`,
      { id, company_id: terminal.companyId, store_id: terminal.storeId },
    ]),
  );
  const found = await dialect.query(tx, findPlaces, { places: [...places.values()] });
  const known = new Set(found.map((row) => `${row.store_id}:${row.id}`));
  return new Map(
    named
      .filter(({ id, entry }) => !known.has(`${entry.terminal.storeId}:${id}`))
      .map(({ id, field, entry: { terminal, uuid } }) => [
        keyOf({ company_id: terminal.companyId, uuid }),
        { code: 'unknown_location', reason: `movement.${field}: "${id}" is no place of goods of this till's store` },
      ]),
  );
}

function placesOf({ reading }: MovementEntry): { id: string; field: string }[] {
  const { booking } = reading.document;
  if (!booking) return [];
  const [from, to] = [booking.fromId, booking.toId];
  return [
    ...(from === null ? [] : [{ id: from, field: 'fk_warehouse_location_from' }]),
    ...(to === null ? [] : [{ id: to, field: 'fk_warehouse_location_to' }]),
  ];
}

async function insertNew(write: Write, entries: readonly MovementEntry[]): Promise<Set<string>> {
  const stored = await insertEventRows(
    write,
    entries.map((entry) => eventRow(entry, entry.reading.document.occurredAt)),
  );
  const rows = entries.flatMap((entry) => {
    const { booking, occurredAt } = entry.reading.document;
    const isNew = stored.has(keyOf({ company_id: entry.terminal.companyId, uuid: entry.uuid }));
    return booking && isNew ? [movementRow(entry, booking, occurredAt)] : [];
  });
  await bookMovements(write, rows);
  return stored;
}

/** The hub's own id: a device's is unique in its company only. */
function movementRow({ terminal, uuid, receivedAt }: MovementEntry, booking: MovementBooking, at: Date): MovementRow {
  return {
    ...{ uuid: newId(), company_id: terminal.companyId, movement_type: booking.type, movement_number: booking.number },
    ...{ product_id: booking.productId, variant_id: booking.variantId, from_location_id: booking.fromId },
    ...{ to_location_id: booking.toId, quantity_e4: booking.quantityE4, unit_cost_e4: booking.unitCostE4 },
    ...{ transaction_uuid: booking.transactionUuid, reference: booking.reference, reason: booking.reason },
    terminal_fields: JSON.stringify({ id: uuid, terminal_code: terminal.terminalCode }),
    ...{ occurred_at: at, created_at: receivedAt },
  };
}
