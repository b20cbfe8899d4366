/** The hub's own till screens: everything that selling, looking up and closing a day needs, for a screen of 1024 × 768. */
import type { Layout } from './rows.ts';
import { buildLayout } from './standard/build.ts';
import * as closure from './standard/closure-forms.ts';
import * as menu from './standard/menu-forms.ts';
import { paymentForm } from './standard/payment-form.ts';
import * as record from './standard/record-forms.ts';
import { saleForm, suspendedSalesForm } from './standard/sale-form.ts';

/** Forms and controls of the hub's own layout. Ids depend on names alone, so a changed layout keeps the ids of what stays. */
export function defaultLayout(): Layout {
  return buildLayout([
    menu.signInForm,
    menu.mainMenuForm,
    saleForm,
    paymentForm,
    suspendedSalesForm,
    closure.closureForm,
    closure.closureDetailForm,
    closure.closureReceiptsForm,
    closure.closureReceiptForm,
    record.productListForm,
    record.productForm,
    record.customerListForm,
    record.customerSelectForm,
    record.customerForm,
    record.stockForm,
    menu.settingsForm,
    record.devicesForm,
    record.cashierForm,
    record.campaignListForm,
    record.campaignForm,
  ]);
}
