import {
  keyFormHandler,
  keyPage,
  newKeyForm,
  newKeyPage,
  revokeForm,
  revokePage,
  rotateForm,
  rotatePage,
} from '../pages/keys/key.ts';
import { keysPage } from '../pages/keys/list.ts';
import type { Route } from '../routes.ts';

const access = 'signed-in';

/** Keys for programs of a company. */
export const keyRoutes: readonly Route[] = [
  { path: '/keys/:slug/', access, page: keysPage },
  { path: '/keys/:slug/new/', access, page: newKeyPage, form: newKeyForm },
  { path: '/keys/:slug/:id/', access, page: keyPage, form: keyFormHandler },
  { path: '/keys/:slug/:id/rotate/', access, page: rotatePage, form: rotateForm },
  { path: '/keys/:slug/:id/revoke/', access, page: revokePage, form: revokeForm },
];
