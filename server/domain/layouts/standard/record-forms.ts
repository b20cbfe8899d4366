/** Looking up: products, customers, stock, offers, and what this till is. Fields are named by the columns that fill them. */
import { colours, type FormSaying } from './build.ts';
import { backKey, keyRow, searchedList, sheet } from './parts.ts';

/** Where keys stand below a sheet: above the terminal's keyboard. */
const belowSheet = 376;

export const productListForm: FormSaying = {
  number: 10,
  name: 'PRODUCT_LIST',
  caption: 'Products',
  hasKeyboard: true,
  controls: [
    ...searchedList('PRODUCT_LIST_DATAGRID', 'PRODUCT_SEARCH_TEXT', 'PRODUCT_SEARCH'),
    ...keyRow([
      backKey(),
      { name: 'STOCK', event: 'STOCK_INQUIRY', caption: 'Stock', ground: colours.teal, fontSize: 16 },
      { name: 'PRODUCT_DETAIL', event: 'PRODUCT_DETAIL', caption: 'Show product', ground: colours.blue, fontSize: 16 },
    ]),
  ],
};

export const productForm: FormSaying = {
  number: 11,
  name: 'PRODUCT_DETAIL',
  caption: 'Product',
  hasKeyboard: true,
  controls: [
    ...sheet('PRODUCT', [
      ['code', 'Code'],
      ['name', 'Name'],
      ['short_name', 'Short name'],
      ['sale_price', 'Price'],
      ['vat_no', 'VAT number'],
      ['stock', 'In stock'],
      ['stock_unit', 'Unit'],
      ['min_stock', 'Lowest stock'],
      ['shelf_code', 'Shelf'],
      ['description_on_screen', 'Remark'],
    ]),
    ...keyRow(
      [
        backKey(),
        {
          name: 'SAVE',
          event: 'PRODUCT_DETAIL_SAVE',
          caption: 'Save at this till',
          ground: colours.green,
          fontSize: 16,
        },
      ],
      belowSheet,
    ),
  ],
};

export const customerListForm: FormSaying = {
  number: 12,
  name: 'CUSTOMER_LIST',
  caption: 'Customers',
  hasKeyboard: true,
  controls: [
    ...searchedList('CUSTOMER_LIST_DATAGRID', 'CUSTOMER_SEARCH_TEXT', 'CUSTOMER_SEARCH'),
    ...keyRow([
      backKey('CUSTOMER_LIST_BACK'),
      { name: 'CUSTOMER_ADD', event: 'CUSTOMER_ADD', caption: 'New customer', ground: colours.green, fontSize: 16 },
      {
        name: 'CUSTOMER_DETAIL',
        event: 'CUSTOMER_DETAIL',
        caption: 'Show customer',
        ground: colours.blue,
        fontSize: 16,
      },
    ]),
  ],
};

/** Opened from a sale: the one who is chosen gets it. */
export const customerSelectForm: FormSaying = {
  number: 13,
  name: 'CUSTOMER_SELECT',
  caption: 'Customer of this sale',
  hasKeyboard: true,
  controls: [
    ...searchedList('CUSTOMER_LIST_DATAGRID', 'CUSTOMER_SEARCH_TEXT', 'CUSTOMER_SEARCH'),
    ...keyRow([
      backKey(),
      { name: 'CUSTOMER_ADD', event: 'CUSTOMER_ADD', caption: 'New customer', ground: colours.blue, fontSize: 16 },
      { name: 'CUSTOMER_SELECT', event: 'CUSTOMER_SELECT', caption: 'Choose', ground: colours.green, fontSize: 16 },
    ]),
  ],
};

