/** Every way to pay, for a sale that is not settled with one key. */
import { colours, type FormSaying, grid, place } from './build.ts';

const noteKeys = place(
  grid({ x: 16, y: 470, w: 484, h: 72 }, { columns: 4, rows: 1, gap: 8 }),
  Array.from({ length: 4 }, (_, index) => ({
    name: `NOTE_SLOT_${index + 1}`,
    event: 'CASH_PAYMENT' as const,
    ground: colours.green,
    fontSize: 18,
    slot: { kind: 'note' as const, index },
  })),
);

const kindKeys = place(grid({ x: 516, y: 470, w: 492, h: 254 }, { columns: 2, rows: 4, gap: 8 }), [
  { name: 'PAY_CASH', event: 'CASH_PAYMENT', caption: 'Cash', ground: colours.green, fontSize: 18 },
  { name: 'PAY_CARD', event: 'CREDIT_PAYMENT', caption: 'Card', ground: colours.green, fontSize: 18 },
  { name: 'PAY_CHECK', event: 'CHECK_PAYMENT', caption: 'Cheque', ground: colours.blue, fontSize: 15 },
  { name: 'PAY_EXCHANGE', event: 'EXCHANGE_PAYMENT', caption: 'Foreign currency', ground: colours.blue, fontSize: 15 },
  { name: 'PAY_PREPAID', event: 'PREPAID_PAYMENT', caption: 'Prepaid card', ground: colours.blue, fontSize: 15 },
  { name: 'PAY_CHARGE', event: 'CHARGE_SALE_PAYMENT', caption: 'On account', ground: colours.blue, fontSize: 15 },
  { name: 'PAY_BONUS', event: 'BONUS_PAYMENT', caption: 'Points', ground: colours.plum, fontSize: 15 },
  { name: 'PAY_OTHER', event: 'OTHER_PAYMENT', caption: 'Other', ground: colours.blue, fontSize: 15 },
]);

const documentKeys = place(grid({ x: 16, y: 550, w: 484, h: 174 }, { columns: 2, rows: 1, gap: 8 }), [
  { name: 'BACK', event: 'BACK', caption: 'Back', ground: colours.slate, fontSize: 18 },
  { name: 'CANCEL_DOCUMENT', event: 'CANCEL_DOCUMENT', caption: 'Cancel sale', ground: colours.red, fontSize: 18 },
]);

export const paymentForm: FormSaying = {
  number: 4,
  name: 'PAYMENT',
  caption: 'Payment',
  controls: [
    { name: 'AMOUNTSTABLE', type: 'AMOUNTSTABLE', x: 16, y: 16, w: 484, h: 200, fontSize: 18 },
    { name: 'PAYMENTLIST', type: 'PAYMENTLIST', x: 16, y: 224, w: 484, h: 238, fontSize: 14 },
    { name: 'NUMPAD', type: 'NUMPAD', x: 516, y: 16, w: 492, h: 446, fontSize: 22 },
    ...noteKeys,
    ...kindKeys,
    ...documentKeys,
  ],
};
