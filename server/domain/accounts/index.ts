/** People's own accounts: how they come to be, how their owners prove themselves, and how they end. */
export {
  changeAddress,
  confirmAddress,
  readAddress,
  readConfirmation,
  resendConfirmation,
} from './addresses.ts';
export { type KeptSession, refreshApp, signInApp, signOutApp } from './app-session.ts';
export { askPasswordReset, changePassword, readReset, resetPassword } from './change-password.ts';
export { completeSignIn, isAskedForCode } from './complete-sign-in.ts';
export { deleteAccount, previewAccountEnd } from './delete-account.ts';
export { linkIdentity, signInExternally } from './external-identities.ts';
export { endSessionOf, resendConfirmationTo, setPersonActive, signOutPerson, switchOffTwoFactor } from './for-staff.ts';
export { openAccount } from './open-account.ts';
export {
  endOtherSessions,
  endOwnSession,
  listOwnSessions,
  type OwnSession,
  signOutEverywhere,
} from './own-sessions.ts';
export { readAccount, updatePersonIn, updateProfile } from './profile.ts';
export { proveIdentity } from './prove-identity.ts';
export { register } from './register.ts';
export { limitStaff, setStaffRole } from './staff-roles.ts';
export { confirmTwoFactor, readTwoFactor, replaceRecoveryCodes, startTwoFactor, stopTwoFactor } from './two-factor.ts';
export { listIdentities, unlinkIdentity } from './unlink-identity.ts';
