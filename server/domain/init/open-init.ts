import type { Vault } from '../../core/vault.ts';
import { type Ctx, inTransaction } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { TerminalIdentity } from '../stores/index.ts';
import { authorize } from '../tenancy/index.ts';
import { cashierRows } from './cashiers.ts';
import { ensureBasics } from './ensure-basics.ts';
import { currencyOf, type Owner, readOwner, sequenceRows, settingsRow, storeRow } from './own-rows.ts';
import type { Stretch } from './part.ts';
import { catalogState, screenState } from './positions.ts';
import { sharedScreens } from './screens.ts';
import { catalogSections, sharedCatalog } from './shared-catalog.ts';
import { terminalResourceRows } from './terminal-resources.ts';

/** Everything a terminal needs to work, in the order in which it takes it (protocol 1.2): all 43 resources. What is the
 *  terminal's own is read here, with its counters and the clear-text passwords of its cashiers, so each pull is written into the
 *  audit trail first; what it shares with others is told by the state that it is in, and read only by whoever lacks that.
 *  @throws not_found   the terminal is none that the actor acts for, or was deleted
 *  @throws unavailable the database cannot be read, or the pull cannot be recorded */
export async function openInit(ctx: Ctx, terminal: TerminalIdentity, vault: Vault): Promise<Stretch[]> {
  const { companyId, storeId, terminalId } = terminal;
  authorize(ctx, 'data.pull', { companyId, storeId });
  await ensureBasics(ctx, companyId);
  await inTransaction(ctx, async (tx) => {
    const now = ctx.now();
    await tx.terminalState.upsert({
      where: { terminalId },
      create: { terminalId, companyId, lastInitAt: now },
      update: { lastInitAt: now },
    });
    await recordAudit(tx, ctx, { companyId, action: 'terminal.init', subjectType: 'terminal', subjectId: terminalId });
  });
  for (let attempt = 1; ; attempt += 1) {
    const { stretches, isOneState } = await readStretches(ctx, terminal, vault);
    // Somebody who writes without a pause cannot keep a till waiting: what it gets is at most a moment older than the rest.
    if (isOneState || attempt === 3) return stretches;
  }
}

async function readStretches(ctx: Ctx, terminal: TerminalIdentity, vault: Vault) {
  const { reader } = ctx.db;
  const owner = await readOwner(reader, terminal);
  const states = await statesOf(ctx, owner);
  const catalog = sharedCatalog(ctx, owner, states.catalog);
  const screens = sharedScreens(ctx, owner, states.screens);
  const source = { ctx, tx: reader, owner };
  const loose = await terminalResourceRows(ctx, reader, owner);
  const stretches: Stretch[] = [
    { own: { cashiers: await cashierRows(source, vault) } },
    { part: catalog, section: catalogSections.places },
    { own: { store: storeRow(owner) } },
    { part: catalog, section: catalogSections.goods },
    { own: { transaction_sequences: await sequenceRows(ctx, reader, owner) } },
    { part: screens, section: 0 },
    {
      own: {
        label_values: loose.label_values,
        pos_settings: [settingsRow(owner, await currencyOf(source))],
        pos_virtual_keyboards: loose.pos_virtual_keyboards,
        cashier_performance_targets: loose.cashier_performance_targets,
      },
    },
    { part: catalog, section: catalogSections.offers },
  ];
  const after = await statesOf(ctx, owner);
  return { stretches, isOneState: after.catalog === states.catalog && after.screens === states.screens };
}

async function statesOf(ctx: Ctx, owner: Owner) {
  const { finder } = ctx.db;
  return { catalog: await catalogState(ctx, finder, owner), screens: await screenState(ctx, finder, owner) };
}
