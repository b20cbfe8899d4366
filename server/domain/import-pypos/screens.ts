/** The till's screens as a layout of the company, and the rows that only tills use: labels, keyboards, targets. */

import { inTransaction } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { type ImportedLayout, importLayout, problemText } from '../layouts/index.ts';
import { type TerminalIdentity, updateTerminal } from '../stores/index.ts';
import type { Run } from './adopt.ts';
import { Cells } from './cells.ts';

/** Screens of a till: some dozens of forms with some thousand controls, kept as one piece. */
export async function adoptLayout(run: Run, terminal: TerminalIdentity): Promise<void> {
  const { ctx, source, findings, dryRun } = run;
  const read = (table: string) => [...source.pages(table)].flat();
  const forms = read('form');
  const controls = read('form_control');
  run.advance(forms.length + controls.length, 'form');
  if (forms.length === 0) {
    findings.skip('form_control', controls.length, 'there is no form that it could be on');
    return;
  }
  const name = `Till ${terminal.storeCode} ${terminal.terminalCode}`;
  const { companyId } = terminal;
  const input = { companyId, name, forms: [...forms], controls: [...controls] };
  const planned = await importLayout(ctx, { ...input, dryRun: true });
  report(run, planned, { form: forms.length, form_control: controls.length });
  if (dryRun || planned.outcome === 'known') return;
  const layout = await importLayout(ctx, input);
  const { layoutId } = await ctx.db.reader.terminal.findUniqueOrThrow({ where: { id: terminal.terminalId } });
  if (layoutId !== null) return;
  await updateTerminal(ctx, { terminalId: terminal.terminalId, layoutId: layout.layoutId });
}

function report({ findings }: Run, layout: ImportedLayout, rows: { form: number; form_control: number }): void {
  const taken = { form: layout.forms, form_control: layout.controls };
  for (const table of ['form', 'form_control'] as const) {
    const outcome = layout.outcome === 'known' ? 'known' : 'new';
    for (let count = 0; count < taken[table]; count += 1) findings.add(table, outcome);
    findings.skip(table, rows[table] - taken[table], 'deleted at the till, or the till itself would drop it');
  }
  for (const problem of layout.problems.filter(({ level }) => level === 'error')) {
    findings.changed('form_control', 'cannot be shown', problemText(problem));
  }
}

const resources = {
  label_value: 'label_values',
  pos_virtual_keyboard: 'pos_virtual_keyboards',
  cashier_performance_target: 'cashier_performance_targets',
} as const;

export async function adoptResources(run: Run): Promise<void> {
  for (const [table, resource] of Object.entries(resources)) {
    for (const page of run.source.pages(table)) {
      await adoptResourcePage(run, { table, resource, cells: page.map((row) => new Cells(row)) });
      run.advance(page.length, table);
    }
  }
}

async function adoptResourcePage(
  { ctx, place, findings, dryRun }: Run,
  { table, resource, cells }: { table: string; resource: string; cells: readonly Cells[] },
): Promise<void> {
  const { companyId, storeId } = place;
  const rows = cells.flatMap((each) => {
    const { id, name: example } = each;
    if (id !== null) return [{ id, example, body: each.rest(), deletedAt: each.deletedAt }];
    findings.add(table, 'skipped', { reason: 'its id is no UUID, or has become a number in the file', example });
    return [];
  });
  const stored = await ctx.db.reader.terminalResource.findMany({ where: { id: { in: rows.map(({ id }) => id) } } });
  const known = new Map(stored.map((row) => [row.id, row]));
  const fresh = rows.filter(({ id, example, body }) => {
    const there = known.get(id);
    if (!there) findings.add(table, 'new');
    else if (there.companyId !== companyId) {
      findings.add(table, 'conflicting', { reason: 'its id belongs to another company', example });
    } else if (there.body === body) findings.add(table, 'known');
    else findings.add(table, 'conflicting', { reason: 'the hub has it with another body, which stays', example });
    return !there;
  });
  if (dryRun || fresh.length === 0) return;
  await inTransaction(ctx, async (tx) => {
    const version = await nextVersions(tx, companyId, fresh.length);
    await tx.terminalResource.createMany({
      data: fresh.map(({ example: _example, ...row }, index) => ({
        ...row,
        companyId,
        storeId,
        resource,
        version: version + index,
        createdAt: ctx.now(),
      })),
    });
    await recordAudit(tx, ctx, {
      companyId,
      action: 'terminal_resource.put',
      subjectType: 'terminal_resource',
      subjectId: `${fresh.length} rows`,
      after: { resource, written: fresh.length },
    });
  });
}
