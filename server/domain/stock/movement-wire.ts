/** A movement of goods as a device pushes it (protocol 2.6 and 3.4, WarehouseStockMovement) → what is booked of it. */
import {
  idOrNull,
  incomplete,
  isRow,
  type ReadContext,
  RowReader,
  readMoment,
  shown,
  Unreadable,
} from '../sales/index.ts';

/** One movement. Nothing is booked of those of receipts: the lines of a receipt are its movements. */
export interface ParsedMovement {
  occurredAt: Date;
  booking: MovementBooking | null;
}

export interface MovementBooking {
  type: string;
  number: string | null;
  productId: string;
  variantId: string | null;
  /** Where the goods leave; null: they come from outside. */
  fromId: string | null;
  /** Where they arrive; null: they leave the company. */
  toId: string | null;
  /** Ten-thousandths of the product's unit, above zero. */
  quantityE4: bigint;
  unitCostE4: bigint | null;
  transactionUuid: string | null;
  reference: string | null;
  reason: string | null;
}

const ofReceipts = new Set(['SALE', 'RETURN']);
const types = ['RECEIPT', 'ADJUSTMENT', 'TRANSFER', 'LOSS', 'DAMAGE', ...ofReceipts];
/** States in which goods have moved. */
const done = new Set(['COMPLETED', 'PROCESSED']);

const thin =
  'movement: fk_product_id is missing, so this is the short form; the movement is booked when it comes in full';

/** Reads a movement. Needed: `id`, `fk_product_id`, `movement_type`, `quantity` and the locations that its type needs.
 *  @throws Unreadable the first value that cannot be read or booked; with the code `incomplete` for the short form of protocol 2
 *    and for a movement that has not been made yet */
export function readMovement(item: unknown, { terminal, receivedAt }: ReadContext): ParsedMovement {
  if (!isRow(item)) throw new Unreadable('not_an_object', `movement: ${shown(item)} is not an object`);
  if (item['fk_product_id'] === undefined && movementIdOf(item) !== null) throw new Unreadable(incomplete, thin);
  const r = new RowReader('movement');
  r.at(item, -1);
  r.requiredId('id');
  const productId = r.requiredId('fk_product_id');
  const type = r.requiredText('movement_type');
  if (!types.includes(type)) r.refuse('movement_type', `one of ${types.join(', ')}`);
  const quantityE4 = r.requiredAmount('quantity');
  if (!done.has(r.textOr('status', 'COMPLETED'))) r.refuse('status', '"COMPLETED": nothing has moved yet', incomplete);
  if (r.boolOr('is_deleted', false) || r.boolOr('is_reversed', false)) {
    throw new Unreadable('reversed', 'movement: it is deleted or reversed; send the movement that takes it back');
  }
  const occurredAt = r.has('movement_date') ? readMoment(r, 'movement_date', terminal).at : receivedAt;
  if (ofReceipts.has(type) || quantityE4 === 0n) return { occurredAt, booking: null };
  return {
    occurredAt,
    booking: {
      ...{ type, productId, quantityE4: quantityE4 < 0n ? -quantityE4 : quantityE4 },
      ...placesOf(r, type, quantityE4),
      number: r.text('movement_number'),
      variantId: r.id('fk_product_variant_id'),
      unitCostE4: r.amount('unit_cost'),
      transactionUuid: r.id('fk_transaction_head_id'),
      reference: r.text('reference_document'),
      reason: r.text('reason'),
    },
  };
}

/** From where to where. Corrections carry their direction in the sign, all others in their type. */
function placesOf(r: RowReader, type: string, quantityE4: bigint): Pick<MovementBooking, 'fromId' | 'toId'> {
  const [from, to] = ['fk_warehouse_location_from', 'fk_warehouse_location_to'] as const;
  if (type === 'ADJUSTMENT') {
    const place = quantityE4 < 0n ? (r.id(from) ?? r.requiredId(to)) : (r.id(to) ?? r.requiredId(from));
    return quantityE4 < 0n ? { fromId: place, toId: null } : { fromId: null, toId: place };
  }
  if (quantityE4 < 0n && type !== 'LOSS' && type !== 'DAMAGE') r.refuse('quantity', 'above zero');
  if (type === 'RECEIPT') return { fromId: null, toId: r.requiredId(to) };
  if (type !== 'TRANSFER') return { fromId: r.id(from) ?? r.requiredId(to), toId: null };
  const places = { fromId: r.requiredId(from), toId: r.requiredId(to) };
  return places.fromId === places.toId ? r.refuse(to, 'another place than the goods come from') : places;
}

/** The id of an item that may be unreadable otherwise, or null. */
export function movementIdOf(item: unknown): string | null {
  return isRow(item) ? (idOrNull(item) ?? idOrNull(item, 'movement_id')) : null;
}
