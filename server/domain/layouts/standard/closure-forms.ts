/** The end of the day: the periods, what is in one, its receipts. */
import { colours, type FormSaying } from './build.ts';
import { backKey, keyRow, list } from './parts.ts';

export const closureForm: FormSaying = {
  number: 6,
  name: 'CLOSURE',
  caption: 'End of day',
  controls: [
    list('CLOSURE'),
    ...keyRow([
      backKey(),
      { name: 'CLOSURE_DETAIL', event: 'CLOSURE_DETAIL_FORM', caption: 'Figures', ground: colours.blue, fontSize: 16 },
      {
        ...{ name: 'CLOSURE_RECEIPTS', event: 'CLOSURE_RECEIPTS_FORM', caption: 'Receipts', ground: colours.blue },
        fontSize: 16,
      },
      {
        ...{ name: 'CLOSE_DAY', event: 'CLOSURE', caption: 'Close the day', ground: colours.red, fontSize: 16 },
        tip: 'Administrators only',
      },
    ]),
  ],
};

export const closureDetailForm: FormSaying = {
  number: 7,
  name: 'CLOSURE_DETAIL',
  caption: 'Figures of the period',
  controls: [
    list('CLOSURE_DETAIL'),
    ...keyRow([
      backKey(),
      {
        ...{ name: 'RECEIPTS', event: 'CLOSURE_RECEIPTS_FORM', caption: 'Receipts', ground: colours.blue },
        fontSize: 16,
      },
    ]),
  ],
};

export const closureReceiptsForm: FormSaying = {
  number: 8,
  name: 'CLOSURE_RECEIPTS',
  caption: 'Receipts of the period',
  controls: [
    list('CLOSURE_RECEIPTS'),
    ...keyRow([
      backKey(),
      {
        ...{ name: 'RECEIPT', event: 'CLOSURE_RECEIPT_DETAIL_FORM', caption: 'Show receipt', ground: colours.blue },
        fontSize: 16,
      },
    ]),
  ],
};

export const closureReceiptForm: FormSaying = {
  number: 9,
  name: 'CLOSURE_RECEIPT_DETAIL',
  caption: 'Receipt',
  controls: [list('CLOSURE_RECEIPT_DETAIL'), ...keyRow([backKey()])],
};
