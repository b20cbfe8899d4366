/** Ledgers: an entry is written once and stays; another one puts it right. */

import { recordPoints } from '../customers/index.ts';
import { recordMovements } from '../stock/index.ts';
import { ofEntity } from './entity-operations.ts';
import { allowing, as, free, renaming, text } from './entity-rules.ts';
import type { RowOperations, Values } from './operations.ts';

/** Sales and returns come with their documents. */
const movementTypes = ['RECEIPT', 'ADJUSTMENT', 'TRANSFER', 'LOSS', 'DAMAGE'];
const pointTypes = ['ADJUSTED', 'BONUS', 'WELCOME', 'BIRTHDAY', 'EXPIRED'];

const nullsOf = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === '' ? null : value]));

export const ledgers: readonly RowOperations[] = [
  ofEntity({
    model: 'StockMovement',
    subject: 'stock_movement',
    key: [],
    rules: {},
    making: {
      movementType: { isRequired: true, values: movementTypes, initial: movementTypes[0] },
      productId: { isRequired: true },
      quantityE4: { isRequired: true },
      // Nothing said: from outside, or out of the company.
      fromLocationId: free,
      toLocationId: free,
      unitCostE4: free,
      movementNumber: text(50),
      reference: text(100),
      reason: text(500),
    },
    isAllowed: allowing('stock.write'),
    open: (ctx, { companyId, values }) =>
      renaming({ '0': 'toLocationId' }, async () => {
        const movement = { ...nullsOf(values), occurredAt: ctx.now() };
        const [uuid = ''] = await recordMovements(ctx, { companyId, movements: [as(movement)] });
        return ctx.db.reader.stockMovement.findUniqueOrThrow({ where: { uuid }, select: { id: true } });
      }),
  }),
  ofEntity({
    model: 'LoyaltyEntry',
    subject: 'loyalty_entry',
    key: [],
    rules: {},
    making: {
      membershipId: { isRequired: true },
      entryType: { isRequired: true, values: pointTypes, initial: pointTypes[0] },
      points: { isRequired: true },
      description: text(500),
    },
    isAllowed: allowing('customer.write'),
    open: (ctx, { companyId, values }) =>
      renaming({}, async () => {
        const entry = { ...nullsOf(values), occurredAt: ctx.now() };
        const [id] = await recordPoints(ctx, { companyId, entries: [as(entry)] });
        return { id };
      }),
  }),
];