export const customerForm: FormSaying = {
  number: 14,
  name: 'CUSTOMER_DETAIL',
  caption: 'Customer',
  hasKeyboard: true,
  controls: [
    ...sheet('CUSTOMER', [
      ['name', 'First name'],
      ['last_name', 'Last name'],
      ['phone_number', 'Telephone'],
      ['email_address', 'E-mail'],
      ['total_bonus_point', 'Points'],
      ['address_line_1', 'Address'],
      ['address_line_2', 'Address, 2nd line'],
      ['zip_code', 'Postcode'],
      ['tax_id', 'Tax number'],
      ['description', 'Remark'],
    ]),
    ...keyRow(
      [
        backKey(),
        { name: 'SAVE', event: 'CUSTOMER_DETAIL_SAVE', caption: 'Save', ground: colours.green, fontSize: 16 },
      ],
      belowSheet,
    ),
  ],
};

export const stockForm: FormSaying = {
  number: 15,
  name: 'STOCK_INQUIRY',
  caption: 'Stock',
  hasKeyboard: true,
  controls: [
    ...searchedList('STOCK_INQUIRY_DATAGRID', 'STOCK_SEARCH_TEXT', 'STOCK_SEARCH'),
    ...keyRow([
      backKey(),
      { name: 'STOCK_DETAIL', event: 'STOCK_DETAIL', caption: 'Show places', ground: colours.blue, fontSize: 16 },
    ]),
  ],
};

/** Hardware that the hub leaves to the till: what is set here survives every refresh. */
export const devicesForm: FormSaying = {
  number: 17,
  name: 'POS_SETTINGS',
  caption: 'Devices of this till',
  hasKeyboard: true,
  controls: [
    ...sheet('POS_SETTINGS', [
      ['receipt_printer_type', 'Receipt printer'],
      ['receipt_printer_port', 'Printer port'],
      ['invoice_printer_type', 'Invoice printer'],
      ['invoice_printer_port', 'Invoice port'],
      ['barcode_reader_port', 'Scanner port'],
      ['customer_display_type', 'Display'],
      ['customer_display_port', 'Display port'],
      ['scale_type', 'Scale'],
      ['scale_port', 'Scale port'],
      ['name', 'Name of this till'],
    ]),
    ...keyRow(
      [backKey(), { name: 'SAVE', event: 'SAVE_CHANGES', caption: 'Save', ground: colours.green, fontSize: 16 }],
      belowSheet,
    ),
  ],
};

/** To look at: cashiers are kept by the hub, which would undo a change made here. */
export const cashierForm: FormSaying = {
  number: 18,
  name: 'CASHIER',
  caption: 'Cashiers',
  controls: [
    ...sheet('CASHIER', [
      ['no', 'Number'],
      ['user_name', 'Sign-in name'],
      ['name', 'First name'],
      ['last_name', 'Last name'],
      ['identity_number', 'Identity number'],
      ['description', 'Remark'],
    ]),
    ...keyRow(
      [
        backKey(),
        {
          name: 'SELECT_CASHIER',
          event: 'SELECT_CASHIER',
          caption: 'Next cashier',
          ground: colours.blue,
          fontSize: 16,
        },
      ],
      belowSheet,
    ),
  ],
};

export const campaignListForm: FormSaying = {
  number: 19,
  name: 'CAMPAIGN_LIST',
  caption: 'Offers',
  hasKeyboard: true,
  controls: [
    ...searchedList('CAMPAIGN_LIST_DATAGRID', 'CAMPAIGN_SEARCH_TEXT', 'CAMPAIGN_SEARCH'),
    ...keyRow([
      backKey(),
      { name: 'CAMPAIGN_DETAIL', event: 'CAMPAIGN_DETAIL', caption: 'Show offer', ground: colours.blue, fontSize: 16 },
    ]),
  ],
};

/** To look at: offers are kept by the hub. */
export const campaignForm: FormSaying = {
  number: 20,
  name: 'CAMPAIGN_DETAIL',
  caption: 'Offer',
  controls: [
    ...sheet('CAMPAIGN', [
      ['code', 'Code'],
      ['name', 'Name'],
      ['description', 'What it gives'],
      ['discount_type', 'Kind'],
      ['start_date', 'From'],
      ['end_date', 'Until'],
      ['days_of_week', 'Days'],
      ['terms_conditions', 'Conditions'],
    ]),
    ...keyRow([backKey()], belowSheet),
  ],
};
