/** Where the day is spent: what was sold on the left, what can be sold on the right, keys for both below. */
import { type ControlSaying, colours, type FormSaying, grid, place } from './build.ts';

const left = { x: 8, w: 404 };
const right = { x: 420, w: 596 };

const lists: ControlSaying[] = [
  { name: 'SALESLIST', type: 'SALESLIST', ...left, y: 8, h: 322, fontSize: 12 },
  { name: 'AMOUNTSTABLE', type: 'AMOUNTSTABLE', ...left, y: 338, h: 124, fontSize: 14 },
  { name: 'PAYMENTLIST', type: 'PAYMENTLIST', ...left, y: 470, h: 100, fontSize: 12 },
];

const documentKeys = place(grid({ ...left, y: 578, h: 148 }, { columns: 4, rows: 2 }), [
  { name: 'CUSTOMER', opens: 'CUSTOMER_SELECT', caption: 'Customer', ground: colours.blue, fontSize: 12 },
  { name: 'PRODUCTS', event: 'PRODUCT_LIST_FORM', caption: 'Products', ground: colours.blue, fontSize: 12 },
  { name: 'STOCK_INQUIRY', event: 'STOCK_INQUIRY', caption: 'Stock', ground: colours.blue, fontSize: 12 },
  { name: 'INQUIRY', event: 'PLU_INQUIRY', caption: 'Price\ncheck', ground: colours.blue, fontSize: 12 },
  { name: 'BACK', event: 'BACK', caption: 'Back', ground: colours.slate, fontSize: 12 },
  { name: 'CANCEL_DOCUMENT', event: 'CANCEL_DOCUMENT', caption: 'Cancel\nsale', ground: colours.red, fontSize: 12 },
  { name: 'SUSPEND_SALE', event: 'SUSPEND_SALE', caption: 'Suspend', ground: colours.plum, fontSize: 12 },
  { name: 'SUSPEND_LIST', event: 'SUSPEND_LIST', caption: 'Recall', ground: colours.plum, fontSize: 12 },
]);

/** Filled at init with the store's own products and departments; empty ones are hidden. */
const productKeys = place(
  grid({ ...right, y: 8, h: 242 }, { columns: 5, rows: 4 }),
  Array.from({ length: 20 }, (_, index) => ({
    name: `PLU_SLOT_${index + 1}`,
    event: 'SALE_PLU_CODE' as const,
    ground: colours.blue,
    fontSize: 12,
    slot: { kind: 'product' as const, index },
  })),
);

const departmentKeys = place(
  grid({ ...right, y: 256, h: 106 }, { columns: 5, rows: 2 }),
  Array.from({ length: 10 }, (_, index) => ({
    name: `DEPARTMENT_SLOT_${index + 1}`,
    event: 'SALE_DEPARTMENT' as const,
    ground: colours.teal,
    fontSize: 12,
    slot: { kind: 'department' as const, index },
  })),
);

const numpad: ControlSaying = { name: 'NUMPAD', type: 'NUMPAD', x: right.x, y: 370, w: 280, h: 356, fontSize: 18 };

const keyArea = { x: 706, w: 310 };

/** With FUNC down, what takes off puts on. */
const lineKeys = place(grid({ ...keyArea, y: 370, h: 168 }, { columns: 3, rows: 3 }), [
  { name: 'QUANTITY', event: 'INPUT_QUANTITY', caption: 'Quantity', ground: colours.slate, fontSize: 12 },
  { name: 'PRICE', event: 'INPUT_PRICE', caption: 'Price', ground: colours.slate, fontSize: 12 },
  { name: 'PLU', event: 'SALE_PLU_CODE', caption: 'Code', ground: colours.slate, fontSize: 12 },
  {
    ...{
      name: 'DISCOUNT_PERCENT',
      event: 'DISCOUNT_BY_PERCENT',
      caption: 'Less %',
      ground: colours.plum,
      fontSize: 12,
    },
    alternative: { event: 'MARKUP_BY_PERCENT', caption: 'Plus %' },
  },
  {
    ...{
      name: 'DISCOUNT_AMOUNT',
      event: 'DISCOUNT_BY_AMOUNT',
      caption: 'Less sum',
      ground: colours.plum,
      fontSize: 12,
    },
    alternative: { event: 'MARKUP_BY_AMOUNT', caption: 'Plus sum' },
  },
  { name: 'COUPON', event: 'APPLY_COUPON', caption: 'Coupon', ground: colours.plum, fontSize: 12 },
  { name: 'FUNC', caption: 'Func', ground: colours.dark, fontSize: 12, tip: 'Keys do what stands below on them' },
  { name: 'OPTIONS', event: 'SALE_OPTION', caption: 'Line …', ground: colours.slate, fontSize: 12 },
  { name: 'SUBTOTAL', event: 'SUBTOTAL', caption: 'Subtotal', ground: colours.slate, fontSize: 12 },
]);

const noteKeys = place(
  grid({ ...keyArea, y: 544, h: 52 }, { columns: 4, rows: 1 }),
  Array.from({ length: 4 }, (_, index) => ({
    name: `NOTE_SLOT_${index + 1}`,
    event: 'CASH_PAYMENT' as const,
    ground: colours.green,
    fontSize: 13,
    slot: { kind: 'note' as const, index },
  })),
);

const paymentKeys = [
  ...place(grid({ ...keyArea, y: 602, h: 56 }, { columns: 2, rows: 1 }), [
    { name: 'PAY_CARD', event: 'CREDIT_PAYMENT', caption: 'Card', ground: colours.green, fontSize: 15 },
    { name: 'PAY_OTHER', event: 'PAYMENT', caption: 'More ways …', ground: colours.green, fontSize: 13 },
  ]),
  ...place(grid({ ...keyArea, y: 664, h: 62 }, { columns: 1, rows: 1 }), [
    { name: 'PAY_CASH', event: 'CASH_PAYMENT', caption: 'Cash', ground: colours.green, fontSize: 18 },
  ]),
];

export const saleForm: FormSaying = {
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
};

export const suspendedSalesForm: FormSaying = {
  number: 5,
  name: 'SUSPENDED_SALES_MARKET',
  caption: 'Suspended sales',
  controls: [
    { name: 'SUSPENDED_SALES_DATAGRID', type: 'DATAGRID', x: 16, y: 16, w: 992, h: 618, fontSize: 14 },
    ...place(grid({ x: 16, y: 650, w: 992, h: 76 }, { columns: 2, rows: 1, gap: 16 }), [
      { name: 'BACK', event: 'BACK', caption: 'Back', ground: colours.slate, fontSize: 16 },
      { name: 'RESUME_SALE', event: 'RESUME_SALE', caption: 'Take up again', ground: colours.green, fontSize: 16 },
    ]),
  ],
};
