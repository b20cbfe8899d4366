/** The hub's own till screens: everything that selling and closing a day needs, for a screen of 1024 × 768. */

import { paymentForm } from './payment-form.ts';
import { buildLayout, canvas, colours, grid, type Layout, place } from './rows.ts';
import { saleForm } from './sale-form.ts';

const backButton = {
  name: 'BACK',
  event: 'BACK',
  caption: 'Back',
  ground: colours.slate,
  fontSize: 16,
} as const;

/** Kept above the terminal's own keyboard, which covers the lower 315 pixels. */
const login = {
  number: 1,
  name: 'LOGIN',
  caption: 'Sign in',
  needsLogin: false,
  hasKeyboard: true,
  hasBars: false,
  ground: colours.dark,
  controls: [
    {
      name: 'TITLE',
      type: 'LABEL',
      ...{ x: 312, y: 40, w: 400, h: 60 },
      caption: 'Sign in',
      align: 'CENTER',
      fontSize: 28,
      ground: colours.dark,
      ink: colours.white,
    },
    {
      name: 'CASHIER_NAME_LIST',
      type: 'COMBOBOX',
      ...{ x: 312, y: 124, w: 400, h: 56 },
      event: 'LOGIN',
      caption: 'Cashier',
      fontSize: 18,
      tip: 'Choose your name',
    },
    {
      name: 'PASSWORD',
      type: 'TEXTBOX',
      ...{ x: 312, y: 196, w: 400, h: 56 },
      caption: 'Password',
      fontSize: 18,
      input: 'PASSWORD',
      tip: 'Type your password',
    },
    ...place(grid({ x: 312, y: 276, w: 400, h: 72 }, { columns: 2, rows: 1, gap: 16 }), [
      { name: 'LOGIN', event: 'LOGIN', caption: 'Sign in', ground: colours.green, fontSize: 18 },
      { name: 'EXIT', event: 'EXIT_APPLICATION', caption: 'Exit', ground: colours.red, fontSize: 18 },
    ]),
  ],
} as const satisfies Parameters<typeof buildLayout>[0][number];

const mainMenu = {
  number: 2,
  name: 'MAIN_MENU',
  caption: 'Main menu',
  isStartup: true,
  controls: [
    {
      name: 'TITLE',
      type: 'LABEL',
      ...{ x: 152, y: 60, w: 720, h: 60 },
      caption: 'What would you like to do?',
      align: 'CENTER',
      fontSize: 24,
      ground: colours.ground,
    },
    ...place(grid({ x: 152, y: 160, w: 720, h: 280 }, { columns: 2, rows: 1, gap: 24 }), [
      { name: 'SALES_FORM', event: 'SALES_FORM', caption: 'Sell', ground: colours.green, fontSize: 28 },
      { name: 'CLOSURE_FORM', event: 'CLOSURE_FORM', caption: 'End of day', ground: colours.blue, fontSize: 28 },
    ]),
    ...place(grid({ x: 152, y: 464, w: 720, h: 120 }, { columns: 2, rows: 1, gap: 24 }), [
      { name: 'LOGOUT', event: 'LOGOUT', caption: 'Sign out', ground: colours.slate, fontSize: 20 },
      { name: 'EXIT', event: 'EXIT_APPLICATION', caption: 'Exit', ground: colours.red, fontSize: 20 },
    ]),
  ],
} as const satisfies Parameters<typeof buildLayout>[0][number];

const suspendedSales = {
  number: 5,
  name: 'SUSPENDED_SALES_MARKET',
  caption: 'Suspended sales',
  controls: [
    {
      name: 'SUSPENDED_SALES_DATAGRID',
      type: 'DATAGRID',
      ...{ x: 16, y: 16, w: canvas.width - 32, h: 600 },
      fontSize: 14,
    },
    ...place(grid({ x: 16, y: 632, w: canvas.width - 32, h: 90 }, { columns: 2, rows: 1, gap: 16 }), [
      backButton,
      { name: 'RESUME_SALE', event: 'RESUME_SALE', caption: 'Take up again', ground: colours.green, fontSize: 16 },
    ]),
  ],
} as const satisfies Parameters<typeof buildLayout>[0][number];

const closure = {
  number: 6,
  name: 'CLOSURE',
  caption: 'End of day',
  controls: [
    { name: 'CLOSURE', type: 'DATAGRID', ...{ x: 16, y: 16, w: canvas.width - 32, h: 600 }, fontSize: 14 },
    ...place(grid({ x: 16, y: 632, w: canvas.width - 32, h: 90 }, { columns: 2, rows: 1, gap: 16 }), [
      backButton,
      {
        name: 'CLOSE_DAY',
        event: 'CLOSURE',
        caption: 'Close the day',
        ground: colours.red,
        fontSize: 16,
        tip: 'Administrators only',
      },
    ]),
  ],
} as const satisfies Parameters<typeof buildLayout>[0][number];

/** Forms and controls of the hub's own layout. Ids depend on names alone, so a changed layout keeps the ids of what stays. */
export function defaultLayout(): Layout {
  return buildLayout([login, mainMenu, saleForm, paymentForm, suspendedSales, closure]);
}
