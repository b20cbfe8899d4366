import { z } from 'zod';
import { normalizeWireId } from '../../../core/ids.ts';
import { stockLevelSource, stockMovementSource } from '../../../domain/resources/index.ts';
import type { Operation } from '../../../http/operation.ts';
import { changedSince, instants, isId, isText } from './filters.ts';
import { factsOf } from './resource.ts';
import { resourceOperations } from './resource-operations.ts';
import { at, atOrNull, e4, e4OrNull, shown } from './values.ts';

const level = z
  .object({
    id: shown.id,
    product_id: z.string().describe('Tills sell products, too, that the hub has not heard of.'),
    product_code: shown.text.nullable(),
    product_name: shown.text.nullable(),
    variant_id: shown.id.nullable(),
    ...{ location_id: shown.id, location_code: shown.text, warehouse_id: shown.id, warehouse_code: shown.text },
    store_id: shown.id.nullable().describe('Null: a central warehouse.'),
    ...{ on_hand: shown.quantity, reserved: shown.quantity, damaged: shown.quantity, min_level: shown.quantity },
    ...{ max_level: shown.quantity, reorder_point: shown.quantity },
    ...{ average_cost: shown.money.nullable(), last_cost: shown.money.nullable() },
    last_movement_at: shown.instant.nullable(),
    updated_at: shown.instant,
  })
  .meta({ id: 'StockLevel' });

const movement = z
  .object({
    id: shown.id,
    movement_type: z.string().describe('RECEIPT, ADJUSTMENT, TRANSFER, LOSS, DAMAGE, SALE or RETURN.'),
    movement_number: shown.text.nullable(),
    ...{ product_id: shown.id, variant_id: shown.id.nullable() },
    from_location_id: shown.id.nullable(),
    to_location_id: shown.id.nullable(),
    quantity: shown.quantity.describe('Never negative: the locations give the direction.'),
    unit_cost: shown.money.nullable(),
    transaction_id: shown.id.nullable(),
    reference: shown.text.nullable(),
    reason: shown.text.nullable(),
    occurred_at: shown.instant,
    created_at: shown.instant,
  })
  .meta({ id: 'StockMovement' });

const counted = factsOf(
  'Stock moves by what devices push: POST /api/v1/push.',
  'Stock is a fact, the sum of its movements: a further movement changes it.',
);

function levelOperations(): Operation[] {
  return resourceOperations(stockLevelSource, {
    ...{ one: 'StockLevel', many: 'StockLevels', tag: 'Stock', path: 'stock', item: level },
    words: { one: 'stock level', many: 'stock levels' },
    description: 'What lies where. Whoever sees chosen stores sees their warehouses.',
    namedBy: 'Id of the stock level.',
    named: (name) => {
      const value = normalizeWireId(name);
      return value === null ? null : [{ is: 'equal', column: 'id', value }];
    },
    filters: {
      product_id: isId('productId', 'Of this product.'),
      location_id: isId('locationId', 'In this location.'),
      ...changedSince,
    },
    sorts: { id: 'id', product_id: 'productId', on_hand: 'onHandE4', updated_at: 'updatedAt' },
    defaultSort: 'id',
    instead: counted,
    show: (row) => ({
      ...{ id: row.id, product_id: row.productId, product_code: row.product?.code ?? null },
      ...{ product_name: row.product?.name ?? null, variant_id: row.variantId, location_id: row.location.id },
      ...{ location_code: row.location.code, warehouse_id: row.location.warehouse.id },
      ...{ warehouse_code: row.location.warehouse.code, store_id: row.location.warehouse.store?.uuid ?? null },
      ...{ on_hand: e4(row.onHandE4), reserved: e4(row.reservedE4), damaged: e4(row.damagedE4) },
      ...{ min_level: e4(row.minLevelE4), max_level: e4(row.maxLevelE4), reorder_point: e4(row.reorderPointE4) },
      ...{ average_cost: e4OrNull(row.averageCostE4), last_cost: e4OrNull(row.lastCostE4) },
      ...{ last_movement_at: atOrNull(row.lastMovementAt), updated_at: at(row.updatedAt) },
    }),
  });
}

function movementOperations(): Operation[] {
  return resourceOperations(stockMovementSource, {
    ...{ one: 'StockMovement', many: 'StockMovements', tag: 'Stock', path: 'stock-movements', item: movement },
    words: { one: 'stock movement', many: 'stock movements' },
    description: 'Movements that no receipt tells of: what was sold and returned stands in the transactions.',
    namedBy: 'Id of the movement.',
    named: (name) => {
      const value = normalizeWireId(name);
      return value === null ? null : [{ is: 'equal', column: 'uuid', value }];
    },
    filters: {
      product_id: isId('productId', 'Of this product.'),
      movement_type: isText('movementType', 40, 'Exactly this kind.'),
      transaction_id: isId('transactionUuid', 'Of this transaction.'),
      ...instants('occurred', 'occurredAt'),
    },
    sorts: { arrival: 'id', occurred_at: 'occurredAt' },
    defaultSort: '-arrival',
    instead: counted,
    show: (row) => ({
      ...{ id: row.uuid, movement_type: row.movementType, movement_number: row.movementNumber },
      ...{ product_id: row.productId, variant_id: row.variantId, from_location_id: row.fromLocationId },
      ...{ to_location_id: row.toLocationId, quantity: e4(row.quantityE4), unit_cost: e4OrNull(row.unitCostE4) },
      ...{ transaction_id: row.transactionUuid, reference: row.reference, reason: row.reason },
      ...{ occurred_at: at(row.occurredAt), created_at: at(row.createdAt) },
    }),
  });
}

/** What lies in stock, and how it moved: facts, read only. */
export function stockOperations(): Operation[] {
  return [...levelOperations(), ...movementOperations()];
}
