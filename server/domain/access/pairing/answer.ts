/** What a person does about a device that waits: looks who it is, lets it in as a till, or sends it away. */
import { DomainError } from '../../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../../db/index.ts';
import { recordAudit } from '../../audit/index.ts';
import { createTerminalIn } from '../../stores/index.ts';
import { authorize, release, reserve } from '../../tenancy/index.ts';
import { readTypedCode, shownCode } from './codes.ts';

export interface WaitingDevice {
  /** With its dash. */
  userCode: string;
  /** What the device says about itself; empty where it says nothing. */
  deviceName: string;
  software: string;
  /** Where it calls from; empty where nobody can tell. */
  address: string;
  createdAt: Date;
  expiresAt: Date;
}

/** The device that shows this code. Wrong codes are counted: whoever tries many has to wait.
 *  @throws not_found         no device shows it, or not any more
 *  @throws forbidden         the actor manages no tills
 *  @throws too_many_requests */
export async function findWaitingDevice(ctx: Ctx, typed: string): Promise<WaitingDevice> {
  const { userCode, row } = await findOpen(ctx, typed);
  const { deviceName, software, address, createdAt, expiresAt } = row;
  return { userCode: shownCode(userCode), deviceName, software, address, createdAt, expiresAt };
}

/** An existing terminal, or a new one in a store. */
type Wanted =
  | { terminalId: number }
  | { storeId: number; code: string; name?: string; kind?: 'pypos' | 'kitchen' | 'office' | 'mobile' };

/** Lets the device in as this terminal: it fetches its key with its next question. Of several who answer at the same time, the
 *  first one counts.
 *  @returns the terminal
 *  @throws not_found     no device shows the code any more; the terminal or store is none that the actor sees
 *  @throws conflict      the terminal has a key, or its access was revoked
 *  @throws invalid_input, already_exists of a new terminal, as `createTerminal`
 *  @throws forbidden, too_many_requests */
export async function approvePairing(ctx: Ctx, typed: string, which: Wanted): Promise<{ uuid: string }> {
  const { userCode, row } = await findOpen(ctx, typed);
  return inTransaction(ctx, async (tx) => {
    const terminalId = 'terminalId' in which ? which.terminalId : (await createTerminalIn({ tx, ctx }, which)).id;
    const terminal = await tx.terminal.findFirst({
      where: { id: terminalId, deletedAt: null, store: { deletedAt: null }, company: { deletedAt: null } },
      select: { id: true, uuid: true, companyId: true, storeId: true, revokedAt: true },
    });
    if (!terminal) throw new DomainError('not_found', { terminalId });
    authorize(ctx, 'terminal.manage', terminal);
    await refuseKeyed(tx, terminal, ctx.now());
    const answer = { openKey: null, userCode: null, companyId: terminal.companyId, terminalId };
    await take(tx, userCode, {
      ...{ ...answer, approvedAt: ctx.now(), approvedById: ctx.actor.kind === 'user' ? ctx.actor.userId : null },
      at: ctx.now(),
    });
    await recordAudit(tx, ctx, {
      ...{ companyId: terminal.companyId, action: 'terminal.pair-device', subjectType: 'terminal' },
      ...{ subjectId: terminalId, after: said(row) },
    });
    return { uuid: terminal.uuid };
  });
}

/** Sends the device away.
 *  @throws not_found no device shows the code any more
 *  @throws forbidden, too_many_requests */
export async function denyPairing(ctx: Ctx, typed: string): Promise<void> {
  const { userCode, row } = await findOpen(ctx, typed);
  await inTransaction(ctx, async (tx) => {
    await take(tx, userCode, { openKey: null, userCode: null, deniedAt: ctx.now(), at: ctx.now() });
    // It belongs to no company yet.
    const entry = { companyId: null, action: 'pairing.deny', subjectType: 'pairing', subjectId: row.id };
    await recordAudit(tx, ctx, { ...entry, after: said(row) });
  });
}

type Row = Awaited<ReturnType<typeof findOpen>>['row'];

function said({ deviceName, software, address }: Row) {
  return { deviceName, software, address };
}

async function findOpen(ctx: Ctx, typed: string) {
  authorize(ctx, 'terminal.manage');
  const counts = [{ by: 'pairing-code', key: ctx.actor.kind === 'user' ? ctx.actor.userId : ctx.actor.kind }] as const;
  await reserve(ctx, counts);
  const userCode = readTypedCode(typed);
  const row = userCode === null ? null : await readOpen(ctx, userCode);
  if (userCode === null || row === null) throw nobodyShows();
  await inTransaction(ctx, (tx) => release(tx, counts, ctx.now()));
  return { userCode, row };
}

function readOpen(ctx: Ctx, openKey: string) {
  return ctx.db.reader.devicePairing.findFirst({
    where: { openKey, expiresAt: { gt: ctx.now() } },
    select: { id: true, deviceName: true, software: true, address: true, createdAt: true, expiresAt: true },
  });
}

interface Answer {
  openKey: null;
  userCode: null;
  companyId?: number;
  terminalId?: number;
  approvedAt?: Date;
  approvedById?: string | null;
  deniedAt?: Date;
}

/** @throws not_found somebody was quicker */
async function take(tx: Tx, userCode: string, { at, ...answer }: Answer & { at: Date }): Promise<void> {
  const { count } = await tx.devicePairing.updateMany({
    where: { openKey: userCode, expiresAt: { gt: at } },
    data: answer,
  });
  if (count !== 1) throw nobodyShows();
}

function nobodyShows(): DomainError {
  return new DomainError('not_found', {}, 'No device shows this code now. Codes are good for ten minutes.');
}

/** @throws conflict */
async function refuseKeyed(tx: Tx, terminal: { id: number; revokedAt: Date | null }, now: Date): Promise<void> {
  if (terminal.revokedAt !== null) {
    throw new DomainError('conflict', {}, 'The access of this till was revoked. Issue new settings on its page first.');
  }
  const isKeyed = await hasKey(tx, terminal.id, now);
  if (isKeyed) throw new DomainError('conflict', {}, 'This till has a key already. Revoke it on its page first.');
}

/** Whether a terminal has a key that works and is not about to end. */
export async function hasKey(tx: Tx, terminalId: number, now: Date): Promise<boolean> {
  const count = await tx.apiKey.count({
    where: {
      ...{ terminalId, kind: 'terminal', revokedAt: null, replacedAt: null },
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    },
  });
  return count > 0;
}
