/** Saved reports: which report, with which question, under a name. They hold no figures: whoever opens one sees what their own
 *  rights show, so sharing one gives nobody anything. */

import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Actor } from '../../core/scope.ts';
import { type Ctx, inTransaction, isUniqueViolation, statement, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize, type CompanyRole, can, companyRoles, memberRoles, parseInput } from '../tenancy/index.ts';

/** One person keeps no more of one company. */
const mostReports = 100;

/** The side bar has room for so many. */
const mostPinned = 12;

/** With whom a report may be shared: a role of the company, or everyone in it. */
export const sharingRoles = ['everyone', 'owner', 'administrator', ...memberRoles] as const;

type SharedTo = (typeof sharingRoles)[number];

/** An address's question without the company, which the row names, in one order: the same question is the same text. */
const question = z
  .string()
  .max(2000)
  .transform((text) => {
    const asked = [...new URLSearchParams(text)].filter(([name, value]) => name !== 'company' && value !== '');
    return new URLSearchParams(asked.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))).toString();
  });

const ownFields = {
  name: z.string().trim().min(1, 'a name is missing').max(80),
  /** Null: the owner alone. */
  sharedTo: z.enum(sharingRoles).nullable(),
  /** It stands on top of the reports of everybody who finds it. */
  isPinned: z.boolean(),
};

const saveFields = z.object({
  companyId: z.number().int(),
  /** Name of a report or dashboard, as its address has it. The door checks that it exists. */
  report: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  /** As the address carries it; a company in it is left out. */
  query: question,
  ...ownFields,
});

const updateFields = z.object({ companyId: z.number().int(), id: z.string().max(36), ...ownFields });

export type SaveReport = z.input<typeof saveFields>;

export interface SavedReport {
  id: string;
  companyId: number;
  name: string;
  report: string;
  /** `range=7-days&store=S1`: without the company. */
  query: string;
  sharedTo: string | null;
  isPinned: boolean;
  isOwn: boolean;
  ownerName: string;
}

/** @throws not_found nobody who is signed in, or somebody of another company */
function personIn(ctx: Ctx, companyId: number): Extract<Actor, { kind: 'user' }> {
  if (ctx.actor.kind !== 'user') throw new DomainError('not_found', { companyId });
  authorize(ctx, 'company.see', { companyId });
  return ctx.actor;
}

/** Owners, administrators and managers share; what everybody else saves is for themselves. */
export function mayShareReports(ctx: Ctx, companyId: number): boolean {
  return can(ctx, 'report.share', { companyId });
}

/** What the person is in the company, as reports are shared. */
function rolesIn(actor: Extract<Actor, { kind: 'user' }>, companyId: number): CompanyRole[] {
  const grant = actor.grants.find((candidate) => candidate.companyId === companyId);
  const isActing = actor.isAtPortal === true && actor.acting?.companyId === companyId;
  return companyRoles.filter(
    (role) =>
      (role === 'owner' && grant?.isOwner) ||
      (role === 'administrator' && (grant?.isAdministrator || isActing)) ||
      grant?.roles.some((held) => held.role === role),
  );
}

/** What a report may be shared with to reach the person. */
function sharedWith(actor: Extract<Actor, { kind: 'user' }>, companyId: number): string[] {
  return ['everyone', ...rolesIn(actor, companyId)];
}

function visibleTo(actor: Extract<Actor, { kind: 'user' }>, companyId: number) {
  return { companyId, OR: [{ ownerId: actor.userId }, { sharedTo: { in: sharedWith(actor, companyId) } }] };
}

const fields = {
  id: true,
  companyId: true,
  name: true,
  report: true,
  query: true,
  sharedTo: true,
  isPinned: true,
  ownerId: true,
  owner: { select: { username: true, displayName: true } },
} as const;

type Row = Omit<SavedReport, 'isOwn' | 'ownerName'> & {
  ownerId: string;
  owner: { username: string; displayName: string };
};

function savedOf({ owner, ownerId, ...row }: Row, userId: string): SavedReport {
  return { ...row, isOwn: ownerId === userId, ownerName: owner.displayName || owner.username };
}

/** The person's own and those shared with what the person is, pinned ones first.
 *  @throws not_found a company that the actor may not see */
export async function listSavedReports(ctx: Ctx, companyId: number): Promise<SavedReport[]> {
  const actor = personIn(ctx, companyId);
  const rows = await ctx.db.reader.savedReport.findMany({
    where: visibleTo(actor, companyId),
    select: fields,
    orderBy: [{ isPinned: 'desc' }, { name: 'asc' }, { id: 'asc' }],
    take: 500,
  });
  return rows.map((row) => savedOf(row, actor.userId));
}

const selectPinned = statement({
  params: { company: 'int', person: 'text', roles: ['text'], most: 'int' },
  returns: { id: 'text', name: 'text', report: 'text', query: 'text' },
  sql: (q) => `SELECT r.id, r.name, r.report, r.query FROM saved_reports r
    WHERE r.company_id = ${q.param('company')} AND (r.owner_id = ${q.param('person')} OR r.shared_to IN ${q.list('roles')})
      AND r.is_pinned
    ORDER BY r.name, r.id LIMIT ${q.param('most')}`,
});

/** Those of them that are pinned: the person's own, and what others pinned for everybody whom they share it with. Every page has
 *  them in its side bar.
 *  @throws not_found a company that the actor may not see */
