/** What a company manages: its stores, tills, cashiers, goods, prices and customers. */
import { only } from '../../support.ts';
import type { Calling } from './recorder.ts';
import type { Tour } from './tour.ts';

export async function showCompany(tour: Tour): Promise<void> {
  const { recorder, owner, company } = tour;
  const at = { as: owner, params: { company: company.slug } };
  await recorder.call('whoAmI', { as: owner });
  await recorder.call('listCompanies', { as: owner });
  const { version } = await recorder.call('getCompany', at);
  await recorder.call('changeCompany', { ...at, match: version, body: { vat_number: 'GB123456789' } });
  await showItems(tour, 'Store', { id: tour.storeId, body: { phone_number: '+44 1752 000000' } });
  await showTerminals(tour);
  await showCashiers(tour);
  await showGoods(tour, await showGroups(tour));
  await showCustomers(tour);
}

/** Lists, reads and changes one of a kind. */
async function showItems(
  { recorder, owner, company }: Tour,
  kind: string,
  { id, body }: { id: string; body: object },
): Promise<void> {
  const at: Calling = { as: owner, params: { company: company.slug } };
  const one: Calling = { ...at, params: { company: company.slug, [parameterOf(kind)]: id } };
  await recorder.call(`list${kind}s`, at);
  const { version } = await recorder.call(`get${kind}`, one);
  await recorder.call(`change${kind}`, { ...one, match: version, body });
}

/** Makes one that is taken away again. */
async function showRemoval({ recorder, owner, company }: Tour, kind: string, body: object): Promise<void> {
  const params = { company: company.slug };
  const { id, version } = await recorder.call(`create${kind}`, { as: owner, params, body });
  await recorder.call(`delete${kind}`, {
    ...{ as: owner, match: version },
    params: { ...params, [parameterOf(kind)]: id },
  });
}

/** Brings back what was taken away. */
async function showReturn({ recorder, owner, company }: Tour, kind: string): Promise<void> {
  const at = { as: owner, params: { company: company.slug } };
  const { items } = await recorder.call(`listDeleted${kind}s`, at);
  const { id } = only(items as { id: string }[]);
  const deleted = { ...at, params: { ...at.params, [parameterOf(`Deleted${kind}`)]: id } };
  await recorder.call(`getDeleted${kind}`, deleted);
  await recorder.call(`restore${kind}`, deleted);
}

/** What names one of a kind in its address. */
function parameterOf(kind: string): string {
  return kind.charAt(0).toLowerCase() + kind.slice(1);
}

async function showTerminals(tour: Tour): Promise<void> {
  await showItems(tour, 'Terminal', { id: tour.terminalId, body: { name: 'Till at the door' } });
  await showRemoval(tour, 'Terminal', { store_id: tour.storeId, code: 'POS-009' });
  const { recorder, owner, company, terminalId } = tour;
  const at = { as: owner, params: { company: company.slug, terminal: terminalId } };
  const match = async () => (await recorder.call('getTerminal', at)).version;
  await recorder.call('getTerminalDevices', at);
  const body = { receipt_printer_type: 'EPSON', backend_ip1: '192.168.10.5', backend_port1: 9100 };
  await recorder.call('putTerminalDevices', { ...at, match: await match(), body });
  await recorder.call('deleteTerminalDevices', { ...at, match: await match() });
}

async function showCashiers(tour: Tour): Promise<void> {
  const { recorder, owner, company, storeId } = tour;
  const { id } = await recorder.call('createCashier', {
    ...{ as: owner, params: { company: company.slug } },
    body: {
      ...{ user_name: 'maria', first_name: 'Maria', last_name: 'Lopes', password: '482915' },
      places: [{ store_id: storeId }],
    },
  });
  await showItems(tour, 'Cashier', { id, body: { is_manager: true } });
  await showRemoval(tour, 'Cashier', { user_name: 'tom', first_name: 'Tom', password: '591482' });
  await showReturn(tour, 'Cashier');
}

/** @returns the id of the division that goods belong to */
async function showGroups(tour: Tour): Promise<string> {
  const { recorder, owner, company } = tour;
  const at = { as: owner, params: { company: company.slug } };
  const make = async (kind: string, body: object): Promise<string> =>
    (await recorder.call(`create${kind}`, { ...at, body })).id;
  const rate = await make('VatRate', { name: 'Standard', percent: '20' });
  await showItems(tour, 'VatRate', { id: rate, body: { description: 'What most goods take' } });
  const department = await make('Department', { name: 'Food', vat_rate_id: rate });
  await showItems(tour, 'Department', { id: department, body: { name: 'Food and drinks' } });
  const division = await make('Division', { name: 'Tea and coffee', department_id: department });
  await showItems(tour, 'Division', { id: division, body: { name: 'Hot drinks' } });
  for (const [kind, body] of [
    ['VatRate', { name: 'Reduced', percent: '5' }],
    ['Department', { name: 'Books', vat_rate_id: rate }],
    ['Division', { name: 'Sweets', department_id: department }],
  ] as const) {
    await showRemoval(tour, kind, body);
    await showReturn(tour, kind);
  }
  return division;
}

async function showGoods(tour: Tour, divisionId: string): Promise<void> {
  const { recorder, owner, company } = tour;
  const at = { as: owner, params: { company: company.slug } };
  const { id } = await recorder.call('createProduct', {
    ...at,
    body: {
      ...{ name: 'Breakfast tea', division_id: divisionId, barcodes: ['4006381333931'], purchase_price: '1.20' },
      prices: [{ store_id: null, price: '2.50' }],
    },
  });
  tour.productId = id;
  await showItems(tour, 'Product', { id, body: { short_name: 'Tea' } });
  await showRemoval(tour, 'Product', { name: 'Green tea', division_id: divisionId });
  await showReturn(tour, 'Product');
  const { id: price } = await recorder.call('createPrice', {
    ...at,
    body: { product_id: id, currency: 'GBP', price: '2.75', valid_from: '2026-12-01T00:00:00Z' },
  });
  await showItems(tour, 'Price', { id: price, body: { price: '2.80' } });
  const { version } = await recorder.call('getPrice', { ...at, params: { ...at.params, price } });
  await recorder.call('deletePrice', { ...at, params: { ...at.params, price }, match: version });
}

async function showCustomers(tour: Tour): Promise<void> {
  const { recorder, owner, company } = tour;
  const { id } = await recorder.call('createCustomer', {
    ...{ as: owner, params: { company: company.slug } },
    body: { name: 'Joan', last_name: 'Hill', email: 'joan@example.com', email_consent: true },
  });
  await showItems(tour, 'Customer', { id, body: { phone_number: '+44 1752 111111' } });
  await showRemoval(tour, 'Customer', { name: 'Tom' });
}
