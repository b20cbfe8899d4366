/** Every change that people make to their own account, in an order in which each of them succeeds. */
import { Secret, TOTP } from 'otpauth';
import { beginActing } from '../../../server/domain/acting/index.ts';
import { goodPassword, signedIn } from '../../support/people.ts';
import { halves } from '../../support/pictures.ts';
import { call } from './call.ts';
import type { Change, Stage } from './changes.ts';
import { procedures } from './inputs.ts';
import { now } from './world.ts';

const other = 'violet-harbour-ladder-3';
const address = 'walked.person@example.test';

async function ask(stage: Stage, by: string, path: string): Promise<Record<string, never>> {
  const procedure = procedures.find((each) => each.path === path);
  const visitor = stage.visitors.get(by);
  if (!procedure || !visitor) throw new Error(`${by} cannot ask ${path}`);
  const { body } = await call(visitor, procedure, {});
  return (JSON.parse(body) as { result: { data: { json: Record<string, never> } } }).result.data.json;
}

export async function tokenOfMail({ world }: Stage, kind: string): Promise<{ token: string }> {
  const { path } = await world.server.deps.db.reader.mailMessage.findFirstOrThrow({
    where: { toAddress: address, kind },
    orderBy: { createdAt: 'desc' },
  });
  return { token: path.split('/').at(-2) ?? '' };
}

/** What the authenticator shows of the second factor that is being set up. */
export async function secondFactorCode(stage: Stage): Promise<string> {
  const { setUp } = (await ask(stage, 'walked.person', 'account.own.twoFactor')) as unknown as {
    setUp: { secret: string };
  };
  return new TOTP({ secret: Secret.fromBase32(setUp.secret) }).generate({ timestamp: now.getTime() });
}

/** What the list calls a session of the person that is not the one they use. */
export async function otherSession(stage: Stage): Promise<string> {
  const { sessions } = (await ask(stage, 'walked.person', 'account.own.sessions')) as unknown as {
    sessions: { reference: string; isCurrent: boolean }[];
  };
  return sessions.find(({ isCurrent }) => !isCurrent)?.reference ?? '';
}

/** Somebody of the staff acts for the company, in the session in which they walk. */
export async function startActing({ world }: Stage): Promise<void> {
  const { db } = world.server.deps;
  const session = await db.reader.session.findFirstOrThrow({
    where: { user: { username: 'staff.of.ours' }, endedAt: null },
  });
  const ctx = { ...(await signedIn(db, 'staff.of.ours', () => now)), sessionId: session.id };
  await beginActing(ctx, { companyId: world.ours.id, reason: 'walked through' });
}

function listed(changes: readonly Change[]): readonly Change[] {
  return changes.map((change) => ({ by: 'walked.person', of: 'hub', ...change }));
}

/** `by` names a browser of its own for each. */
export const ownChanges = listed([
  {
    procedure: 'account.register',
    by: 'walked.person',
    says: () => ({ username: 'walked.person', email: '', password: goodPassword }),
    holds: 'after',
  },
  { procedure: 'account.own.updateProfile', says: () => ({ displayName: 'Walked', theme: 'dark' }) },
  {
    procedure: 'account.own.changeAddress',
    says: () => ({ email: address, proof: goodPassword }),
  },
  { procedure: 'account.confirmAddress', says: (stage) => tokenOfMail(stage, 'confirm-address') },
  {
    procedure: 'pictures.putAvatar',
    says: async () => ({ bytes: new Uint8Array(await halves('png', { width: 64, height: 64 })) }),
  },
  { procedure: 'pictures.removeAvatar' },
  {
    procedure: 'account.own.changePassword',
    says: () => ({ current: goodPassword, password: other }),
    holds: 'neither',
  },
  { procedure: 'account.askPasswordReset', by: 'walked.elsewhere', says: () => ({ email: address }), holds: 'neither' },
  {
    procedure: 'account.resetPassword',
    by: 'walked.elsewhere',
    says: async (stage) => ({ ...(await tokenOfMail(stage, 'reset-password')), password: goodPassword }),
    holds: 'neither',
  },
]);

/** After the password was set anew everybody signs in once more. */
export const secondFactorChanges = listed([
  {
    procedure: 'account.own.changeAddress',
    says: () => ({ email: 'walked.on@example.test', proof: goodPassword }),
  },
  { procedure: 'account.own.resendConfirmation', holds: 'neither' },
  { procedure: 'account.own.startTwoFactor', says: () => ({ proof: goodPassword }), holds: 'neither' },
  {
    procedure: 'account.own.confirmTwoFactor',
    says: async (stage: Stage) => ({ code: await secondFactorCode(stage) }),
  },
  { procedure: 'account.own.replaceRecoveryCodes', says: () => ({ proof: goodPassword }), holds: 'after' },
  { procedure: 'account.own.stopTwoFactor', says: () => ({ proof: goodPassword }) },
  {
    procedure: 'account.own.endSession',
    isSame: true,
    says: async (stage: Stage) => ({ reference: await otherSession(stage) }),
    holds: 'before',
  },
  { procedure: 'account.own.endOtherSessions', isSame: true, holds: 'before' },
  {
    procedure: 'account.own.stopActing',
    isSame: true,
    by: 'staff.of.ours',
    of: 'company',
    says: async (stage: Stage) => {
      await startActing(stage);
      return {};
    },
    holds: 'both',
  },
  { procedure: 'account.own.signOutEverywhere', holds: 'neither' },
]);
