/** Views of lists that staff saved: filters, columns and order under a name. They are of the hub, not of a company. */

import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Actor } from '../../core/scope.ts';
import { type Ctx, inTransaction, isUniqueViolation } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { parseInput, staffRoles } from '../tenancy/index.ts';

/** One person keeps no more views of one list. */
const mostViews = 50;

const filters = z
  .record(z.string().max(100), z.array(z.string().max(200)).max(200))
  .refine((query) => Object.keys(query).every((key) => key.startsWith('filters.')), 'only filters can be saved')
  .refine((query) => JSON.stringify(query).length <= 10_000, 'too many filters');

const viewFields = z.object({
  /** Empty: a new view. */
  id: z.string().max(36),
  model: z.string().max(60),
  name: z.string().trim().min(1, 'a name is missing').max(80),
  /** A staff role, or everyone; null: the owner alone. */
  sharedTo: z.enum([...staffRoles, 'everyone']).nullable(),
  isPinned: z.boolean(),
  query: filters,
  columns: z.array(z.string().max(60)).max(40),
  sort: z
    .string()
    .regex(/^\w{1,60} (asc|desc)$/)
    .nullable(),
});

export type SaveView = z.input<typeof viewFields>;

export type SavedView = Omit<SaveView, 'sharedTo'> & {
  sharedTo: string | null;
  isOwn: boolean;
  ownerId: string;
  /** The owner's username. */
  owner: string;
};

type Staff = Extract<Actor, { kind: 'user' }> & {
  staffRole: NonNullable<Extract<Actor, { kind: 'user' }>['staffRole']>;
};

/** @throws DomainError not_found: nobody of the staff */
function staffOf(ctx: Ctx): Staff {
  if (ctx.actor.kind !== 'user' || ctx.actor.staffRole === null) throw new DomainError('not_found');
  return { ...ctx.actor, staffRole: ctx.actor.staffRole };
}

/** Support reads; what it saves is for itself. */
export function mayShareViews(ctx: Ctx): boolean {
  return staffOf(ctx).staffRole !== 'support';
}

/** The person's own views and those shared with their role, of one list or of all.
 *  @throws DomainError not_found: nobody of the staff */
export async function listViews(ctx: Ctx, { model }: { model?: string }): Promise<SavedView[]> {
  const { userId, staffRole } = staffOf(ctx);
  const rows = await ctx.db.reader.savedView.findMany({
    where: {
      ...(model === undefined ? {} : { model }),
      OR: [{ ownerId: userId }, { sharedTo: { in: [staffRole, 'everyone'] } }],
    },
    include: { owner: { select: { username: true } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: 500,
  });
  return rows.map(({ owner, ownerId, ...row }) => ({
    ...row,
    query: JSON.parse(row.query) as SavedView['query'],
    columns: JSON.parse(row.columns) as string[],
    isOwn: ownerId === userId,
    ownerId,
    owner: owner.username,
  }));
}

/** Keeps a view; with an id it replaces one of the person's own.
 *  @throws DomainError not_found: somebody else's view
 *  @throws DomainError forbidden: support shares nothing
 *  @throws DomainError already_exists: the person has a view of this name
 *  @throws DomainError conflict: too many views */
export async function saveView(ctx: Ctx, input: SaveView): Promise<{ id: string }> {
  const { userId } = staffOf(ctx);
  const { id: given, ...fields } = parseInput(viewFields, input);
  if (fields.sharedTo !== null && !mayShareViews(ctx)) {
    throw new DomainError('forbidden', { sharedTo: fields.sharedTo }, 'Support shares no views.');
  }
  const data = { ...fields, query: JSON.stringify(fields.query), columns: JSON.stringify(fields.columns) };
  const id = given === '' ? newId() : given;
  try {
    await inTransaction(ctx, async (tx) => {
      const before = given === '' ? null : await tx.savedView.findFirst({ where: { id, ownerId: userId } });
      if (given !== '' && before === null) throw new DomainError('not_found', { id });
      const at = ctx.now();
      if (before) await tx.savedView.update({ where: { id }, data: { ...data, updatedAt: at }, select: { id: true } });
      else {
        const count = await tx.savedView.count({ where: { ownerId: userId, model: fields.model } });
        if (count >= mostViews)
          throw new DomainError('conflict', { count }, 'There are too many views: delete one first.');
        const row = { ...data, id, ownerId: userId, createdAt: at, updatedAt: at };
        await tx.savedView.create({ data: row, select: { id: true } });
      }
      await recordAudit(tx, ctx, {
        companyId: null,
        action: before ? 'view.update' : 'view.create',
        ...{ subjectType: 'saved_view', subjectId: id },
        ...(before ? { before: shown(before) } : {}),
        after: shown(data),
      });
    });
  } catch (error) {
    if (!isUniqueViolation(error, 'saved_views', ['owner_id', 'model', 'name'])) throw error;
    const errors = [{ path: 'name', message: 'is already taken' }];
    throw new DomainError('already_exists', { errors }, 'You have a view of this name already.');
  }
  return { id };
}

/** Takes one of the person's own views away, also from those it was shared with.
 *  @throws DomainError not_found */
export async function deleteView(ctx: Ctx, id: string): Promise<void> {
  const { userId } = staffOf(ctx);
  await inTransaction(ctx, async (tx) => {
    const before = await tx.savedView.findFirst({ where: { id, ownerId: userId } });
    if (before === null) throw new DomainError('not_found', { id });
    await tx.savedView.delete({ where: { id }, select: { id: true } });
    const trace = { companyId: null, action: 'view.delete', subjectType: 'saved_view', subjectId: id };
    await recordAudit(tx, ctx, { ...trace, before: shown(before) });
  });
}

/** What the trail keeps: the filters' names, and not what somebody looked for. */
function shown(view: { model: string; name: string; sharedTo: string | null; isPinned: boolean; query: string }) {
  const { model, name, sharedTo, isPinned, query } = view;
  return { model, name, sharedTo, isPinned, filters: Object.keys(JSON.parse(query) as object) };
}
