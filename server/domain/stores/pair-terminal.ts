/** Giving a terminal the secret by which it is known. */
import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import type { Ctx, Tx } from '../../db/index.ts';
import { type ChangedTerminal, changeTerminal } from './change-terminal.ts';
import { parseInput } from './codes.ts';
import { endKeys } from './end-keys.ts';
import { readSyncPolicy } from './sync-policy.ts';
import { hashTerminalSecret, hintOf, newTerminalSecret, settingsToml } from './terminal-secret.ts';

/** The longest time of grace: a till that was away for longer is looked at by a person. */
export const maxGraceHours = 31 * 24;
const hourMs = 3_600_000;

/** For how long the secret before may still deliver; 0: it ends at once. */
export const graceHours = z.number().min(0).max(maxGraceHours);

const input = z.object({
  terminalId: z.int(),
  /** Address of this hub as terminals reach it, without a trailing slash. */
  publicUrl: z.string(),
  graceHours: graceHours.default(0),
  /** When the secret was issued that the person has seen as the current one, null for none. Absent: whatever it is. */
  replaces: z.date().nullish(),
});

type PairTerminal = z.input<typeof input>;

export interface IssuedSecret {
  /** Shown once: only its hash is stored. */
  secret: string;
  /** `base_url` of the terminal's settings. */
  baseUrl: string;
  /** The settings to paste, complete. */
  settingsToml: string;
}

/** Gives a terminal a new secret: it is paired, or paired anew. A revocation ends with it. The secret before stops working at
 *  once, or may deliver what is still in its outbox during the time of grace; never that of a revoked terminal.
 *  @throws invalid_input the time of grace is too long
 *  @throws stale         somebody else has paired it since `replaces`
 *  @throws not_found     the terminal is none that the actor sees */
export async function pairTerminal(ctx: Ctx, raw: PairTerminal): Promise<IssuedSecret> {
  const { terminalId, publicUrl, replaces, ...grace } = parseInput(input, raw);
  const fresh = freshSecret(ctx);
  const terminal = await changeTerminal(ctx, terminalId, {
    action: 'terminal.issue-secret',
    changes: { ...fresh.columns, revokedAt: null, graceUntil: null },
    async also(tx, before) {
      requireSeen(before, replaces);
      await keepFormer(tx, before, { at: ctx.now(), graceHours: grace.graceHours });
      // Of a revoked terminal nothing lives on.
      if (before.revokedAt !== null) await endKeys(tx, terminalId, { at: ctx.now(), until: null });
      return undefined;
    },
  });
  return settingsFor(fresh.secret, publicUrl, {
    officeCode: terminal.company.officeCode,
    storeCode: terminal.store.code,
    terminalCode: terminal.code,
    kind: terminal.kind,
    syncPolicy: terminal.syncPolicy,
  });
}

/** The same without any time of grace.
 *  @throws not_found the terminal is none that the actor sees */
export function issueTerminalSecret(ctx: Ctx, terminalId: number, publicUrl: string): Promise<IssuedSecret> {
  return pairTerminal(ctx, { terminalId, publicUrl });
}

/** A new secret and the columns that hold what is stored of it. */
export function freshSecret(ctx: Ctx) {
  const secret = newTerminalSecret();
  const columns = {
    secretHash: hashTerminalSecret(secret),
    secretHint: hintOf(secret),
    secretIssuedAt: ctx.now(),
  };
  return { secret, columns };
}

/** @throws stale the current secret is not the one that was seen; `seen` undefined: any will do */
export function requireSeen({ secretIssuedAt }: ChangedTerminal, seen: Date | null | undefined): void {
  if (seen === undefined || (secretIssuedAt?.getTime() ?? null) === (seen?.getTime() ?? null)) return;
  throw new DomainError('stale', {}, 'This till has got other settings since this page was opened. Open it again.');
}

/** Lets the secret before deliver for a while longer, booked where it was until now. One of a revoked terminal is dead. */
export async function keepFormer(
  tx: Tx,
  { id: terminalId, secretHash, storeId, code: terminalCode, revokedAt }: ChangedTerminal,
  { at, graceHours: hours }: { at: Date; graceHours: number },
): Promise<void> {
  await tx.terminalFormerSecret.deleteMany({ where: { terminalId, validUntil: { lte: at } } });
  if (hours === 0 || secretHash === null || revokedAt !== null) return;
  const validUntil = new Date(at.getTime() + hours * hourMs);
  await tx.terminalFormerSecret.create({
    data: { secretHash, terminalId, storeId, terminalCode, validUntil, createdAt: at },
    select: { secretHash: true },
  });
}

/** What the person at the till needs. */
export function settingsFor(
  secret: string,
  publicUrl: string,
  {
    syncPolicy,
    ...codes
  }: { officeCode: string; storeCode: string; terminalCode: string; kind: string; syncPolicy: string },
): IssuedSecret {
  const baseUrl = `${publicUrl}/t/${secret}`;
  return { secret, baseUrl, settingsToml: settingsToml({ baseUrl, ...codes, ...readSyncPolicy(syncPolicy) }) };
}
