/** What people and programs add, change and delete by the API, kind by kind. */
import type { Place } from './support.ts';

/** A kind of rows, as it is walked. */
export interface Kind {
  path: string;
  /** Rights: to see, and to change. */
  see: string;
  write: string;
  /** Absent: they come to be elsewhere. */
  create?: (place: Place, n: number) => Record<string, unknown>;
  /** A row that is there. */
  known?: (place: Place) => string;
  change: (n: number) => Record<string, unknown>;
  /** Action of the audit trail after each. */
  audit: { create?: string; change: string; remove?: string };
  /** Bodies that are refused, with the field that is to blame. */
  wrong: readonly (readonly [Record<string, unknown>, string])[];
}

export const kinds: Record<string, Kind> = {
  stores: {
    ...{ path: 'stores', see: 'store.see', write: 'store.manage' },
    create: (_place, n) => ({ code: `NEW-${n}`, name: `New ${n}`, feature_flags: { restaurant_mode: true } }),
    change: (n) => ({
      name: `Renamed ${n}`,
      street: 'Quay 1',
      is_active: false,
      feature_flags: { fiscal_profile: 'gb' },
    }),
    audit: { create: 'store.create', change: 'store.update' },
    wrong: [
      [{ time_zone: 'Mars/Base' }, 'time_zone'],
      [{ currency: 'pounds' }, 'currency'],
      [{ day_start_minutes: 1440 }, 'day_start_minutes'],
      [{ city_id: 'bath' }, 'city_id'],
      [{ warehouse_id: '00000000-0000-4000-8000-00000000000a' }, 'warehouse_id'],
      [{ name: 'a\u0000b' }, 'name'],
      [{ feature_flags: { fiscal_profile: 'xx' } }, 'feature_flags.fiscal_profile'],
    ],
  },
  terminals: {
    ...{ path: 'terminals', see: 'terminal.see', write: 'terminal.manage' },
    create: (place, n) => ({ store_id: place.storeUuid, code: `TILL-${n}`, networks: ['10.0.0.0/8'] }),
    change: (n) => ({ name: `Till ${n}`, sync_minutes: 9, is_active: false, serial_number: null }),
    audit: { create: 'terminal.create', change: 'terminal.update', remove: 'terminal.retire' },
    wrong: [
      [{ number: 0 }, 'number'],
      [{ sync_minutes: 0.5 }, 'sync_minutes'],
      [{ networks: ['everywhere'] }, 'networks.0'],
      [{ name: '' }, 'name'],
    ],
  },
  cashiers: {
    ...{ path: 'cashiers', see: 'cashier.see', write: 'cashier.manage' },
    create: (place, n) => ({
      ...{ user_name: `Eve${n}`, first_name: 'Eve', password: 'Sesame44' },
      places: [{ store_id: place.storeUuid, terminal_ids: [place.terminals[0]?.uuid] }],
    }),
    change: (n) => ({ last_name: `Smith ${n}`, is_manager: true, is_active: false }),
    audit: { create: 'cashier.assign', change: 'cashier.deactivate', remove: 'cashier.delete' },
    wrong: [
      [{ number: 0 }, 'number'],
      [{ user_name: 'two words' }, 'user_name'],
      [{ password: '' }, 'password'],
      [{ places: [{ store_id: '00000000-0000-4000-8000-00000000000a' }] }, 'places.0.store_id'],
      [{ identity_number: '1' }, 'identity_number'],
    ],
  },
  products: {
    ...{ path: 'products', see: 'catalog.see', write: 'catalog.write' },
    create: (place, n) => ({
      ...{ name: `Bread ${n}`, division_id: place.divisionId, barcodes: [`20000${1000 + n}`], purchase_price: '0.40' },
      prices: [{ store_id: place.storeUuid, price: '1.99' }],
    }),
    change: (n) => ({ short_name: `Br ${n}`, barcodes: [`21000${1000 + n}`], allows_return: false }),
    audit: { create: 'product.create', change: 'product.update', remove: 'product.delete' },
    wrong: [
      [{ name: '' }, 'name'],
      [{ division_id: '00000000-0000-4000-8000-00000000000a' }, 'division_id'],
      [{ purchase_price: '1,50' }, 'purchase_price'],
      [{ purchase_price: 1.5 }, 'purchase_price'],
      [{ prices: [{ store_id: null, price: '1.999' }] }, 'prices'],
      [{ prices: [{ store_id: '00000000-0000-4000-8000-00000000000a', price: '1' }] }, 'prices.0.store_id'],
      [{ code: 'x'.repeat(21) }, 'code'],
    ],
  },
  vatRates: {
    ...{ path: 'vat-rates', see: 'catalog.see', write: 'catalog.write' },
    create: (_place, n) => ({ name: `Rate ${n}`, percent: '8.5', description: 'Of books' }),
    change: (n) => ({ name: `Reduced ${n}`, percent: `${n % 90}.25` }),
    audit: { create: 'vat_rate.put', change: 'vat_rate.put', remove: 'vat_rate.put' },
    wrong: [
      [{ name: '' }, 'name'],
      [{ percent: '100.01' }, 'percent'],
      [{ percent: '8,5' }, 'percent'],
      [{ percent: 20 }, 'percent'],
      [{ number: 0 }, 'number'],
    ],
  },
  departments: {
    ...{ path: 'departments', see: 'catalog.see', write: 'catalog.write' },
    create: (place, n) => ({ name: `Department ${n}`, vat_rate_id: place.vatRateId }),
    change: (n) => ({ name: `Hall ${n}` }),
    audit: { create: 'sub_department.put', change: 'department.put', remove: 'sub_department.put' },
    wrong: [
      [{ name: '' }, 'name'],
      [{ code: '100' }, 'code'],
      [{ vat_rate_id: '00000000-0000-4000-8000-00000000000a' }, 'vat_rate_id'],
      [{ vat_rate_id: null }, 'vat_rate_id'],
    ],
  },
  divisions: {
    ...{ path: 'divisions', see: 'catalog.see', write: 'catalog.write' },
    create: (place, n) => ({ name: `Division ${n}`, department_id: place.departmentId }),
    change: (n) => ({ name: `Shelf ${n}`, code: `${20_000 + n}` }),
    audit: { create: 'sub_department.put', change: 'sub_department.put', remove: 'sub_department.put' },
    wrong: [
      [{ name: '' }, 'name'],
      [{ code: '99' }, 'code'],
      [{ department_id: '00000000-0000-4000-8000-00000000000a' }, 'department_id'],
    ],
  },
  prices: {
    ...{ path: 'prices', see: 'catalog.see', write: 'price.write' },
    create: (place, n) => ({
      ...{ product_id: place.productId, store_id: place.storeUuid, currency: 'GBP', price: '3.10' },
      valid_from: new Date(Date.UTC(2027, 0, 1, 0, n)).toISOString(),
    }),
    change: (n) => ({ price: `4.${10 + (n % 80)}` }),
    audit: { create: 'price.create', change: 'price.update', remove: 'price.delete' },
    wrong: [
      [{ price: '-1' }, 'price'],
      [{ price: '1.999' }, 'price'],
      [{ valid_until: 'soon' }, 'valid_until'],
    ],
  },
  customers: {
    ...{ path: 'customers', see: 'customer.see', write: 'customer.write' },
    create: (_place, n) => ({ name: 'Grace', last_name: `Hopper ${n}`, phone_number: `+44 20 7946 ${1000 + n}` }),
    change: (n) => ({ zip_code: `BA1 ${n}`, address_line_2: 'Back door', marketing_consent: true, is_active: false }),
    audit: { create: 'customer.put', change: 'customer.put', remove: 'customer.erase' },
    wrong: [
      [{ name: '' }, 'name'],
      [{ email: 'nobody' }, 'email'],
      [{ date_of_birth: '2100-01-01' }, 'date_of_birth'],
      [{ address_line_1: 'x'.repeat(101) }, 'address_line_1'],
    ],
  },
};
