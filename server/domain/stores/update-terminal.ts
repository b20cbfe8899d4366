import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, isUniqueViolation, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { authorize } from '../tenancy/index.ts';
import { parseInput, taken } from './codes.ts';
import { known } from './create-store.ts';
import { terminalProfile } from './create-terminal.ts';
import { checkNetworks } from './networks.ts';
import { hashTerminalSecret, hintOf, newTerminalSecret, settingsToml } from './terminal-secret.ts';
import { pick } from './update-store.ts';

const input = terminalProfile.partial().extend({ terminalId: z.int(), isActive: z.boolean().optional() });

type UpdateTerminal = z.input<typeof input>;

/** Changes what is known about a terminal; what is not said stays. Its code never changes: the till carries it.
 *  @throws invalid_input  a field breaks its rule
 *  @throws already_exists another terminal of the store has this number
 *  @throws not_found      the terminal is none that the actor sees */
export async function updateTerminal(ctx: Ctx, raw: UpdateTerminal): Promise<void> {
  const { terminalId, networks, terminalFields, ...profile } = parseInput(input, raw);
  const changes = {
    ...known(profile),
    ...(networks && { networks: JSON.stringify(checkNetworks(networks)) }),
    ...(terminalFields && { terminalFields: JSON.stringify(terminalFields) }),
  };
  try {
    await changeTerminal(ctx, terminalId, { action: 'terminal.update', changes });
  } catch (error) {
    if (!isUniqueViolation(error, 'terminals', ['store_id', 'number'])) throw error;
    throw taken('number', `The store has a terminal with the number ${profile.number} already.`);
  }
}

interface IssuedSecret {
  /** Shown once: only its hash is stored. */
  secret: string;
  /** `base_url` of the terminal's settings. */
  baseUrl: string;
  /** The settings to paste, complete. */
  settingsToml: string;
}

/** Gives a terminal a new secret. The one before stops working at once, and a revocation ends.
 *  @param publicUrl address of this hub as terminals reach it, without a trailing slash
 *  @throws not_found the terminal is none that the actor sees */
export async function issueTerminalSecret(ctx: Ctx, terminalId: number, publicUrl: string): Promise<IssuedSecret> {
  const secret = newTerminalSecret();
  const changes = {
    secretHash: hashTerminalSecret(secret),
    secretHint: hintOf(secret),
    secretIssuedAt: ctx.now(),
    revokedAt: null,
    graceUntil: null,
  };
  const terminal = await changeTerminal(ctx, terminalId, { action: 'terminal.issue-secret', changes });
  const baseUrl = `${publicUrl}/t/${secret}`;
  const codes = {
    officeCode: terminal.company.officeCode,
    storeCode: terminal.store.code,
    terminalCode: terminal.code,
  };
  return { secret, baseUrl, settingsToml: settingsToml({ baseUrl, ...codes }) };
}

/** Refuses a terminal from now on, by secret and by codes. Until `graceUntil` it may still push what it sold offline.
 *  @throws not_found the terminal is none that the actor sees */
export async function revokeTerminal(ctx: Ctx, terminalId: number, graceUntil: Date | null = null): Promise<void> {
  const changes = { revokedAt: ctx.now(), graceUntil };
  await changeTerminal(ctx, terminalId, { action: 'terminal.revoke', changes });
}

interface Change {
  action: string;
  changes: Record<string, unknown>;
}

async function changeTerminal(ctx: Ctx, terminalId: number, { action, changes }: Change) {
  return inTransaction(ctx, async (tx) => {
    const { companyId, storeId } = await getTerminal(tx, terminalId);
    authorize(ctx, 'terminal.manage', { companyId, storeId });
    const version = await nextVersions(tx, companyId);
    // Read after the counter is locked: two changes of one terminal must not both see the state before.
    const before = await getTerminal(tx, terminalId);
    await tx.terminal.update({ where: { id: terminalId }, data: { ...changes, version }, select: { id: true } });
    await recordAudit(tx, ctx, {
      companyId,
      action,
      subjectType: 'terminal',
      subjectId: terminalId,
      before: pick(before, changes),
      after: changes,
    });
    return before;
  });
}

async function getTerminal(tx: Tx, terminalId: number) {
  const terminal = await tx.terminal.findFirst({
    where: { id: terminalId, deletedAt: null, store: { deletedAt: null } },
    include: { company: { select: { officeCode: true } }, store: { select: { code: true } } },
  });
  if (!terminal) throw new DomainError('not_found', { terminalId });
  return terminal;
}
