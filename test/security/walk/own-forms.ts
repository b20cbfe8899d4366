/** Every change that people can make to their own account by a form, in an order in which each of them succeeds. */
import { goodPassword } from '../../support/people.ts';
import type { Stage } from './changes.ts';
import { type FormChange, form, picture, saying } from './form.ts';
import { otherSession, secondFactorCode, startActing, tokenOfMail } from './own-changes.ts';

const other = 'violet-harbour-ladder-3';
const address = 'walked.person@example.test';

function own(changes: readonly Omit<FormChange, 'of'>[]): readonly FormChange[] {
  return changes.map((change) => ({ by: 'walked.person', of: 'hub', ...change }));
}

export const ownForms = own([
  form('/accounts/register/', 'account.register user.create', {
    says: saying({ username: 'walked.person', password: goodPassword, again: goodPassword }),
  }),
  form('/accounts/profile/', 'account.own.updateProfile account.profile', { says: saying({ displayName: 'Walked' }) }),
  form('/preferences/theme/', 'account.own.updateProfile account.profile', {
    on: 'nowhere',
    says: saying({ theme: 'dark' }),
  }),
  form('/preferences/language/', 'account.own.updateProfile account.profile', {
    on: 'nowhere',
    says: saying({ language: 'de' }),
  }),
  form('/accounts/email/', 'account.own.changeAddress account.address.ask', {
    says: saying({ email: address, proof: goodPassword }),
  }),
  form('/accounts/email/confirm/:token/', 'account.confirmAddress account.address.confirm', {
    at: (stage) => tokenOfMail(stage, 'confirm-address'),
  }),
  form('/accounts/profile/picture/', 'pictures.putAvatar user.picture', { says: picture }),
  form('/accounts/profile/picture/remove/', 'pictures.removeAvatar user.picture', {
    on: '/accounts/profile/picture/',
  }),
  form('/accounts/two-factor/start/', 'account.own.startTwoFactor account.two-factor.start', {
    says: saying({ proof: goodPassword }),
  }),
  form('/accounts/two-factor/set-up/', 'account.own.confirmTwoFactor account.two-factor.on', {
    says: async (stage) => ({ code: await secondFactorCode(stage) }),
  }),
  form('/accounts/two-factor/codes/', 'account.own.replaceRecoveryCodes account.two-factor.codes', {
    says: saying({ proof: goodPassword }),
  }),
  form('/accounts/two-factor/off/', 'account.own.stopTwoFactor account.two-factor.off', {
    says: saying({ proof: goodPassword }),
  }),
  form('/accounts/password/change/', 'account.own.changePassword account.password.change', {
    says: saying({ current: goodPassword, password: other, again: other }),
  }),
  form('/accounts/password/reset/', 'account.askPasswordReset account.password.ask-reset', {
    by: 'walked.elsewhere',
    says: saying({ email: address }),
  }),
  form('/accounts/password/reset/:token/', 'account.resetPassword account.password.reset', {
    by: 'walked.elsewhere',
    at: (stage) => tokenOfMail(stage, 'reset-password'),
    says: saying({ password: goodPassword, again: goodPassword }),
  }),
]);

/** After the password was set anew everybody signs in once more, twice. */
export const sessionForms: readonly FormChange[] = [
  ...own([
    form('/accounts/email/', 'account.own.changeAddress account.address.ask', {
      says: saying({ email: 'walked.on@example.test', proof: goodPassword }),
    }),
    form('/accounts/email/resend/', 'account.own.resendConfirmation account.address.ask-again', {
      on: '/accounts/profile/',
    }),
    form('/accounts/sessions/', 'account.own.endSession account.session.end', {
      says: async (stage) => ({ session: await otherSession(stage) }),
    }),
    form('/accounts/sessions/end/', 'account.own.endOtherSessions account.session.end-others', {
      says: saying({ what: 'others' }),
    }),
  ]),
  form('/accounts/acting/stop/', 'account.own.stopActing company.act.end', {
    by: 'staff.of.ours',
    on: 'nowhere',
    says: async (stage: Stage) => {
      await startActing(stage);
      return {};
    },
  }),
  ...own([
    form('/accounts/sessions/end/', 'account.own.signOutEverywhere account.session.end-all', {
      says: saying({ what: 'all' }),
    }),
  ]),
];
