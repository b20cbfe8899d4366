import path from 'node:path';
import { Command } from 'commander';
import { DomainError } from '../core/errors.ts';
import { createVault } from '../core/vault.ts';
import type { Ctx } from '../db/index.ts';
import { type ImportReport, importPypos } from '../domain/import-pypos/index.ts';
import { getCompanyBySlug } from '../domain/tenancy/index.ts';
import { withHub } from './hub.ts';
import { startProgress } from './progress.ts';

interface ImportOptions {
  company: string;
  store?: string;
  terminal?: string;
  createTerminal?: true;
  dryRun?: true;
  json?: true;
}

/** `gate import-pypos` */
export function importPyposCommand(): Command {
  return new Command('import-pypos')
    .summary('adopt a shop whose till has run on its own')
    .description(
      'Reads the database of a PyPOS till and takes over its master data, screens, cashiers, customers, stock and whole history, ids ' +
        'kept. The file is only read, also while the till runs. What the hub has already stays. A run that was broken off is started ' +
        'again; a second run changes nothing.',
    )
    .argument('<file>', 'the till’s database, usually pos.sqlite3')
    .requiredOption('-c, --company <slug>', 'the company that the shop belongs to, as in its address in the portal')
    .option('-s, --store <code>', 'the store that the till stands in; needed where the company has several')
    .option('-t, --terminal <code>', 'the till’s code in its store; needed where the store has several')
    .option('--create-terminal', 'open the store and register the till where they do not exist yet')
    .option('-n, --dry-run', 'tell what would happen and write nothing')
    .option('--json', 'print the report as JSON, for programs')
    .addHelpText(
      'after',
      '\nExamples:\n  npm run gate -- import-pypos pos.sqlite3 --company harbour-grocers-ltd --dry-run\n' +
        '  npm run gate -- import-pypos pos.sqlite3 --company harbour-grocers-ltd --create-terminal --store STORE-004 --terminal POS-001',
    )
    .action(async (file: string, options: ImportOptions) => {
      const report = await withHub('import-pypos', async (ctx, config) => {
        const { id: companyId } = await findCompany(ctx, options.company);
        const progress = startProgress(options.dryRun ? 'checking' : 'importing');
        const { store, terminal, createTerminal = false, dryRun = false } = options;
        try {
          return await importPypos(
            ctx,
            { file: path.resolve(file), companyId, store, terminal, createTerminal, dryRun },
            {
              vault: createVault(config.secrets.vault),
              scratchFolder: path.join(config.dataDir, 'scratch'),
              progress: (done, step) => progress.update(done, step),
            },
          );
        } finally {
          progress.stop();
        }
      });
      console.log(options.json ? JSON.stringify(report, null, 2) : describe(report));
    });
}

async function findCompany(ctx: Ctx, slug: string): Promise<{ id: number }> {
  try {
    return await getCompanyBySlug(ctx, slug);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'not_found') throw error;
    const known = await ctx.db.reader.company.findMany({
      where: { deletedAt: null },
      select: { slug: true },
      orderBy: { slug: 'asc' },
      take: 10,
    });
    const slugs = known.map((company) => company.slug).join(', ');
    throw new Error(
      `There is no company ${slug}. ${slugs ? `Right would be one of: ${slugs}` : 'Create one in the portal first'}.`,
    );
  }
}

function describe(report: ImportReport): string {
  const { officeCode, storeCode, terminalCode, tables, notes, dryRun } = report;
  const width = Math.max(...tables.map(({ table }) => table.length), 5);
  const line = (cells: readonly (string | number)[]) =>
    cells.map((cell, index) => (index === 0 ? String(cell).padEnd(width) : String(cell).padStart(12))).join('');
  const rows = tables.flatMap((table) => [
    line([table.table, table.new, table.known, table.conflicting, table.skipped]),
    ...table.reasons.map(({ outcome, reason, count, examples }) => {
      const named = examples.length > 0 ? ` (${examples.join(', ')}${count > examples.length ? ', …' : ''})` : '';
      return `    ${count} ${outcome}: ${reason}${named}`;
    }),
  ]);
  return [
    `${dryRun ? 'This is what would happen' : 'Done'}: till ${terminalCode} of store ${storeCode}, office ${officeCode}.`,
    '',
    line(['table', 'new', 'known', 'conflicting', 'skipped']),
    ...rows,
    ...(notes.length > 0 ? ['', ...notes] : []),
    ...(dryRun ? ['', 'Nothing was written.'] : []),
  ].join('\n');
}
