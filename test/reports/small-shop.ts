/** The shop whose numbers are reckoned by hand. */
import { newId } from '../../server/core/ids.ts';
import type { Database } from '../../server/db/index.ts';
import { bodyOf, makePeople, push } from './shop.ts';
import { makeWorld } from './world.ts';

/** Monday to Wednesday. London sells 30.00 less 3.00, 12.00 without lines, takes 10.00 back and cancels 50.00. The night shop's
 *  8.00 at one second before four belong to Tuesday; its 9.00 on Wednesday have a line of 9.01. Auckland sells for 6.00 euros. */
export async function makeSmallShop(db: Database) {
  const stranger = newId();
  const world = await makeWorld(db, [
    { code: 'LON', name: 'London', terminals: 2 },
    { code: 'NIGHT', name: 'Night shop', dayStartMinutes: 240 },
    { code: 'AKL', name: 'Auckland', timeZone: 'Pacific/Auckland' },
  ]);
  const people = await makePeople(db, world.companyId);
  const { food, drinks, tea, anna, ben, carl, dora, walkIn } = people;
  const bought = bodyOf({
    ...{
      at: '2026-11-16T09:30:00',
      total: '30.0000',
      discount: '3.0000',
      vat: '5.0000',
      cashier: anna,
      customer: carl,
    },
    lines: [
      { department: food, total: '20.0000', vat: '3.3300', quantity: '2.0000', cost: '5.0000' },
      { department: drinks, sub: tea, total: '10.0000', vat: '1.6700' },
    ],
    payments: [{ kind: 'CASH_PAYMENT', amount: '30.0000' }],
    ...{ paid: '30.0000', change: '3.0000' },
  });
  await push(db, world.till('LON/POS-001'), [
    bought,
    bodyOf({
      ...{ at: '2026-11-16T09:45:00', total: '12.0000', vat: '2.0000' },
      payments: [{ kind: 'CREDIT_PAYMENT', amount: '12.0000' }],
    }),
    bodyOf({ at: '2026-11-13T10:00:00', total: '40.0000', payments: [{ kind: 'CASH_PAYMENT', amount: '40.0000' }] }),
    bodyOf({ at: '2025-11-17T10:00:00', total: '5.0000' }),
  ]);
  await push(db, world.till('LON/POS-002'), [
    bodyOf({
      ...{ at: '2026-11-17T14:00:00', total: '10.0000', vat: '1.6700', type: 'return', cashier: anna, customer: carl },
      lines: [{ department: drinks, sub: tea, total: '10.0000', vat: '1.6700' }],
      payments: [{ kind: 'CASH_PAYMENT', amount: '10.0000' }],
      original: bought.head.id,
    }),
    bodyOf({
      ...{ at: '2026-11-17T14:05:00', total: '50.0000', isCancelled: true, cashier: ben },
      lines: [{ department: food, total: '50.0000' }],
    }),
  ]);
  await push(db, world.till('NIGHT/POS-001'), [
    bodyOf({
      ...{ at: '2026-11-18T03:59:59', total: '8.0000', vat: '0.3800', cashier: stranger, customer: dora },
      departments: [{ department: drinks, total: '8.0000', vat: '0.3800', rate: '5.00' }],
      taxes: [{ rate: '5.00', taxable: '7.6200', tax: '0.3800' }],
      payments: [{ kind: 'CASH_PAYMENT', amount: '8.0000' }],
    }),
    bodyOf({
      ...{ at: '2026-11-18T04:00:00', total: '9.0000', cashier: ben, customer: walkIn },
      lines: [
        { department: food, total: '4.0000', is: 'voided' },
        { department: food, total: '9.0100', rate: '0.00' },
      ],
    }),
  ]);
  await push(db, world.till('AKL/POS-001'), [
    bodyOf({
      ...{ at: '2026-11-18T23:30:00', total: '6.0000', vat: '1.0000', currency: 'EUR', customer: stranger },
      payments: [{ kind: 'CRYPTO', amount: '6.0000' }],
    }),
  ]);
  return { world, people, stranger };
}
