import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId, normalizeWireId } from '../../core/ids.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize } from '../tenancy/index.ts';
import { bookMovements, type MovementRow } from './book-movements.ts';

const id = z.string().transform((value, context) => {
  const known = normalizeWireId(value);
  if (known !== null) return known;
  context.addIssue({ code: 'custom', message: 'must be a UUID' });
  return z.NEVER;
});

const movement = z
  .strictObject({
    movementType: z.enum(['SALE', 'RETURN', 'RECEIPT', 'ADJUSTMENT', 'TRANSFER', 'LOSS', 'DAMAGE']),
    movementNumber: z.string().max(50).nullable().default(null),
    productId: id,
    variantId: id.nullable().default(null),
    /** Where the goods leave; null: they come from outside. */
    fromLocationId: id.nullable().default(null),
    /** Where they arrive; null: they leave the company. */
    toLocationId: id.nullable().default(null),
    /** Ten-thousandths of the product's unit, above zero: the locations give the direction. */
    quantityE4: z.bigint().positive(),
    unitCostE4: z.bigint().min(0n).nullable().default(null),
    transactionUuid: id.nullable().default(null),
    reference: z.string().max(100).nullable().default(null),
    reason: z.string().max(500).nullable().default(null),
    occurredAt: z.date(),
  })
  .refine(
    (row) => row.fromLocationId !== row.toLocationId,
    'needs a place to come from or to go to, and not the same one',
  );

const inputSchema = z.array(movement).max(20_000);

export type NewMovement = z.input<typeof movement>;
type Movement = z.output<typeof movement>;

/** Notes movements of goods and moves the balances of their locations by the same quantities, so that a level always is the
 *  sum of its movements and of the lines sold from there. All of them are stored, or none. Not safe to repeat: each call moves goods.
 *  @returns their UUIDs, in the order given
 *  @throws invalid_input a movement breaks its rules, or names a product or location that is none of the company's */
export async function recordMovements(
  ctx: Ctx,
  input: { companyId: number; movements: readonly NewMovement[] },
): Promise<string[]> {
  const { companyId } = input;
  authorize(ctx, 'stock.write', { companyId });
  const parsed = inputSchema.safeParse(input.movements);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({
      path: ['movements', ...path].join('.'),
      message,
    }));
    throw new DomainError('invalid_input', { errors: errors.slice(0, 100) });
  }
  if (parsed.data.length === 0) return [];
  return inTransaction(ctx, async (tx) => {
    await requireOwn(tx, companyId, parsed.data);
    const rows = parsed.data.map((row) => movementRow(ctx, companyId, row));
    await bookMovements({ tx, dialect: ctx.db.dialect }, rows);
    await recordAudit(tx, ctx, {
      companyId,
      action: 'stock.move',
      subjectType: 'stock_movement',
      // One that somebody wrote by hand is told as it was written.
      ...(rows.length === 1 && rows[0]
        ? { subjectId: rows[0].uuid, after: { ...parsed.data[0] } }
        : {
            subjectId: `${rows.length} rows`,
            after: { movements: rows.length, types: [...new Set(parsed.data.map((row) => row.movementType))] },
          }),
    });
    return rows.map(({ uuid }) => uuid);
  });
}

function movementRow(ctx: Ctx, companyId: number, row: Movement): MovementRow {
  return {
    uuid: newId(),
    company_id: companyId,
    movement_type: row.movementType,
    movement_number: row.movementNumber,
    product_id: row.productId,
    variant_id: row.variantId,
    from_location_id: row.fromLocationId,
    to_location_id: row.toLocationId,
    quantity_e4: row.quantityE4,
    unit_cost_e4: row.unitCostE4,
    transaction_uuid: row.transactionUuid,
    reference: row.reference,
    reason: row.reason,
    terminal_fields: '{}',
    occurred_at: row.occurredAt,
    created_at: ctx.now(),
  };
}

async function requireOwn(tx: Tx, companyId: number, movements: readonly Movement[]): Promise<void> {
  const productIds = [...new Set(movements.map((row) => row.productId))];
  const locationIds = [
    ...new Set(movements.flatMap((row) => [row.fromLocationId, row.toLocationId]).filter((value) => value !== null)),
  ];
  const [products, locations] = [
    await tx.product.findMany({ where: { companyId, id: { in: productIds } }, select: { id: true } }),
    await tx.warehouseLocation.findMany({ where: { companyId, id: { in: locationIds } }, select: { id: true } }),
  ];
  const known = new Set([...products, ...locations].map((row) => row.id));
  const errors = movements.flatMap((row, index) =>
    (['productId', 'fromLocationId', 'toLocationId'] as const)
      .filter((name) => row[name] !== null && !known.has(row[name]))
      .map((name) => ({ path: `movements.${index}.${name}`, message: 'names a row that does not exist here' })),
  );
  if (errors.length > 0) throw new DomainError('invalid_input', { errors: errors.slice(0, 100) });
}
