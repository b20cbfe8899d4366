/** Adopting a shop that has run on its own: everything that a till's database holds, in one run that may be repeated. */

import type { Vault } from '../../core/vault.ts';
import { type Ctx, inTransaction } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { judgeDue } from '../reconciliation/index.ts';
import { recordSequences } from '../sales/index.ts';
import type { TerminalIdentity } from '../stores/index.ts';
import { authorize } from '../tenancy/index.ts';
import type { Adoption, Run } from './adopt.ts';
import { adoptCashiers } from './cashiers.ts';
import { catalogAdoptions } from './catalog.ts';
import { adoptHistory } from './history.ts';
import { adoptIds, findPlace, portray, type SelfPortrait } from './identity.ts';
import { reportLeftOut } from './left-out.ts';
import { offerAdoptions } from './offers.ts';
import { peopleAdoptions, segmentAdoption } from './people.ts';
import { factAdoptions, settlePoints } from './points.ts';
import { referenceAdoptions } from './reference.ts';
import { Findings, type TableReport } from './report.ts';
import { adoptLayout, adoptResources } from './screens.ts';
import { openSource, type Source } from './source.ts';
import { adoptLevels, settleStock } from './stock-levels.ts';
import { warehouseAdoptions } from './warehouses.ts';

export interface ImportPypos {
  /** The till's database; it is only read. */
  file: string;
  companyId: number;
  /** Code of the store; absent: the one that the file is of, or the only one. */
  store?: string | undefined;
  /** Code of the till in its store; absent as above. */
  terminal?: string | undefined;
  /** True: a store or till of these codes that does not exist is made, under the ids of the file. */
  createTerminal?: boolean;
  /** True: tells what would happen and writes nothing. */
  dryRun?: boolean;
}

export interface Tools {
  /** Seals the cashiers' passwords. */
  vault: Vault;
  /** Folder for a copy of the file while it is read. */
  scratchFolder: string;
  /** @param done 0 to 1 */
  progress?: (done: number, step: string) => void;
}

export interface ImportReport {
  dryRun: boolean;
  officeCode: string;
  storeCode: string;
  terminalCode: string;
  tables: TableReport[];
  notes: string[];
}

/** Masters in the order in which they name each other. */
const masters: readonly Adoption[] = [
  ...referenceAdoptions,
  ...catalogAdoptions,
  ...warehouseAdoptions,
  segmentAdoption,
  ...peopleAdoptions,
  ...offerAdoptions,
];

/** Takes over a PyPOS database: master data, screens, cashiers, customers, and the whole history as if its till had pushed it, under
 *  the ids that the till gave. What the hub has stays, also where the file says otherwise. Every step is safe to repeat, so that a
 *  run that was broken off is simply started again, and a second run changes nothing.
 *  @throws invalid_input the file is no till's database, or it is not clear which till it is of; the message says what would be right
 *  @throws unavailable   the hub's database cannot be written just now: run again */
export async function importPypos(ctx: Ctx, input: ImportPypos, tools: Tools): Promise<ImportReport> {
  const { companyId, dryRun = false } = input;
  for (const action of ['catalog.write', 'cashier.manage', 'terminal.manage', 'layout.manage'] as const) {
    authorize(ctx, action, { companyId });
  }
  const source = await openSource(input.file, tools.scratchFolder);
  try {
    const self = portray(source);
    const { store, terminal: terminalCode, createTerminal: create = false } = input;
    const terminal = await findPlace(ctx, self, { companyId, store, terminal: terminalCode, create, dryRun });
    const findings = new Findings();
    await adoptIds(ctx, terminal, { self, findings, dryRun });
    const run = startRun(ctx, { source, self, terminal, findings, dryRun, tools });
    await adoptAll(run, { terminal, self, vault: tools.vault });
    const { officeCode, storeCode } = terminal;
    const tables = [...findings.tables.values()];
    const hasChanged = tables.some((table) => table.new > 0);
    if (!dryRun && hasChanged) await note(ctx, { terminal, tables, file: input.file });
    return { dryRun, officeCode, storeCode, terminalCode: terminal.terminalCode, tables, notes: findings.notes };
  } finally {
    source.file.close();
  }
}

interface Start {
  source: Source;
  self: SelfPortrait;
  terminal: TerminalIdentity;
  findings: Findings;
  dryRun: boolean;
  tools: Tools;
}