export async function listPinnedReports(
  ctx: Ctx,
  companyId: number,
): Promise<Pick<SavedReport, 'id' | 'name' | 'report' | 'query'>[]> {
  const actor = personIn(ctx, companyId);
  return ctx.db.dialect.query(ctx.db.reader, selectPinned, {
    company: companyId,
    person: actor.userId,
    roles: sharedWith(actor, companyId),
    most: mostPinned,
  });
}

/** @throws not_found none, of another company, or one that is not shared with the actor */
export async function getSavedReport(ctx: Ctx, { companyId, id }: { companyId: number; id: string }) {
  const actor = personIn(ctx, companyId);
  const row = await ctx.db.reader.savedReport.findFirst({
    where: { id, ...visibleTo(actor, companyId) },
    select: fields,
  });
  if (!row) throw new DomainError('not_found', { id });
  return savedOf(row, actor.userId);
}

/** Keeps a report under a name.
 *  @throws not_found      a company that the actor may not see
 *  @throws forbidden      the actor may not share
 *  @throws already_exists the person has a report of this name
 *  @throws conflict       too many */
export async function saveReport(ctx: Ctx, input: SaveReport): Promise<{ id: string }> {
  const { companyId, ...data } = parseInput(saveFields, input);
  const { userId } = personIn(ctx, companyId);
  checkSharing(ctx, companyId, { from: null, to: data.sharedTo });
  const id = newId();
  await naming(() =>
    inTransaction(ctx, async (tx) => {
      const count = await tx.savedReport.count({ where: { companyId, ownerId: userId } });
      if (count >= mostReports) throw new DomainError('conflict', { count }, 'There are too many: delete one first.');
      const at = ctx.now();
      const row = { id, companyId, ownerId: userId, ...data, createdAt: at, updatedAt: at };
      await tx.savedReport.create({ data: row, select: { id: true } });
      await record(tx, ctx, { companyId, id, action: 'report.save', after: data });
    }),
  );
  return { id };
}

/** The person's own saved report of this very question; where there is none it is kept under a name that is still free.
 *  @throws as `saveReport` */
export async function keepReport(
  ctx: Ctx,
  input: Pick<SaveReport, 'companyId' | 'report' | 'query' | 'name'>,
): Promise<{ id: string }> {
  const { companyId, report, query, name } = parseInput(saveFields, { ...input, sharedTo: null, isPinned: false });
  const own = (await listSavedReports(ctx, companyId)).filter(({ isOwn }) => isOwn);
  const same = own.find((one) => one.report === report && one.query === query);
  if (same) return { id: same.id };
  const taken = new Set(own.map((one) => one.name));
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name.slice(0, 74)} (${number})`;
  return saveReport(ctx, { companyId, report, query, name: free, sharedTo: null, isPinned: false });
}

/** Renames, shares or pins one of the person's own.
 *  @throws not_found      somebody else's, or none
 *  @throws forbidden      the actor may not share
 *  @throws already_exists the person has another of this name */
export async function updateSavedReport(ctx: Ctx, input: z.input<typeof updateFields>): Promise<void> {
  const { companyId, id, ...data } = parseInput(updateFields, input);
  const { userId } = personIn(ctx, companyId);
  await naming(() =>
    inTransaction(ctx, async (tx) => {
      const before = await tx.savedReport.findFirst({ where: { id, companyId, ownerId: userId } });
      if (!before) throw new DomainError('not_found', { id });
      checkSharing(ctx, companyId, { from: before.sharedTo, to: data.sharedTo });
      await tx.savedReport.update({ where: { id }, data: { ...data, updatedAt: ctx.now() }, select: { id: true } });
      const { name, sharedTo, isPinned } = before;
      const action = 'report.update';
      await record(tx, ctx, { companyId, id, action, before: { name, sharedTo, isPinned }, after: data });
    }),
  );
}

/** Takes one away with its schedules: the person's own, or a shared one by whoever may edit the company.
 *  @throws not_found somebody else's, or none */
export async function deleteSavedReport(ctx: Ctx, { companyId, id }: { companyId: number; id: string }): Promise<void> {
  const actor = personIn(ctx, companyId);
  const mayClear = can(ctx, 'company.edit', { companyId });
  await inTransaction(ctx, async (tx) => {
    const whose = mayClear ? [{ ownerId: actor.userId }, { sharedTo: { not: null } }] : [{ ownerId: actor.userId }];
    const before = await tx.savedReport.findFirst({ where: { id, companyId, OR: whose } });
    if (!before) throw new DomainError('not_found', { id });
    await tx.savedReport.delete({ where: { id }, select: { id: true } });
    const { name, report, sharedTo } = before;
    await record(tx, ctx, { companyId, id, action: 'report.delete', before: { name, report, sharedTo } });
  });
}

/** What is shared already may stay so when somebody no longer shares anything new. */
function checkSharing(ctx: Ctx, companyId: number, { from, to }: { from: string | null; to: SharedTo | null }): void {
  if (to !== null && to !== from) authorize(ctx, 'report.share', { companyId });
}

async function naming(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isUniqueViolation(error, 'saved_reports', ['company_id', 'owner_id', 'name'])) throw error;
    const errors = [{ path: 'name', message: 'is already taken' }];
    throw new DomainError('already_exists', { errors }, 'You have a saved report of this name already.');
  }
}

interface Trace {
  companyId: number;
  id: string;
  action: string;
  before?: object;
  after?: object;
}

function record(tx: Tx, ctx: Ctx, { id, ...trace }: Trace): Promise<void> {
  return recordAudit(tx, ctx, { ...trace, subjectType: 'saved_report', subjectId: id });
}
