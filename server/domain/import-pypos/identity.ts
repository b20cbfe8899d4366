/** Which store and till of the company the file belongs to, and that they carry the ids under which the till knows itself. */

import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, isUniqueViolation, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { createStore, createTerminal, type TerminalIdentity } from '../stores/index.ts';
import { Cells } from './cells.ts';
import type { Findings } from './report.ts';
import type { Source } from './source.ts';

export interface Wanted {
  companyId: number;
  store: string | undefined;
  terminal: string | undefined;
  /** A store or till that does not exist yet is made. */
  create: boolean;
  dryRun: boolean;
}

/** What the file says about itself. */
export interface SelfPortrait {
  store: Cells | null;
  settings: Cells | null;
  currency: string | null;
  sequences: ReadonlyMap<string, { id: string | null; value: number | null }>;
}

export function portray(source: Source): SelfPortrait {
  const cells = (table: string) => {
    const row = source.first(table);
    return row && new Cells(row);
  };
  const settings = cells('pos_settings');
  const currencyId = settings?.reference('fk_current_currency_id') ?? settings?.reference('fk_working_currency_id');
  let currency: string | null = null;
  for (const page of source.pages('currency')) {
    for (const row of page.map((each) => new Cells(each))) {
      if (row.id !== null && row.id === currencyId) currency = row.text('sign', 3)?.toUpperCase() ?? null;
    }
  }
  const sequences = new Map<string, { id: string | null; value: number | null }>();
  for (const page of source.pages('transaction_sequence')) {
    for (const row of page.map((each) => new Cells(each))) {
      const name = row.text('name', 50);
      if (name !== null && !sequences.has(name)) sequences.set(name, { id: row.id, value: row.int('value') });
    }
  }
  return { store: cells('store'), settings, currency, sequences };
}

type KnownStore = Awaited<ReturnType<typeof readStores>>[number];

/** Finds (or makes) the till's place. In a dry run, what would be made has the ids 0.
 *  @throws invalid_input nothing fits, with what would */
export async function findPlace(ctx: Ctx, self: SelfPortrait, wanted: Wanted): Promise<TerminalIdentity> {
  const stores = await readStores(ctx, wanted.companyId);
  const store = chooseStore(stores, self, wanted);
  const terminal = store && chooseTerminal(store, self, wanted);
  const company = await ctx.db.reader.company.findUniqueOrThrow({ where: { id: wanted.companyId } });
  const storeCode = store?.code ?? wanted.store ?? '';
  const terminalCode = terminal?.code ?? wanted.terminal ?? '';
  if (!terminal && (storeCode === '' || terminalCode === '')) {
    refuse('--create-terminal needs the codes of both: --store STORE-001 --terminal POS-001.');
  }
  if (!wanted.dryRun && !terminal) {
    const storeId = store?.id ?? (await makeStore(ctx, self, { companyId: wanted.companyId, code: storeCode }));
    await makeTerminal(ctx, self, { storeId, code: terminalCode });
    return findPlace(ctx, self, { ...wanted, store: storeCode, terminal: terminalCode, create: false });
  }
  return {
    terminalId: terminal?.id ?? 0,
    storeId: store?.id ?? 0,
    companyId: wanted.companyId,
    officeCode: company.officeCode,
    storeCode,
    terminalCode,
    timeZone: store?.timeZone ?? company.timeZone,
    dayStartMinutes: store?.dayStartMinutes ?? 0,
    currency: store?.currency ?? self.currency ?? company.currency,
  };
}

function readStores(ctx: Ctx, companyId: number) {
  return ctx.db.reader.store.findMany({
    where: { companyId, deletedAt: null },
    include: { terminals: { where: { deletedAt: null }, select: { id: true, uuid: true, code: true } } },
    orderBy: { code: 'asc' },
  });
}

