/** The portal as one table: path → procedure → template. Forms answer by redirect (post, redirect, get); a form that is not
 *  valid is shown again with what was typed, never with passwords. */

import { closurePage, judgeForm } from './pages/closure.ts';
import { closureCompaniesPage } from './pages/closure-companies.ts';
import { closuresPage } from './pages/closures.ts';
import { dashboardPage } from './pages/dashboard.ts';
import { frontPage } from './pages/front.ts';
import { keyProductsForm, keyProductsPage } from './pages/key-products.ts';
import { layoutPage, useVersionForm } from './pages/layout.ts';
import { layoutEditForm, layoutEditPage } from './pages/layout-edit.ts';
import { assignLayoutForm, layoutCompaniesPage, layoutsPage } from './pages/layouts.ts';
import { openPeriodsPage } from './pages/open-periods.ts';
import { receiptPage } from './pages/receipt.ts';
import { receiptsPage } from './pages/receipts.ts';
import { setUpForm, setUpPage } from './pages/set-up.ts';
import { signInForm, signInPage, signOutForm } from './pages/sign-in.ts';
import { themeForm } from './pages/theme.ts';
import type { FormHandler, PageHandler } from './visit.ts';

export interface Route {
  /** With the trailing slash that is canonical here. */
  path: string;
  access: 'everyone' | 'signed-in';
  page?: PageHandler;
  form?: FormHandler;
}

export const routes: readonly Route[] = [
  { path: '/', access: 'everyone', page: frontPage },
  { path: '/accounts/login/', access: 'everyone', page: signInPage, form: signInForm },
  { path: '/accounts/logout/', access: 'signed-in', form: signOutForm },
  { path: '/setup/:token/', access: 'everyone', page: setUpPage, form: setUpForm },
  { path: '/preferences/theme/', access: 'everyone', form: themeForm },
  { path: '/dashboard/', access: 'signed-in', page: dashboardPage },
  { path: '/receipts/:slug/', access: 'signed-in', page: receiptsPage },
  { path: '/receipts/:slug/:uuid/', access: 'signed-in', page: receiptPage },
  { path: '/closures/', access: 'signed-in', page: closureCompaniesPage },
  { path: '/closures/:slug/', access: 'signed-in', page: closuresPage },
  { path: '/closures/:slug/open/', access: 'signed-in', page: openPeriodsPage },
  { path: '/layouts/', access: 'signed-in', page: layoutCompaniesPage },
  { path: '/layouts/:slug/', access: 'signed-in', page: layoutsPage, form: assignLayoutForm },
  { path: '/layouts/:slug/keys/:store/', access: 'signed-in', page: keyProductsPage, form: keyProductsForm },
  { path: '/layouts/:slug/:id/', access: 'signed-in', page: layoutPage, form: useVersionForm },
  { path: '/layouts/:slug/:id/edit/', access: 'signed-in', page: layoutEditPage, form: layoutEditForm },
  { path: '/closures/:slug/:uuid/', access: 'signed-in', page: closurePage, form: judgeForm },
];