function startRun(ctx: Ctx, { source, self, terminal, findings, dryRun, tools }: Start): Run {
  const total = countRows(source);
  let done = 0;
  if (self.currency !== null && self.currency !== terminal.currency) {
    findings.note(
      `The till counts in ${self.currency}, store ${terminal.storeCode} in ${terminal.currency}: change the store, or its prices are missing there.`,
    );
  }
  return {
    ctx,
    source,
    findings,
    dryRun,
    promised: { ids: new Map(), keys: new Set() },
    place: {
      companyId: terminal.companyId,
      storeId: terminal.storeId === 0 ? null : terminal.storeId,
      storeCode: terminal.storeCode,
      sourceStoreId: self.store?.id ?? null,
      currency: self.currency ?? terminal.currency,
    },
    advance(rows, step) {
      done += rows;
      tools.progress?.(step === 'done' ? 1 : Math.min(1, done / total), step);
    },
  };
}

const progressTables = [
  'transaction_head',
  'closure',
  'cashier',
  'form',
  'form_control',
  'warehouse_product_stock',
  'label_value',
  'pos_virtual_keyboard',
  'cashier_performance_target',
];

function countRows(source: Source): number {
  const tables = new Set([...progressTables, ...[...masters, ...factAdoptions].map(({ table }) => table)]);
  return [...tables].reduce((sum, table) => sum + source.count(table), 0);
}

interface Shop {
  terminal: TerminalIdentity;
  self: SelfPortrait;
  vault: Vault;
}

async function adoptAll(run: Run, { terminal, self, vault }: Shop): Promise<void> {
  await adoptCashiers(run, vault);
  for (const adoption of masters) await adoption.run(run);
  await adoptResources(run);
  await adoptLayout(run, terminal);
  await adoptLevels(run);
  for (const fact of factAdoptions) await fact.judge(run);
  await adoptHistory(run, terminal);
  await adoptCounters(run, { terminal, self });
  if (!run.dryRun) {
    for (const fact of factAdoptions) await fact.write(run);
    await settlePoints(run, terminal.terminalId);
  }
  await settleStock(run, terminal.terminalId);
  reportLeftOut(run);
  if (!run.dryRun) while ((await judgeDue(run.ctx)) > 0);
  run.advance(0, 'done');
}

/** The till's two counters, unless the hub has heard of later ones. */
async function adoptCounters({ ctx, findings, dryRun }: Run, { terminal, self }: Omit<Shop, 'vault'>): Promise<void> {
  const table = 'transaction_sequence';
  const state = await ctx.db.reader.terminalState.findUnique({ where: { terminalId: terminal.terminalId } });
  const others = await ctx.db.reader.terminalSequence.findMany({ where: { terminalId: terminal.terminalId } });
  const closure = self.sequences.get('ClosureNumber')?.value ?? 0;
  const ahead = (name: string, value: number): boolean => {
    if (name === 'ClosureNumber') return value > (state?.closureNumber ?? 1);
    if (name !== 'ReceiptNumber') return !others.some((known) => known.name === name && known.value >= BigInt(value));
    const known = state?.closureNumber ?? 1;
    return closure > known || (closure === known && value > (state?.receiptNumber ?? 1));
  };
  const fresh: { name: string; value: number }[] = [];
  for (const [name, { value }] of self.sequences) {
    if (value === null) findings.add(table, 'skipped', { reason: 'it has no value', example: name });
    else if (ahead(name, value)) {
      findings.add(table, 'new');
      fresh.push({ name, value });
    } else findings.add(table, 'known');
  }
  if (dryRun || fresh.length === 0) return;
  const pair = [...self.sequences].flatMap(([name, { value }]) => (value === null ? [] : [{ name, value }]));
  await recordSequences(ctx, terminal, pair);
}

/** One entry for the run, where it changed anything. */
async function note(
  ctx: Ctx,
  { terminal, tables, file }: { terminal: TerminalIdentity; tables: readonly TableReport[]; file: string },
): Promise<void> {
  const told = tables.map(({ table, new: fresh, known, conflicting, skipped }) => [
    table,
    { new: fresh, known, conflicting, skipped },
  ]);
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, ctx, {
      companyId: terminal.companyId,
      action: 'import-pypos.run',
      subjectType: 'terminal',
      subjectId: terminal.terminalId,
      after: { file, tables: Object.fromEntries(told) },
    }),
  );
}