/** By code, else by the till's own id of it, else the only one. Null: it is to be made. */
function chooseStore(stores: readonly KnownStore[], self: SelfPortrait, wanted: Wanted): KnownStore | null {
  const codes = list(stores.map(({ code }) => code));
  if (wanted.store !== undefined) {
    const named = stores.find(({ code }) => code === wanted.store);
    if (named || wanted.create) return named ?? null;
    refuse(
      `The company has no store ${wanted.store}. ${codes ? `It has ${codes}: name one with --store` : 'It has none yet'}, or add --create-terminal to open it.`,
    );
  }
  const own = stores.find(({ uuid }) => uuid === self.store?.id);
  const only = stores.length === 1 ? stores[0] : undefined;
  if (own ?? only) return own ?? only ?? null;
  if (stores.length > 0) refuse(`Say which store the till stands in: --store ${codes}.`);
  refuse(
    'The company has no store yet. Say under which codes to open it, for example --create-terminal --store STORE-001 --terminal POS-001.',
  );
}

function chooseTerminal(store: KnownStore, self: SelfPortrait, wanted: Wanted) {
  const codes = list(store.terminals.map(({ code }) => code));
  if (wanted.terminal !== undefined) {
    const named = store.terminals.find(({ code }) => code === wanted.terminal);
    if (named || wanted.create) return named ?? null;
    refuse(
      `Store ${store.code} has no till ${wanted.terminal}. ${codes ? `It has ${codes}: name one with --terminal` : 'It has none yet'}, or add --create-terminal to register it.`,
    );
  }
  const own = store.terminals.find(({ uuid }) => uuid === self.settings?.id);
  const only = store.terminals.length === 1 ? store.terminals[0] : undefined;
  if (own ?? only) return own ?? only ?? null;
  if (store.terminals.length > 0) refuse(`Say which till of store ${store.code} this is: --terminal ${codes}.`);
  refuse(`Store ${store.code} has no till yet. Register one first, or add --create-terminal --terminal POS-001.`);
}

function list(codes: readonly string[]): string {
  return codes.length > 10 ? `${codes.slice(0, 10).join(', ')} …` : codes.join(', ').replace(/, ([^,]*)$/, ' or $1');
}

function refuse(message: string): never {
  throw new DomainError('invalid_input', { errors: [] }, message);
}

async function makeStore(
  ctx: Ctx,
  self: SelfPortrait,
  { companyId, code }: { companyId: number; code: string },
): Promise<number> {
  const { store: s, currency } = self;
  const { id } = await createStore(ctx, {
    companyId,
    code,
    name: s?.text('brand_name', 50) ?? s?.text('company_name', 50) ?? code,
    ...(currency !== null && { currency }),
    brandName: line(s, 'brand_name', 50),
    description: line(s, 'description', 100),
    webPageUrl: line(s, 'web_page_url', 250),
    street: line(s, 'street', 150),
    blockNo: line(s, 'block_no', 20),
    district: line(s, 'district', 100),
    postalCode: line(s, 'postal_code', 20),
    phoneNumber: line(s, 'phone_number', 20),
    email: line(s, 'email', 100),
    terminalFields: restOf(s, 'company_name', 'fk_city_id', 'fk_country_id'),
  });
  return id;
}

async function makeTerminal(ctx: Ctx, self: SelfPortrait, { storeId, code }: { storeId: number; code: string }) {
  const { settings: s } = self;
  const number = s?.int('pos_no_in_store') ?? null;
  const taken = await ctx.db.reader.terminal.findFirst({
    where: { storeId, number: number ?? 0 },
    select: { id: true },
  });
  await createTerminal(ctx, {
    storeId,
    code,
    name: s?.text('name', 100) ?? code,
    ...(number !== null && number >= 1 && number <= 9999 && !taken && { number }),
    serialNumber: line(s, 'device_serial_number', 100),
    operatingSystem: line(s, 'device_operation_system', 100),
    terminalFields: restOf(s, 'fk_default_country_id', 'fk_current_currency_id', 'fk_working_currency_id'),
  });
}

