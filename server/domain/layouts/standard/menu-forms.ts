/** Coming in, and choosing what to do. */
import { type ControlSaying, colours, type FormSaying, grid, place } from './build.ts';
import { backKey, keyRow } from './parts.ts';

/** Kept above the terminal's own keyboard, which covers the lower 315 pixels. */
export const signInForm: FormSaying = {
  number: 1,
  name: 'LOGIN',
  caption: 'Sign in',
  needsLogin: false,
  hasKeyboard: true,
  hasBars: false,
  ground: colours.dark,
  controls: [
    title('Sign in', { x: 312, y: 40, w: 400, h: 60, ground: colours.dark, ink: colours.white }),
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
};

const menuArea = { x: 152, w: 720 };

export const mainMenuForm: FormSaying = {
  number: 2,
  name: 'MAIN_MENU',
  caption: 'Main menu',
  isStartup: true,
  controls: [
    title('What would you like to do?', { ...menuArea, y: 40, h: 60, ground: colours.ground }),
    ...place(grid({ ...menuArea, y: 124, h: 200 }, { columns: 2, rows: 1, gap: 24 }), [
      { name: 'SALES_FORM', event: 'SALES_FORM', caption: 'Sell', ground: colours.green, fontSize: 28 },
      { name: 'CLOSURE_FORM', event: 'CLOSURE_FORM', caption: 'End of day', ground: colours.blue, fontSize: 28 },
    ]),
    ...place(grid({ ...menuArea, y: 348, h: 224 }, { columns: 3, rows: 2, gap: 24 }), [
      {
        name: 'PRODUCT_LIST_FORM',
        event: 'PRODUCT_LIST_FORM',
        caption: 'Products',
        ground: colours.teal,
        fontSize: 20,
      },
      {
        ...{ name: 'CUSTOMER_LIST_FORM', event: 'CUSTOMER_LIST_FORM', caption: 'Customers', ground: colours.teal },
        fontSize: 20,
      },
      { name: 'STOCK_INQUIRY', event: 'STOCK_INQUIRY', caption: 'Stock', ground: colours.teal, fontSize: 20 },
      {
        ...{ name: 'CAMPAIGN_LIST_FORM', event: 'CAMPAIGN_LIST_FORM', caption: 'Offers', ground: colours.teal },
        fontSize: 20,
      },
      { name: 'SUSPEND_LIST', event: 'SUSPEND_LIST', caption: 'Suspended', ground: colours.plum, fontSize: 20 },
      { name: 'SETTING_FORM', event: 'SETTING_FORM', caption: 'Settings', ground: colours.slate, fontSize: 20 },
    ]),
    ...place(grid({ ...menuArea, y: 596, h: 100 }, { columns: 2, rows: 1, gap: 24 }), [
      { name: 'LOGOUT', event: 'LOGOUT', caption: 'Sign out', ground: colours.slate, fontSize: 20 },
      { name: 'EXIT', event: 'EXIT_APPLICATION', caption: 'Exit', ground: colours.red, fontSize: 20 },
    ]),
  ],
};

export const settingsForm: FormSaying = {
  number: 16,
  name: 'SETTINGS_MENU',
  caption: 'Settings',
  controls: [
    title('Settings of this till', { ...menuArea, y: 40, h: 60, ground: colours.ground }),
    ...place(grid({ ...menuArea, y: 124, h: 160 }, { columns: 2, rows: 1, gap: 24 }), [
      { name: 'POS_SETTINGS_FORM', event: 'POS_SETTINGS_FORM', caption: 'Devices', ground: colours.blue, fontSize: 24 },
      { name: 'CASHIER_FORM', event: 'CASHIER_FORM', caption: 'Cashiers', ground: colours.blue, fontSize: 24 },
    ]),
    {
      name: 'NOTE',
      type: 'LABEL',
      ...{ x: 152, y: 316, w: 720, h: 60 },
      caption: 'Products, prices, offers and cashiers come from the hub with each refresh.',
      align: 'CENTER',
      fontSize: 14,
      ground: colours.ground,
    },
    ...keyRow([backKey()]),
  ],
};

type Heading = Pick<ControlSaying, 'x' | 'y' | 'w' | 'h' | 'ground' | 'ink'>;

function title(caption: string, place: Heading): ControlSaying {
  return { name: 'TITLE', type: 'LABEL', ...place, caption, align: 'CENTER', fontSize: 24 };
}
