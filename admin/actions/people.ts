/** What staff does for people and to them, on the pages of a person, a session and an invitation. */

import type { StaffRole } from '../../server/core/scope.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  endSessionOf,
  limitStaff,
  resendConfirmationTo,
  setPersonActive,
  setStaffRole,
  signOutPerson,
  switchOffTwoFactor,
} from '../../server/domain/accounts/index.ts';
import { revokeInvitation } from '../../server/domain/companies/index.ts';
import { can, staffRoles } from '../../server/domain/tenancy/index.ts';
import type { RecordAction, Row } from '../adapter/definition.ts';
import { sayTo } from '../texts.ts';

const mayManage = (ctx: Ctx) => can(ctx, 'person.manage');
const mayAdminister = (ctx: Ctx) => can(ctx, 'staff.admin');
const isHere = (row: Row) => row['deletedAt'] === null;

const signOut: RecordAction = {
  name: 'signOut',
  isRead: false,
  isAllowed: mayManage,
  button: (ctx, row) =>
    isHere(row)
      ? {
          label: sayTo(ctx)('Sign out everywhere'),
          question: sayTo(ctx)('End every session of this person? They may sign in again at once.'),
        }
      : null,
  async run(ctx, id) {
    await signOutPerson(ctx, id);
    return { notice: sayTo(ctx)('Signed out everywhere.') };
  },
};

const resendConfirmation: RecordAction = {
  name: 'resendConfirmation',
  isRead: false,
  isAllowed: mayManage,
  button: (ctx, row) =>
    isHere(row) && row['emailConfirmedAt'] === null
      ? {
          label: sayTo(ctx)('Send the confirmation again'),
          question: sayTo(ctx)('Mail the question again whether the address is theirs? Links sent before end.'),
        }
      : null,
  async run(ctx, id) {
    await resendConfirmationTo(ctx, id);
    return { notice: sayTo(ctx)('The confirmation is on its way.') };
  },
};

const twoFactorOff: RecordAction = {
  name: 'twoFactorOff',
  isRead: false,
  isAllowed: mayManage,
  button: (ctx, row) =>
    row['totpConfirmedAt'] === null || !isHere(row)
      ? null
      : {
          label: sayTo(ctx)('Switch off the second factor'),
          question: sayTo(ctx)(
            'Why? The person is told by mail, their codes end, and they are signed out everywhere. Be sure that it is them who ask.',
          ),
          asksWhy: true,
        },
  async run(ctx, id, reason) {
    await switchOffTwoFactor(ctx, { userId: id, reason });
    return { notice: sayTo(ctx)('The second factor is off, and the person is told.') };
  },
};

const disable: RecordAction = {
  name: 'disable',
  isRead: false,
  isAllowed: mayManage,
  button: (ctx, row) =>
    row['isActive'] === true && isHere(row)
      ? {
          label: sayTo(ctx)('Close the account'),
          isDestructive: true,
          question: sayTo(ctx)(
            'Why? The person is signed out at once and signs in nowhere any more. Everything they did stays, and you can open the account again.',
          ),
          asksWhy: true,
        }
      : null,
  async run(ctx, id, reason) {
    await setPersonActive(ctx, { userId: id, isActive: false, reason });
    return { notice: sayTo(ctx)('Closed: the person signs in nowhere.') };
  },
};

const enable: RecordAction = {
  name: 'enable',
  isRead: false,
  isAllowed: mayManage,
  button: (ctx, row) =>
    row['isActive'] === false && isHere(row)
      ? {
          label: sayTo(ctx)('Open the account again'),
          question: sayTo(ctx)('Why may this person sign in again?'),
          asksWhy: true,
        }
      : null,
  async run(ctx, id, reason) {
    await setPersonActive(ctx, { userId: id, isActive: true, reason });
    return { notice: sayTo(ctx)('Open: the person may sign in.') };
  },
};

const noRole = 'none';

const staffRole: RecordAction = {
  name: 'staffRole',
  isRead: false,
  isAllowed: mayAdminister,
  button: (ctx, row) => {
    if (!isHere(row) || row['isActive'] !== true) return null;
    const say = sayTo(ctx);
    const choices = [...staffRoles.map((role) => ({ value: role as string, label: say(role) }))];
    return {
      label: say('Staff role'),
      question: say('What is this person to the hub? Their sessions end with the change.'),
      choices: [{ value: noRole, label: say('no staff') }, ...choices],
      proposal: typeof row['staffRole'] === 'string' ? row['staffRole'] : noRole,
    };
  },
  async run(ctx, id, answer) {
    const role: StaffRole | null = staffRoles.find((known) => known === answer) ?? null;
    await setStaffRole(ctx, { userId: id, role });
    return { notice: sayTo(ctx)('The staff role is changed.') };
  },
};

const everyCompany = '*';

const staffCompanies: RecordAction = {
  name: 'staffCompanies',
  isRead: false,
  isAllowed: mayAdminister,
  button: (ctx, row) =>
    row['staffRole'] === null || !isHere(row)
      ? null
      : {
          label: sayTo(ctx)('Limit to companies'),
          question: sayTo(ctx)(
            'Which companies may this person see? Write their short names, one to a line; * is every company, - is none.',
          ),
          asksWhy: true,
          proposal: row['staffLimited'] === true ? '' : everyCompany,
        },
  async run(ctx, id, answer) {
    const slugs = answer.split(/[\s,]+/).filter((slug) => slug !== '' && slug !== '-');
    await limitStaff(ctx, { userId: id, slugs: slugs.includes(everyCompany) ? null : slugs });
    return { notice: sayTo(ctx)('The companies of this person are changed.') };
  },
};

export const userActions: readonly RecordAction[] = [
  signOut,
  resendConfirmation,
  twoFactorOff,
  disable,
  enable,
  staffRole,
  staffCompanies,
];

const end: RecordAction = {
  name: 'end',
  isRead: false,
  isAllowed: mayManage,
  button: (ctx, row) =>
    row['endedAt'] === null
      ? { label: sayTo(ctx)('End this session'), question: sayTo(ctx)('End it? Whoever uses it must sign in again.') }
      : null,
  async run(ctx, id) {
    await endSessionOf(ctx, id);
    return { notice: sayTo(ctx)('The session has ended.') };
  },
};

export const sessionActions: readonly RecordAction[] = [end];

const cancel: RecordAction = {
  name: 'cancel',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'member.manage'),
  button: (ctx, row) =>
    row['status'] === 'pending' && can(ctx, 'member.manage', { companyId: Number(row['companyId']) })
      ? {
          label: sayTo(ctx)('Take the invitation back'),
          question: sayTo(ctx)('Take it back? Its link is worth nothing from now on.'),
        }
      : null,
  async run(ctx, id) {
    const row = await ctx.db.reader.companyInvitation.findUniqueOrThrow({ where: { id }, select: { companyId: true } });
    await revokeInvitation(ctx, { companyId: row.companyId, invitationId: id });
    return { notice: sayTo(ctx)('The invitation is taken back.') };
  },
};

export const invitationActions: readonly RecordAction[] = [cancel];
