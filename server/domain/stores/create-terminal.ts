import type { Prisma } from '@prisma/client';
import { z } from 'zod';
import { newId } from '../../core/ids.ts';
import { type Ctx, inTransaction, isUniqueViolation, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { authorize } from '../tenancy/index.ts';
import { code, line, optionalLine, parseInput, taken, terminalFields } from './codes.ts';
import { checkNetworks } from './networks.ts';
import { authority, changeSyncPolicy, syncMinutes } from './sync-policy.ts';
import { getStore } from './update-store.ts';

const wholeNumber = 'a whole number from 1 to 9999';

/** What people say about a terminal. Absent fields keep their value in an update. */
export const terminalProfile = z.object({
  name: line(100).min(1, 'must not be empty'),
  /** `pos_no_in_store`; 1 to 9999. */
  number: z.int(wholeNumber).min(1, wholeNumber).max(9999, wholeNumber),
  kind: z.enum(['pypos', 'kitchen', 'office', 'mobile']),
  /** Networks it may come from; empty: any. */
  networks: z.array(z.string()),
  serialNumber: optionalLine(100),
  operatingSystem: optionalLine(100),
  layoutId: z.string().nullish(),
  /** Minutes between two deliveries of its outbox. */
  syncMinutes,
  /** In what the hub has the say. */
  manages: authority,
  terminalFields,
});

const input = terminalProfile.partial().extend({ storeId: z.int(), code });

type CreateTerminal = z.input<typeof input>;

/** Puts a terminal into a store. Its number defaults to the next free one, its name to its code. It has no secret yet:
 *  `issueTerminalSecret` gives it one.
 *  @throws invalid_input  a field breaks its rule
 *  @throws already_exists the store has, or had, a terminal with this code or number
 *  @throws not_found      the store is none that the actor sees */
export function createTerminal(ctx: Ctx, raw: CreateTerminal): Promise<{ id: number; uuid: string }> {
  return inTransaction(ctx, (tx) => createTerminalIn({ tx, ctx }, raw));
}

/** The same inside the caller's transaction. */
export async function createTerminalIn(
  { tx, ctx }: { tx: Tx; ctx: Ctx },
  raw: CreateTerminal,
): Promise<{ id: number; uuid: string }> {
  const { storeId, networks, terminalFields: fields, ...profile } = parseInput(input, raw);
  const { companyId } = await getStore(tx, storeId);
  authorize(ctx, 'terminal.manage', { companyId, storeId });
  const version = await nextVersions(tx, companyId);
  const data = {
    storeId,
    code: profile.code,
    name: profile.name ?? profile.code,
    number: profile.number ?? (await nextNumber(tx, storeId)),
    kind: profile.kind ?? 'pypos',
    networks: JSON.stringify(checkNetworks(networks ?? [])),
    serialNumber: profile.serialNumber ?? null,
    operatingSystem: profile.operatingSystem ?? null,
    layoutId: profile.layoutId ?? null,
    ...((profile.syncMinutes || profile.manages) && { syncPolicy: changeSyncPolicy('{}', profile) }),
    terminalFields: JSON.stringify(fields ?? {}),
  };
  const terminal = await insert(tx, { ...data, companyId, version, createdAt: ctx.now() });
  await recordAudit(tx, ctx, {
    companyId,
    action: 'terminal.create',
    subjectType: 'terminal',
    subjectId: terminal.id,
    after: data,
  });
  return terminal;
}

/** Deleted terminals keep their numbers: their documents carry them. */
export async function nextNumber(tx: Tx, storeId: number): Promise<number> {
  const { _max } = await tx.terminal.aggregate({ where: { storeId }, _max: { number: true } });
  return (_max.number ?? 0) + 1;
}

type NewTerminal = Omit<Prisma.TerminalUncheckedCreateInput, 'uuid' | 'receiptSequenceId' | 'closureSequenceId'>;

async function insert(tx: Tx, data: NewTerminal) {
  try {
    const ids = { uuid: newId(), receiptSequenceId: newId(), closureSequenceId: newId() };
    const terminal = await tx.terminal.create({ data: { ...data, ...ids }, select: { id: true, uuid: true } });
    await tx.terminalState.create({ data: { terminalId: terminal.id, companyId: data.companyId } });
    return terminal;
  } catch (error) {
    if (isUniqueViolation(error, 'terminals', ['store_id', 'code'])) {
      throw taken('code', `The store has, or had, a terminal with the code ${data.code}.`);
    }
    if (isUniqueViolation(error, 'terminals', ['store_id', 'number'])) {
      throw taken('number', `The store has, or had, a terminal with the number ${data.number}.`);
    }
    throw error;
  }
}
