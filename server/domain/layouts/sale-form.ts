/** Where the day is spent: what was sold on the left, what can be sold on the right, keys for both below. */
import { type buildLayout, colours, grid, place } from './rows.ts';

const left = { x: 8, w: 404 };
const right = { x: 420, w: 596 };

const lists = [
  { name: 'SALESLIST', type: 'SALESLIST', x: left.x, y: 8, w: left.w, h: 344, fontSize: 12 },
  { name: 'AMOUNTSTABLE', type: 'AMOUNTSTABLE', x: left.x, y: 358, w: left.w, h: 140, fontSize: 14 },
  { name: 'PAYMENTLIST', type: 'PAYMENTLIST', x: left.x, y: 504, w: left.w, h: 136, fontSize: 12 },
] as const;

const documentKeys = place(grid({ x: left.x, y: 646, w: left.w, h: 80 }, { columns: 4, rows: 1 }), [
  { name: 'BACK', event: 'BACK', caption: 'Back', ground: colours.slate },
  { name: 'CANCEL_DOCUMENT', event: 'CANCEL_DOCUMENT', caption: 'Cancel', ground: colours.red },
  { name: 'SUSPEND_SALE', event: 'SUSPEND_SALE', caption: 'Suspend', ground: colours.plum },
  { name: 'SUSPEND_LIST', event: 'SUSPEND_LIST', caption: 'Recall', ground: colours.plum },
]);

/** Filled at init with the store's own products and departments; empty ones are hidden. */
const productKeys = place(
  grid({ x: right.x, y: 8, w: right.w, h: 280 }, { columns: 5, rows: 4 }),
  Array.from({ length: 20 }, (_, index) => ({
    name: `PLU_SLOT_${index + 1}`,
    event: 'SALE_PLU_CODE' as const,
    ground: colours.blue,
    fontSize: 11,
    slot: { kind: 'product' as const, index },
  })),
);

const departmentKeys = place(
  grid({ x: right.x, y: 294, w: right.w, h: 110 }, { columns: 5, rows: 2 }),
  Array.from({ length: 10 }, (_, index) => ({
    name: `DEPARTMENT_SLOT_${index + 1}`,
    event: 'SALE_DEPARTMENT' as const,
    ground: colours.teal,
    fontSize: 11,
    slot: { kind: 'department' as const, index },
  })),
);

const numpad = { name: 'NUMPAD', type: 'NUMPAD', x: right.x, y: 410, w: 280, h: 316, fontSize: 18 } as const;

const keyArea = { x: 706, w: 310 };

const lineKeys = place(grid({ x: keyArea.x, y: 410, w: keyArea.w, h: 155 }, { columns: 3, rows: 3 }), [
  { name: 'QUANTITY', event: 'INPUT_QUANTITY', caption: 'Quantity', ground: colours.slate, fontSize: 12 },
  { name: 'PRICE', event: 'INPUT_PRICE', caption: 'Price', ground: colours.slate, fontSize: 12 },
  { name: 'PLU', event: 'SALE_PLU_CODE', caption: 'Code', ground: colours.slate, fontSize: 12 },
  { name: 'DISCOUNT_PERCENT', event: 'DISCOUNT_BY_PERCENT', caption: 'Less %', ground: colours.plum, fontSize: 12 },
  { name: 'DISCOUNT_AMOUNT', event: 'DISCOUNT_BY_AMOUNT', caption: 'Less sum', ground: colours.plum, fontSize: 12 },
  { name: 'COUPON', event: 'APPLY_COUPON', caption: 'Coupon', ground: colours.plum, fontSize: 12 },
  { name: 'MARKUP_PERCENT', event: 'MARKUP_BY_PERCENT', caption: 'Plus %', ground: colours.slate, fontSize: 12 },
  { name: 'INQUIRY', event: 'PLU_INQUIRY', caption: 'Look up', ground: colours.slate, fontSize: 12 },
  { name: 'SUBTOTAL', event: 'SUBTOTAL', caption: 'Subtotal', ground: colours.slate, fontSize: 12 },
]);

const noteKeys = place(
  grid({ x: keyArea.x, y: 571, w: keyArea.w, h: 46 }, { columns: 4, rows: 1 }),
  Array.from({ length: 4 }, (_, index) => ({
    name: `NOTE_SLOT_${index + 1}`,
    event: 'CASH_PAYMENT' as const,
    ground: colours.green,
    fontSize: 13,
    slot: { kind: 'note' as const, index },
  })),
);

const paymentKeys = [
  ...place(grid({ x: keyArea.x, y: 623, w: keyArea.w, h: 46 }, { columns: 2, rows: 1 }), [
    { name: 'PAY_CARD', event: 'CREDIT_PAYMENT', caption: 'Card', ground: colours.green, fontSize: 15 },
    { name: 'PAY_OTHER', event: 'PAYMENT', caption: 'More ways …', ground: colours.green, fontSize: 13 },
  ]),
  ...place(grid({ x: keyArea.x, y: 675, w: keyArea.w, h: 51 }, { columns: 1, rows: 1 }), [
    { name: 'PAY_CASH', event: 'CASH_PAYMENT', caption: 'Cash', ground: colours.green, fontSize: 18 },
  ]),
];

export const saleForm = {
  number: 3,
  name: 'SALE',
  caption: 'Sale',
  controls: [
    ...lists,
    ...documentKeys,
    ...productKeys,
    ...departmentKeys,
    numpad,
    ...lineKeys,
    ...noteKeys,
    ...paymentKeys,
  ],
} satisfies Parameters<typeof buildLayout>[0][number];