/** What only tills use: printers, displays, telephone numbers. */
function restOf(cells: Cells | null, ...without: string[]): Record<string, string | number> {
  return JSON.parse(cells?.rest(...without) ?? '{}') as Record<string, string | number>;
}

function line(cells: Cells | null, column: string, most: number): string | null {
  return cells?.text(column, most)?.replaceAll(/\s+/g, ' ') ?? null;
}

/** Gives store and till the ids under which the file knows them: a till that finds another id in init gets a second store and
 *  second counters. Only where no other till can know the hub's ids yet; otherwise it is noted and stays. */
export async function adoptIds(
  ctx: Ctx,
  terminal: TerminalIdentity,
  { self, findings, dryRun }: { self: SelfPortrait; findings: Findings; dryRun: boolean },
): Promise<void> {
  if (terminal.terminalId === 0) return;
  const known = await ctx.db.reader.terminal.findUniqueOrThrow({
    where: { id: terminal.terminalId },
    include: { store: { select: { uuid: true } } },
  });
  const wantedStore = self.store?.id ?? null;
  const wanted = {
    uuid: self.settings?.id ?? null,
    receiptSequenceId: self.sequences.get('ReceiptNumber')?.id ?? null,
    closureSequenceId: self.sequences.get('ClosureNumber')?.id ?? null,
  };
  const changes = Object.fromEntries(
    Object.entries(wanted).filter(([name, id]) => id !== null && id !== known[name as keyof typeof wanted]),
  );
  const storeChanges = wantedStore !== null && wantedStore !== known.store.uuid ? { uuid: wantedStore } : {};
  const told = { ctx, terminal, findings, dryRun };
  await changeIds({ ...told, subject: 'store', changes: storeChanges });
  await changeIds({ ...told, subject: 'terminal', changes });
}

interface ChangeIds {
  ctx: Ctx;
  terminal: TerminalIdentity;
  findings: Findings;
  dryRun: boolean;
  subject: 'store' | 'terminal';
  changes: Record<string, string | null>;
}

async function changeIds({ ctx, terminal, findings, dryRun, subject, changes }: ChangeIds): Promise<void> {
  if (Object.keys(changes).length === 0) return;
  const code = subject === 'store' ? terminal.storeCode : terminal.terminalCode;
  const { storeId, terminalId, companyId } = terminal;
  const scope = subject === 'store' ? { storeId } : { id: terminalId };
  const others = await ctx.db.reader.terminal.count({
    where: { ...scope, OR: [{ state: { lastInitAt: { not: null } } }, { transactions: { some: {} } }] },
  });
  if (others > 0) {
    findings.note(
      `${subject === 'store' ? 'Store' : 'Till'} ${code} is in use under other ids than those of the file: they stay. Let the till start anew from the hub instead of going on with its old file.`,
    );
    return;
  }
  if (dryRun) return;
  try {
    await inTransaction(ctx, async (tx) => {
      await writeIds(tx, { subject, id: subject === 'store' ? storeId : terminalId, companyId, changes });
      await recordAudit(tx, ctx, {
        companyId,
        action: `${subject}.adopt-ids`,
        subjectType: subject,
        subjectId: subject === 'store' ? storeId : terminalId,
        after: changes,
      });
    });
  } catch (error) {
    if (
      !['uuid', 'receipt_sequence_id', 'closure_sequence_id'].some((column) =>
        isUniqueViolation(error, `${subject}s`, [column]),
      )
    )
      throw error;
    findings.note(
      `The ids that the file gives ${subject} ${code} belong to another ${subject} of this hub: they were not taken over.`,
    );
  }
}

interface WriteIds {
  subject: 'store' | 'terminal';
  id: number;
  companyId: number;
  changes: Record<string, unknown>;
}

async function writeIds(tx: Tx, { subject, id, companyId, changes }: WriteIds): Promise<void> {
  const data = { ...changes, version: await nextVersions(tx, companyId) };
  if (subject === 'store') await tx.store.update({ where: { id }, data, select: { id: true } });
  else await tx.terminal.update({ where: { id }, data, select: { id: true } });
}
