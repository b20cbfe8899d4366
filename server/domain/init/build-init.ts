import type { Vault } from '../../core/vault.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { TerminalIdentity } from '../stores/index.ts';
import { authorize } from '../tenancy/index.ts';
import { cashierRows } from './cashiers.ts';
import { ensureBasics } from './ensure-basics.ts';
import { type Owner, readOwner, sequenceRows, settingsRow, storeRow } from './own-rows.ts';
import type { InitScope, Resource, WireRow } from './resource.ts';
import * as campaign from './resources/campaigns.ts';
import * as catalog from './resources/catalog.ts';
import * as customer from './resources/customers.ts';
import * as reference from './resources/reference.ts';
import * as warehouse from './resources/warehouse.ts';
import { screenRows } from './screens.ts';
import { terminalResourceRows } from './terminal-resources.ts';

/** Takes the answer piece by piece: for each resource any number of groups of rows, then `done`. The single object `store` is
 *  a row, not a list. It may wait, which holds a snapshot of the database open: keep what you get instead. */
export interface InitSink {
  begin(resource: string): void;
  rows(rows: readonly object[]): void | Promise<void>;
  single(resource: string, row: object): void;
  end(): void;
}

/** Everything a terminal needs to work, in the order in which it takes it (protocol 1.2): all 43 resources, read from one
 *  state of the database, in a number of statements that does not grow with the company, save for pages of a thousand rows.
 *  It holds the store's cashiers with clear-text passwords, so each pull is written into the audit trail first.
 *  @throws not_found   the terminal is none that the actor acts for, or was deleted
 *  @throws unavailable the database cannot be read, or the pull cannot be recorded */
export async function buildInit(
  ctx: Ctx,
  terminal: TerminalIdentity,
  { vault, sink }: { vault: Vault; sink: InitSink },
): Promise<void> {
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
  await ctx.db.snapshot(async (tx) => writeAll(ctx, tx, { terminal, vault, sink }));
}

interface Pull {
  terminal: TerminalIdentity;
  vault: Vault;
  sink: InitSink;
}

async function writeAll(ctx: Ctx, tx: Tx, { terminal, vault, sink }: Pull): Promise<void> {
  const owner = await readOwner(tx, terminal);
  const scope = await scopeOf(ctx, tx, owner);
  const source = { ctx, tx, scope };
  const put = async (resource: Resource) => {
    sink.begin(resource.name);
    for await (const group of resource.read(source)) await sink.rows(group);
    sink.end();
  };
  const putRows = async (name: string, rows: readonly object[]) => {
    sink.begin(name);
    await sink.rows(rows);
    sink.end();
  };
  const hubKeepsStock = owner.store.stockPolicy === 'hub';

  await putRows('cashiers', await cashierRows({ ctx, tx, owner }, vault));
  await put(reference.countries);
  await put(reference.countryRegions);
  sink.single('store', storeRow(owner));
  await put(reference.cities);
  await put(reference.districts);
  const currencies = await gather(reference.currencies, source);
  await putRows('currencies', currencies);
  await put(reference.currencyTable);
  await put(reference.paymentTypes);
  await put(reference.vatRates);
  await put(catalog.productUnits);
  await put(catalog.manufacturers);
  await put(catalog.mainGroups);
  await put(catalog.subGroups);
  await put(hubKeepsStock ? catalog.productsWithStock : catalog.productsWithoutStock);
  await put(catalog.variants);
  await put(catalog.attributes);
  await put(catalog.barcodes);
  await put(catalog.barcodeMasks);
  await put(warehouse.warehouses);
  await put(warehouse.warehouseLocations);
  if (hubKeepsStock) await put(warehouse.warehouseStock);
  else await putRows('warehouse_product_stock', []);
  await put(reference.discountTypes);
  await put(reference.documentTypes);
  await putRows('transaction_sequences', await sequenceRows(ctx, tx, owner));
  const screens = await screenRows({ ctx, tx, owner });
  await putRows('forms', screens.forms);
  await putRows('form_controls', screens.controls);
  const loose = await terminalResourceRows(ctx, tx, owner);
  await putRows('label_values', loose.label_values);
  await putRows('pos_settings', [settingsRow(owner, currencyIdOf(currencies, owner.store.currency))]);
  await putRows('pos_virtual_keyboards', loose.pos_virtual_keyboards);
  await putRows('cashier_performance_targets', loose.cashier_performance_targets);
  await put(campaign.campaignTypes);
  await put(campaign.campaigns);
  await put(campaign.campaignRules);
  await put(campaign.campaignProducts);
  await put(campaign.coupons);
  await put(customer.loyaltyPrograms);
  await put(customer.loyaltyTiers);
  await put(customer.loyaltyEarnRules);
  await put(customer.loyaltyRedemptionPolicies);
  await put(customer.loyaltyProgramPolicies);
  await put(customer.customerSegments);
  await put(customer.customers);
}

async function scopeOf(ctx: Ctx, tx: Tx, owner: Owner): Promise<InitScope> {
  const { store } = owner;
  const warehouses = await tx.warehouse.findMany({
    where: { storeId: owner.storeId, deletedAt: null },
    include: { locations: { where: { deletedAt: null }, select: { id: true } } },
  });
  const chosen =
    warehouses.filter(({ id }) => id === store.warehouseId).at(0) ??
    warehouses.find(({ warehouseType }) => warehouseType === 'SALES_FLOOR');
  return {
    company: owner.companyId,
    store: owner.storeId,
    currency: store.currency,
    now: ctx.now(),
    locations: (chosen ? [chosen] : warehouses).flatMap(({ locations }) => locations.map(({ id }) => id)),
  };
}

async function gather(resource: Resource, source: Parameters<Resource['read']>[0]): Promise<WireRow[]> {
  const rows: WireRow[] = [];
  for await (const group of resource.read(source)) rows.push(...group);
  return rows;
}

function currencyIdOf(currencies: readonly WireRow[], code: string): string | null {
  const row = currencies.find((each) => each['sign'] === code && each['is_deleted'] === false);
  return typeof row?.['id'] === 'string' ? row['id'] : null;
}
