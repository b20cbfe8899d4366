/** What staff does for people and to them, on the pages of a person and a session. */

import type { StaffRole } from '../../server/core/scope.ts';
import {
  endSessionOf,
  limitStaff,
  resendConfirmationTo,
  setPersonActive,
  setStaffRole,
  signOutPerson,
  switchOffTwoFactor,
} from '../../server/domain/accounts/index.ts';
import { staffRoles } from '../../server/domain/tenancy/index.ts';
import type { RecordAction, Row } from '../adapter/definition.ts';
import { sayTo } from '../texts.ts';
import { changeAction } from './change-action.ts';

const managed = { right: 'person.manage', isOfCompany: false } as const;
const administered = { right: 'staff.admin', isOfCompany: false } as const;
const isHere = (row: Row) => row['deletedAt'] === null;

const signOut = changeAction({
  ...managed,
  name: 'signOut',
  isOffered: isHere,
  button: (say) => ({
    label: say('Sign out everywhere'),
    question: say('End every session of this person? They may sign in again at once.'),
  }),
  async run(ctx, id) {
    await signOutPerson(ctx, id);
    return sayTo(ctx)('Signed out everywhere.');
  },
});

const resendConfirmation = changeAction({
  ...managed,
  name: 'resendConfirmation',
  isOffered: (row) => isHere(row) && row['emailConfirmedAt'] === null,
  button: (say) => ({
    label: say('Send the confirmation again'),
    question: say('Mail the question again whether the address is theirs? Links sent before end.'),
  }),
  async run(ctx, id) {
    await resendConfirmationTo(ctx, id);
    return sayTo(ctx)('The confirmation is on its way.');
  },
});

const twoFactorOff = changeAction({
  ...managed,
  name: 'twoFactorOff',
  isOffered: (row) => isHere(row) && row['totpConfirmedAt'] !== null,
  button: (say) => ({
    label: say('Switch off the second factor'),
    question: say(
      'Why? The person is told by mail, their codes end, and they are signed out everywhere. Be sure that it is them who ask.',
    ),
    asksWhy: true,
  }),
  async run(ctx, id, reason) {
    await switchOffTwoFactor(ctx, { userId: id, reason });
    return sayTo(ctx)('The second factor is off, and the person is told.');
  },
});

const disable = changeAction({
  ...managed,
  name: 'disable',
  isOffered: (row) => isHere(row) && row['isActive'] === true,
  button: (say) => ({
    label: say('Close the account'),
    isDestructive: true,
    question: say(
      'Why? The person is signed out at once and signs in nowhere any more. Everything they did stays, and you can open the account again.',
    ),
    asksWhy: true,
  }),
  async run(ctx, id, reason) {
    await setPersonActive(ctx, { userId: id, isActive: false, reason });
    return sayTo(ctx)('Closed: the person signs in nowhere.');
  },
});

const enable = changeAction({
  ...managed,
  name: 'enable',
  isOffered: (row) => isHere(row) && row['isActive'] === false,
  button: (say) => ({
    label: say('Open the account again'),
    question: say('Why may this person sign in again?'),
    asksWhy: true,
  }),
  async run(ctx, id, reason) {
    await setPersonActive(ctx, { userId: id, isActive: true, reason });
    return sayTo(ctx)('Open: the person may sign in.');
  },
});

const noRole = 'none';

const staffRole = changeAction({
  ...administered,
  name: 'staffRole',
  isOffered: (row) => isHere(row) && row['isActive'] === true,
  button: (say, row) => ({
    label: say('Staff role'),
    question: say('What is this person to the hub? Their sessions end with the change.'),
    choices: [
      { value: noRole, label: say('no staff') },
      ...staffRoles.map((role) => ({ value: role, label: say(role) })),
    ],
    proposal: typeof row['staffRole'] === 'string' ? row['staffRole'] : noRole,
  }),
  async run(ctx, id, answer) {
    const role: StaffRole | null = staffRoles.find((known) => known === answer) ?? null;
    await setStaffRole(ctx, { userId: id, role });
    return sayTo(ctx)('The staff role is changed.');
  },
});

const everyCompany = '*';

const staffCompanies = changeAction({
  ...administered,
  name: 'staffCompanies',
  isOffered: (row) => isHere(row) && row['staffRole'] !== null,
  button: (say, row) => ({
    label: say('Limit to companies'),
    question: say(
      'Which companies may this person see? Write their short names, one to a line; * is every company, - is none.',
    ),
    asksWhy: true,
    proposal: row['staffLimited'] === true ? '' : everyCompany,
  }),
  async run(ctx, id, answer) {
    const slugs = answer.split(/[\s,]+/).filter((slug) => slug !== '' && slug !== '-');
    await limitStaff(ctx, { userId: id, slugs: slugs.includes(everyCompany) ? null : slugs });
    return sayTo(ctx)('The companies of this person are changed.');
  },
});

export const userActions: readonly RecordAction[] = [
  signOut,
  resendConfirmation,
  twoFactorOff,
  disable,
  enable,
  staffRole,
  staffCompanies,
];

export const sessionActions: readonly RecordAction[] = [
  changeAction({
    ...managed,
    name: 'end',
    isOffered: (row) => row['endedAt'] === null,
    button: (say) => ({
      label: say('End this session'),
      question: say('End it? Whoever uses it must sign in again.'),
    }),
    async run(ctx, id) {
      await endSessionOf(ctx, id);
      return sayTo(ctx)('The session has ended.');
    },
  }),
];
