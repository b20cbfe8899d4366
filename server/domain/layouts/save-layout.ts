import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { authorize } from '../tenancy/index.ts';
import { checkDesign } from './design-rules.ts';
import { type LayoutProblem, problemText } from './problems.ts';
import { readLayout } from './wire-rules.ts';

/** Far more than any till shows. */
const rows = (most: number) => z.array(z.record(z.string(), z.unknown())).max(most, `at most ${most} rows`);

/** One of the engines keeps no NUL in a text; a name or a note has no use for the others either. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const isLine = (text: string) => !/[\u0000-\u001f\u007f]/.test(text);

const input = z.object({
  companyId: z.int(),
  /** Absent: a new layout. */
  layoutId: z.string().optional(),
  name: z.string().trim().min(1, 'give it a name').max(100).refine(isLine, 'no control characters'),
  note: z.string().trim().max(500).refine(isLine, 'no control characters').default(''),
  forms: rows(500),
  controls: rows(5000),
});

export interface SavedLayout {
  layoutId: string;
  /** Number of the version with this content, which tills get from their next refresh on. */
  number: number;
  /** Warnings: it was saved all the same. */
  problems: LayoutProblem[];
}

/** Keeps screens that somebody wrote as a new layout of the company, or as a new version of one. Rows may hold slots: they are
 *  filled with the store's products, departments and notes on the way down.
 *  @throws invalid_input a row would be dropped by terminals, or they could not start; each with form and control
 *  @throws not_found     the company, or the layout in it, is none that the actor sees
 *  @throws already_exists another layout of the company has this name */
export async function saveLayout(ctx: Ctx, raw: z.input<typeof input>): Promise<SavedLayout> {
  const parsed = input.safeParse(raw);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    throw new DomainError('invalid_input', { errors });
  }
  const { companyId, name, note, ...wanted } = parsed.data;
  authorize(ctx, 'layout.manage', { companyId });
  const { layout, problems: dropped } = readLayout(parsed.data);
  const problems = [...dropped, ...checkDesign(layout)];
  const fatal = problems.filter(({ level }) => level === 'error');
  if (fatal.length > 0) {
    const errors = fatal.slice(0, 100).map((problem) => ({ path: 'content', message: problemText(problem) }));
    throw new DomainError('invalid_input', { errors });
  }
  const content = { forms: JSON.stringify(layout.forms), controls: JSON.stringify(layout.controls) };
  const saved = await inTransaction(ctx, async (tx) => {
    const version = await nextVersions(tx, companyId);
    await requireFreeName(tx, { companyId, name, except: wanted.layoutId });
    const layoutId = wanted.layoutId ?? newId();
    const number = wanted.layoutId === undefined ? 1 : await nextNumber(tx, companyId, layoutId);
    const force = { name, currentNumber: number, version };
    await tx.terminalLayout.upsert({
      where: { id: layoutId },
      create: { id: layoutId, companyId, ...force },
      update: force,
    });
    await tx.terminalLayoutVersion.create({
      data: { id: newId(), layoutId, number, ...content, note, author: authorOf(ctx) },
    });
    await recordAudit(tx, ctx, {
      companyId,
      action: number === 1 ? 'layout.create' : 'layout.change',
      subjectType: 'terminal_layout',
      subjectId: layoutId,
      after: { name, number, note, forms: layout.forms.length, controls: layout.controls.length },
    });
    return { layoutId, number };
  });
  return { ...saved, problems };
}

function authorOf({ actor }: Ctx): string {
  return actor.kind === 'user' ? actor.username : '';
}

async function requireFreeName(tx: Tx, wanted: { companyId: number; name: string; except: string | undefined }) {
  const { companyId, name, except } = wanted;
  const taken = await tx.terminalLayout.findFirst({
    where: { companyId, name, deletedAt: null, ...(except !== undefined && { id: { not: except } }) },
    select: { id: true },
  });
  if (!taken) return;
  const errors = [{ path: 'name', message: 'another layout has this name' }];
  throw new DomainError('already_exists', { errors }, 'Another layout of this company has this name.');
}

async function nextNumber(tx: Tx, companyId: number, layoutId: string): Promise<number> {
  const known = await tx.terminalLayout.findFirst({
    where: { id: layoutId, companyId, deletedAt: null },
    select: { versions: { orderBy: { number: 'desc' }, take: 1, select: { number: true } } },
  });
  if (!known) throw new DomainError('not_found', { layoutId });
  return (known.versions[0]?.number ?? 0) + 1;
}

/** Puts a version that was in force before, or was adopted and never was, into force.
 *  @throws not_found there is none of this number, or not for this actor */
export async function useLayoutVersion(
  ctx: Ctx,
  { companyId, layoutId, number }: { companyId: number; layoutId: string; number: number },
): Promise<void> {
  authorize(ctx, 'layout.manage', { companyId });
  await inTransaction(ctx, async (tx) => {
    const version = await nextVersions(tx, companyId);
    const layout = await tx.terminalLayout.findFirst({
      where: { id: layoutId, companyId, deletedAt: null, versions: { some: { number } } },
      select: { currentNumber: true },
    });
    if (!layout) throw new DomainError('not_found', { layoutId, number });
    await tx.terminalLayout.update({ where: { id: layoutId }, data: { currentNumber: number, version } });
    await recordAudit(tx, ctx, {
      companyId,
      action: 'layout.use-version',
      subjectType: 'terminal_layout',
      subjectId: layoutId,
      before: { number: layout.currentNumber },
      after: { number },
    });
  });
}
