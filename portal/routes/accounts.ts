import { stopActingForm } from '../pages/accounts/acting.ts';
import { deleteForm, deletePage } from '../pages/accounts/delete.ts';
import { confirmForm, confirmPage, emailForm, emailPage, resendForm } from '../pages/accounts/email.ts';
import {
  externalPage,
  externalReturnPage,
  linkForm,
  linkPage,
  unlinkForm,
  unlinkPage,
} from '../pages/accounts/external.ts';
import {
  askResetForm,
  askResetPage,
  changePasswordForm,
  changePasswordPage,
  passwordDonePage,
  resetForm,
  resetPage,
} from '../pages/accounts/password.ts';
import { profileForm, profilePage } from '../pages/accounts/profile.ts';
import { registerForm, registerPage } from '../pages/accounts/register.ts';
import { endSessionForm, endSessionsForm, endSessionsPage, sessionsPage } from '../pages/accounts/sessions.ts';
import { codeFormHandler, codePage, signInForm, signInPage, signOutForm } from '../pages/accounts/sign-in.ts';
import {
  newCodesForm,
  newCodesPage,
  offForm,
  offPage,
  setUpForm,
  setUpPage,
  startForm,
  startPage,
  twoFactorPage,
} from '../pages/accounts/two-factor.ts';
import type { Route } from '../routes.ts';

/** People's own accounts. */
export const accountRoutes: readonly Route[] = [
  { path: '/accounts/register/', access: 'everyone', page: registerPage, form: registerForm },
  { path: '/accounts/login/', access: 'everyone', page: signInPage, form: signInForm },
  { path: '/accounts/login/code/', access: 'everyone', page: codePage, form: codeFormHandler },
  { path: '/accounts/external/', access: 'everyone', page: externalPage },
  { path: '/accounts/external/return/', access: 'everyone', page: externalReturnPage },
  { path: '/accounts/external/link/', access: 'everyone', page: linkPage, form: linkForm },
  { path: '/accounts/external/unlink/', access: 'signed-in', page: unlinkPage, form: unlinkForm },
  { path: '/accounts/logout/', access: 'signed-in', form: signOutForm },
  { path: '/accounts/acting/stop/', access: 'signed-in', form: stopActingForm },
  { path: '/accounts/password/reset/', access: 'everyone', page: askResetPage, form: askResetForm },
  { path: '/accounts/password/reset/:token/', access: 'everyone', page: resetPage, form: resetForm },
  { path: '/accounts/password/change/', access: 'signed-in', page: changePasswordPage, form: changePasswordForm },
  { path: '/accounts/password/change/done/', access: 'signed-in', page: passwordDonePage },
  { path: '/accounts/email/', access: 'signed-in', page: emailPage, form: emailForm },
  { path: '/accounts/email/resend/', access: 'signed-in', form: resendForm },
  { path: '/accounts/email/confirm/:token/', access: 'everyone', page: confirmPage, form: confirmForm },
  { path: '/accounts/profile/', access: 'signed-in', page: profilePage, form: profileForm },
  { path: '/accounts/sessions/', access: 'signed-in', page: sessionsPage, form: endSessionForm },
  { path: '/accounts/sessions/end/', access: 'signed-in', page: endSessionsPage, form: endSessionsForm },
  { path: '/accounts/two-factor/', access: 'signed-in', page: twoFactorPage },
  { path: '/accounts/two-factor/start/', access: 'signed-in', page: startPage, form: startForm },
  { path: '/accounts/two-factor/set-up/', access: 'signed-in', page: setUpPage, form: setUpForm },
  { path: '/accounts/two-factor/codes/', access: 'signed-in', page: newCodesPage, form: newCodesForm },
  { path: '/accounts/two-factor/off/', access: 'signed-in', page: offPage, form: offForm },
  { path: '/accounts/delete/', access: 'signed-in', page: deletePage, form: deleteForm },
];
