/** The portal as one table: path → procedure → template. Forms answer by redirect (post, redirect, get); a form that is not
 *  valid is shown again with what was typed, never with passwords. */

import { closurePage, judgeForm } from './pages/closure.ts';
import { closureCompaniesPage } from './pages/closure-companies.ts';
import { closuresPage } from './pages/closures.ts';
import { codeOnlyForm, codeOnlyPage } from './pages/code-only.ts';
import { dashboardPage } from './pages/dashboard.ts';
import { frontPage } from './pages/front.ts';
import { hideChecklistForm, homePage } from './pages/home.ts';
import { keyProductsForm, keyProductsPage } from './pages/key-products.ts';
import { layoutPage, useVersionForm } from './pages/layout.ts';
import { layoutEditForm, layoutEditPage } from './pages/layout-edit.ts';
import { assignLayoutForm, layoutCompaniesPage, layoutsPage } from './pages/layouts.ts';
import { messagePage, withdrawMessageForm } from './pages/message.ts';
import { messagesForm, messagesPage } from './pages/messages.ts';
import { openPeriodsPage } from './pages/open-periods.ts';
import { conflictForm, conflictPage } from './pages/quarantine/conflict.ts';
import { refusedForm, refusedPage } from './pages/quarantine/item.ts';
import { quarantinePage } from './pages/quarantine/list.ts';
import { receiptPage } from './pages/receipt.ts';
import { receiptsPage } from './pages/receipts.ts';
import { registerTillForm, registerTillPage } from './pages/register-till.ts';
import { setUpForm, setUpPage } from './pages/set-up.ts';
import { storePage } from './pages/store.ts';
import { storeCheckPage } from './pages/store-check.ts';
import { storeCloseForm, storeClosePage } from './pages/store-close.ts';
import { newStoreForm, newStorePage, storeEditForm, storeEditPage } from './pages/store-edit.ts';
import { storeCompaniesPage, storesPage } from './pages/stores.ts';
import { syncPage } from './pages/sync.ts';
import { languageForm, themeForm } from './pages/theme.ts';
import { tillPage } from './pages/till.ts';
import { moveForm, movePage, retireForm, retirePage, revokeForm, revokePage } from './pages/till-changes.ts';
import { tillEditForm, tillEditPage } from './pages/till-edit.ts';
import { pairForm, pairPage } from './pages/till-pair.ts';
import { accountRoutes } from './routes/accounts.ts';
import { companyRoutes } from './routes/companies.ts';
import { deletionRoutes } from './routes/deletion.ts';
import { keyRoutes } from './routes/keys.ts';
import { pairingRoutes } from './routes/pairing.ts';
import { pictureRoutes } from './routes/pictures.ts';
import { shopRoutes } from './routes/shop.ts';
import type { FormHandler, PageHandler } from './visit.ts';

export interface Route {
  /** With the trailing slash that is canonical here. */
  path: string;
  access: 'everyone' | 'signed-in';
  page?: PageHandler;
  form?: FormHandler;
  /** Present: the form may bring files, each up to so many bytes. */
  uploads?: { maxBytes: number };
}

export const routes: readonly Route[] = [
  { path: '/', access: 'everyone', page: frontPage },
  { path: '/setup/:token/', access: 'everyone', page: setUpPage, form: setUpForm },
  { path: '/preferences/theme/', access: 'everyone', form: themeForm },
  { path: '/preferences/language/', access: 'everyone', form: languageForm },
  { path: '/dashboard/', access: 'signed-in', page: dashboardPage },
  { path: '/home/:slug/', access: 'signed-in', page: homePage },
  { path: '/home/:slug/checklist/', access: 'signed-in', form: hideChecklistForm },
  { path: '/receipts/:slug/', access: 'signed-in', page: receiptsPage },
  { path: '/receipts/:slug/:uuid/', access: 'signed-in', page: receiptPage },
  { path: '/closures/', access: 'signed-in', page: closureCompaniesPage },
  { path: '/closures/:slug/', access: 'signed-in', page: closuresPage },
  { path: '/closures/:slug/open/', access: 'signed-in', page: openPeriodsPage },
  { path: '/quarantine/:slug/', access: 'signed-in', page: quarantinePage },
  { path: '/quarantine/:slug/items/:id/', access: 'signed-in', page: refusedPage, form: refusedForm },
  { path: '/quarantine/:slug/conflicts/:id/', access: 'signed-in', page: conflictPage, form: conflictForm },
  { path: '/messages/:slug/', access: 'signed-in', page: messagesPage, form: messagesForm },
  { path: '/messages/:slug/:id/', access: 'signed-in', page: messagePage, form: withdrawMessageForm },
  { path: '/sync/:slug/', access: 'signed-in', page: syncPage },
  { path: '/layouts/', access: 'signed-in', page: layoutCompaniesPage },
  { path: '/layouts/:slug/', access: 'signed-in', page: layoutsPage, form: assignLayoutForm },
  { path: '/layouts/:slug/keys/:store/', access: 'signed-in', page: keyProductsPage, form: keyProductsForm },
  { path: '/layouts/:slug/:id/', access: 'signed-in', page: layoutPage, form: useVersionForm },
  { path: '/layouts/:slug/:id/edit/', access: 'signed-in', page: layoutEditPage, form: layoutEditForm },
  { path: '/closures/:slug/:uuid/', access: 'signed-in', page: closurePage, form: judgeForm },
  { path: '/stores/', access: 'signed-in', page: storeCompaniesPage },
  { path: '/stores/:slug/', access: 'signed-in', page: storesPage },
  { path: '/stores/:slug/create/', access: 'signed-in', page: newStorePage, form: newStoreForm },
  { path: '/stores/:slug/:uuid/', access: 'signed-in', page: storePage },
  { path: '/stores/:slug/:uuid/edit/', access: 'signed-in', page: storeEditPage, form: storeEditForm },
  { path: '/stores/:slug/:uuid/close/', access: 'signed-in', page: storeClosePage, form: storeCloseForm },
  { path: '/stores/:slug/:uuid/check/', access: 'signed-in', page: storeCheckPage },
  { path: '/stores/:slug/:uuid/register/', access: 'signed-in', page: registerTillPage, form: registerTillForm },
  { path: '/stores/:slug/:uuid/code-only/', access: 'signed-in', page: codeOnlyPage, form: codeOnlyForm },
  { path: '/tills/:slug/:uuid/', access: 'signed-in', page: tillPage },
  { path: '/tills/:slug/:uuid/edit/', access: 'signed-in', page: tillEditPage, form: tillEditForm },
  { path: '/tills/:slug/:uuid/pair/', access: 'signed-in', page: pairPage, form: pairForm },
  { path: '/tills/:slug/:uuid/revoke/', access: 'signed-in', page: revokePage, form: revokeForm },
  { path: '/tills/:slug/:uuid/move/', access: 'signed-in', page: movePage, form: moveForm },
  { path: '/tills/:slug/:uuid/retire/', access: 'signed-in', page: retirePage, form: retireForm },
  ...accountRoutes,
  ...companyRoutes,
  ...deletionRoutes,
  ...keyRoutes,
  ...pairingRoutes,
  ...pictureRoutes,
  ...shopRoutes,
];
