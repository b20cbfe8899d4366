import { deletePage, startDeletionForm } from '../pages/companies/delete.ts';
import {
  approveForm,
  approvePage,
  cancelForm,
  cancelPage,
  withdrawForm,
  withdrawPage,
} from '../pages/companies/delete-steps.ts';
import { exportForm, exportPage } from '../pages/companies/export.ts';
import type { Route } from '../routes.ts';

/** Deleting a company, and taking its data along before. `initiate` is where the old hub started it. */
export const deletionRoutes: readonly Route[] = [
  { path: '/companies/:slug/delete/', access: 'signed-in', page: deletePage, form: startDeletionForm },
  { path: '/companies/:slug/delete/initiate/', access: 'signed-in', page: deletePage, form: startDeletionForm },
  { path: '/companies/:slug/delete/approve/', access: 'signed-in', page: approvePage, form: approveForm },
  { path: '/companies/:slug/delete/withdraw/', access: 'signed-in', page: withdrawPage, form: withdrawForm },
  { path: '/companies/:slug/delete/cancel/', access: 'signed-in', page: cancelPage, form: cancelForm },
  { path: '/companies/:slug/export/', access: 'signed-in', page: exportPage, form: exportForm },
];
