/** The rows that say which store and which terminal this is. */
import { DomainError } from '../../core/errors.ts';
import { type Ctx, statement, type Tx } from '../../db/index.ts';
import type { TerminalIdentity } from '../stores/index.ts';
import { extrasReader, parseStored } from './extras.ts';
import { wireDateTime } from './kinds.ts';
import { deletion, type WireRow } from './resource.ts';
import { currencies } from './resources/reference.ts';

/** The terminal with everything that decides what it gets.
 *  @throws not_found it was deleted in the meantime */
export async function readOwner(tx: Tx, { terminalId }: Pick<TerminalIdentity, 'terminalId'>) {
  const owner = await tx.terminal.findFirst({
    where: { id: terminalId, deletedAt: null },
    include: { store: true, company: true, state: true },
  });
  if (!owner) throw new DomainError('not_found', { terminalId });
  return owner;
}

export type Owner = Awaited<ReturnType<typeof readOwner>>;

const storeExtras = extrasReader({
  text: 'fax manager_name manager_contact_number technician_name technician_contact_number',
});

export function storeRow({ store, company }: Owner): WireRow {
  return {
    id: store.uuid,
    brand_name: store.brandName ?? store.name,
    company_name: company.name,
    web_page_url: store.webPageUrl,
    description: store.description,
    street: store.street,
    block_no: store.blockNo,
    district: store.district,
    postal_code: store.postalCode,
    fk_city_id: store.cityId,
    fk_country_id: store.countryId ?? company.countryId,
    phone_number: store.phoneNumber,
    email: store.email,
    ...storeExtras(parseStored(store.terminalFields)),
    is_active: store.isActive,
    ...stamps(store),
  };
}

const readSettings = extrasReader({
  int: 'backend_port1~ backend_port2~ plu_update_no~',
  text: `owner_national_id~ owner_tax_id~ owner_web_address~ mac_address~ customer_display_type~ customer_display_port~
    receipt_printer_type~ receipt_printer_port~ invoice_printer_type~ invoice_printer_port~ scale_type~ scale_port~
    barcode_reader_port~ backend_ip1~ backend_ip2~ backend_type=GATE`,
  bool: 'force_to_work_online~',
});

/** The terminal's own settings. Hardware that the hub knows nothing about is left out, so that what was set up at the till
 *  survives a refresh.
 *  @param currencyId row of the store's currency, which is among `currencies`; null when the hub has none */
export function settingsRow(owner: Owner, currencyId: string | null): WireRow {
  const { store, company } = owner;
  return {
    id: owner.uuid,
    pos_no_in_store: owner.number,
    name: owner.name,
    ...(owner.serialNumber && { device_serial_number: owner.serialNumber }),
    ...(owner.operatingSystem && { device_operation_system: owner.operatingSystem }),
    ...readSettings(parseStored(owner.terminalFields)),
    fk_default_country_id: store.countryId ?? company.countryId,
    fk_current_currency_id: currencyId,
    fk_working_currency_id: currencyId,
    ...stamps(owner),
  };
}

const largestReceipt = statement({
  params: { terminal: 'int', closure: 'int' },
  returns: { receipt_number: 'int?' },
  sql: (q) => `SELECT max(receipt_number) AS receipt_number FROM transactions
    WHERE terminal_id = ${q.param('terminal')} AND closure_number = ${q.param('closure')}`,
});

/** The two counters, never behind what the terminal has said or used: the largest pair that it sent, and a receipt number
 *  past the largest of the open period (protocol 1.6). */
export async function sequenceRows(ctx: Ctx, tx: Tx, owner: Owner): Promise<WireRow[]> {
  const closure = owner.state?.closureNumber ?? 1;
  const found = await ctx.db.dialect.query(tx, largestReceipt, { terminal: owner.id, closure });
  const receipt = Math.max(owner.state?.receiptNumber ?? 1, 1 + (found[0]?.receipt_number ?? 0));
  const row = (id: string, name: string, value: number, description: string): WireRow => ({
    id,
    name,
    value,
    description,
    ...stamps(owner),
  });
  return [
    row(owner.receiptSequenceId, 'ReceiptNumber', receipt, 'Next receipt number of the open period'),
    row(owner.closureSequenceId, 'ClosureNumber', closure, 'Number of the open period'),
  ];
}

/** Id of the row of the store's currency, among those that are sent; null: the hub has none of its letters.
 *  @param source whatever reads */
export async function currencyOf({ ctx, tx, owner }: { ctx: Ctx; tx: Tx; owner: Owner }): Promise<string | null> {
  const { companyId, storeId, store } = owner;
  const scope = { company: companyId, store: storeId, currency: store.currency, now: ctx.now(), locations: [] };
  for await (const rows of currencies.read({ ctx, tx, scope })) {
    const row = rows.find((each) => each['sign'] === store.currency && each['is_deleted'] === false);
    if (typeof row?.['id'] === 'string') return row['id'];
  }
  return null;
}

/** Blocks A and S of a row that exists. */
function stamps(row: { createdAt: Date; updatedAt: Date }): WireRow {
  return {
    fk_cashier_create_id: null,
    fk_cashier_update_id: null,
    created_at: wireDateTime(row.createdAt),
    updated_at: wireDateTime(row.updatedAt),
    ...deletion(null),
  };
}
