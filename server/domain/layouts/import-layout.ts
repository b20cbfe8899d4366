import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { authorize } from '../tenancy/index.ts';
import type { LayoutProblem } from './problems.ts';
import { readLayout } from './wire-rules.ts';

const rows = z.array(z.record(z.string(), z.unknown())).max(20_000);

const input = z.object({
  companyId: z.int(),
  name: z.string().trim().min(1).max(100),
  /** Rows of `form` and `form_control` as they lie in a terminal's database. */
  forms: rows,
  controls: rows,
  /** True: says what would happen and writes nothing. */
  dryRun: z.boolean().default(false),
});

export interface ImportedLayout {
  /** Null: a dry run of something new. */
  layoutId: string | null;
  /** Number of the version with this content, which is in force unless it was known before. */
  number: number;
  /** `known`: a layout of the company has a version with exactly this content, nothing was written. `version`: a layout of this
   *  name was there and has a new version. `layout`: a new one. */
  outcome: 'known' | 'version' | 'layout';
  forms: number;
  controls: number;
  /** Rows that a terminal would drop, each with its reason (`error`), and what else is odd (`warning`). */
  problems: LayoutProblem[];
}

/** Keeps the screens of an existing terminal as a layout of the company, with their ids, and assigns them to nobody. The same
 *  content again is recognised, under whatever name. Only the rules of the wire are asked: the design is the terminal's own.
 *  @throws invalid_input there is no form among the rows
 *  @throws not_found     the company is none that the actor sees */
export async function importLayout(ctx: Ctx, raw: z.input<typeof input>): Promise<ImportedLayout> {
  const parsed = input.safeParse(raw);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    throw new DomainError('invalid_input', { errors });
  }
  const { companyId, name, dryRun } = parsed.data;
  authorize(ctx, 'layout.manage', { companyId });
  const { layout, problems } = readLayout(parsed.data);
  if (layout.forms.length === 0) {
    const errors = [{ path: 'forms', message: 'no form that a terminal could show' }];
    throw new DomainError('invalid_input', { errors, problems });
  }
  const counts = { forms: layout.forms.length, controls: layout.controls.length };
  const content = { forms: JSON.stringify(layout.forms), controls: JSON.stringify(layout.controls) };
  if (dryRun) return { ...(await place(ctx.db.reader, { companyId, name, content })), ...counts, problems };
  const stored = await inTransaction(ctx, async (tx) => {
    const version = await nextVersions(tx, companyId);
    const placed = await place(tx, { companyId, name, content });
    if (placed.outcome === 'known') return placed;
    const layoutId = placed.layoutId ?? newId();
    const force = { currentNumber: placed.number, version };
    await tx.terminalLayout.upsert({
      where: { id: layoutId },
      create: { id: layoutId, companyId, name, description: 'Adopted from a terminal.', ...force },
      update: force,
    });
    await tx.terminalLayoutVersion.create({
      data: { id: newId(), layoutId, number: placed.number, ...content, note: 'Adopted from a terminal' },
    });
    await recordAudit(tx, ctx, {
      companyId,
      action: 'layout.import',
      subjectType: 'terminal_layout',
      subjectId: layoutId,
      after: { name, number: placed.number, ...counts },
    });
    return { ...placed, layoutId };
  });
  return { ...stored, ...counts, problems };
}

interface Content {
  companyId: number;
  name: string;
  content: { forms: string; controls: string };
}

/** Where the content is or would go. */
async function place(
  client: Pick<Tx, 'terminalLayout' | 'terminalLayoutVersion'>,
  { companyId, name, content }: Content,
): Promise<Pick<ImportedLayout, 'layoutId' | 'number' | 'outcome'>> {
  const known = await client.terminalLayoutVersion.findFirst({
    where: { ...content, layout: { companyId, deletedAt: null } },
    orderBy: { createdAt: 'asc' },
    select: { layoutId: true, number: true },
  });
  if (known) return { ...known, outcome: 'known' };
  const named = await client.terminalLayout.findFirst({
    where: { companyId, name, deletedAt: null },
    orderBy: { createdAt: 'asc' },
    select: { id: true, versions: { orderBy: { number: 'desc' }, take: 1, select: { number: true } } },
  });
  if (!named) return { layoutId: null, number: 1, outcome: 'layout' };
  return { layoutId: named.id, number: (named.versions[0]?.number ?? 0) + 1, outcome: 'version' };
}
