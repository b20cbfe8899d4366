/** Reads the answer of `pos/init` as far as a till needs it to sell (protocol 1.2). */
import { createHash } from 'node:crypto';
import { readMoney } from '../../core/money.ts';
import { createRandom } from './random.ts';
import { productPicker, type Shop, type ShopCampaign, type ShopProduct } from './shop.ts';

type Row = Record<string, unknown>;

export interface InitAnswer {
  shop: Shop;
  receiptNumber: number;
  closureNumber: number;
}

/** Assortments by their content: a thousand tills of one store read the same one, and keep it once. */
export class Shelf {
  private readonly known = new Map<string, Pick<Shop, 'products' | 'pickProduct'>>();

  keep(content: string, read: () => ShopProduct[]): Pick<Shop, 'products' | 'pickProduct'> {
    const key = createHash('sha256').update(content).digest('base64');
    const known = this.known.get(key);
    if (known) return known;
    const products = read();
    const kept = { products, pickProduct: productPicker(products) };
    this.known.set(key, kept);
    return kept;
  }
}

/** @param zone the till's own time zone, which init does not tell
 *  @throws Error something is missing without which a till cannot sell */
export function shopFromInit(data: unknown, zone: string, shelf: Shelf): InitAnswer {
  const list = (name: string): Row[] => {
    const value = (data as Row | null)?.[name];
    const rows = Array.isArray(value) ? value : value ? [value] : [];
    return (rows as Row[]).filter((row) => row.is_deleted !== true);
  };
  const store = need(list('store')[0], 'store');
  const settings = need(list('pos_settings')[0], 'pos_settings');
  const currency = need(
    list('currencies').find((row) => row.id === settings.fk_current_currency_id),
    'the currency of pos_settings',
  );
  const departments = readDepartments(list);
  const content = JSON.stringify([list('products'), list('product_barcodes'), [...departments]]);
  const assortment = shelf.keep(content, () => readProducts(list, departments));
  const cashiers = list('cashiers').filter((row) => row.is_active !== false);
  const administrator = need(
    cashiers.find((row) => row.is_administrator === true),
    'an active administrator among cashiers',
  );
  const customers = list('customers');
  const shop: Shop = {
    storeId: String(store.id),
    terminalId: String(settings.id),
    posNumber: Number(settings.pos_no_in_store),
    currency: String(currency.sign),
    currencyId: String(currency.id),
    decimals: Number(currency.decimal_places),
    zone,
    ...assortment,
    departments: [...departments.values()],
    cashierIds: cashiers.map(idOf),
    administratorId: idOf(administrator),
    walkInId: customers.filter((row) => row.is_walkin === true).map(idOf)[0] ?? null,
    customerIds: customers.filter((row) => row.is_walkin !== true).map(idOf),
    discountTypeIds: Object.fromEntries(list('transaction_discount_types').map((row) => [row.code, idOf(row)])),
    documentTypeIds: Object.fromEntries(
      list('transaction_document_types')
        .sort((a, b) => Number(a.no) - Number(b.no))
        .map((row) => [row.name, idOf(row)]),
    ),
    paymentTypeIds: list('payment_types')
      .sort((a, b) => Number(a.type_no) - Number(b.type_no))
      .map(idOf),
    campaigns: list('campaigns').flatMap(readCampaign),
  };
  const counter = (name: string) =>
    Number(
      need(
        list('transaction_sequences').find((row) => row.name === name),
        `the counter ${name}`,
      ).value,
    );
  return { shop, receiptNumber: counter('ReceiptNumber'), closureNumber: counter('ClosureNumber') };
}

function idOf(row: Row): string {
  return String(row.id);
}

function need(row: Row | undefined, what: string): Row {
  if (!row) throw new Error(`the init answer lacks ${what}: a till cannot sell with it`);
  return row;
}

function readDepartments(list: (name: string) => Row[]) {
  const rates = new Map(list('vat_rates').map((row) => [row.id, Math.round(Number(row.rate) * 100)]));
  const subGroups = list('department_sub_groups');
  return new Map(
    list('department_main_groups').map((row) => [
      String(row.id),
      {
        id: String(row.id),
        subGroupId: subGroups.filter((sub) => sub.main_group_id === row.id).map(idOf)[0] ?? null,
        vatBasisPoints: rates.get(row.fk_vat_id) ?? 0,
      },
    ]),
  );
}

function readProducts(
  list: (name: string) => Row[],
  departments: ReadonlyMap<string, { vatBasisPoints: number }>,
): ShopProduct[] {
  const barcodes = new Map(list('product_barcodes').map((row) => [row.fk_product_id, idOf(row)]));
  const random = createRandom('popularity');
  const products = list('products').flatMap((row): ShopProduct[] => {
    const priceE4 = amount(row.sale_price);
    if (priceE4 === null || priceE4 <= 0n) return [];
    const mainGroupId = String(row.fk_department_main_group_id);
    return [
      {
        id: idOf(row),
        code: String(row.code),
        name: String(row.name),
        mainGroupId,
        subGroupId: row.fk_department_sub_group_id ? String(row.fk_department_sub_group_id) : null,
        barcodeId: barcodes.get(row.id) ?? null,
        vatBasisPoints: departments.get(mainGroupId)?.vatBasisPoints ?? 0,
        priceE4,
        costE4: null,
        isWeighed: row.is_scalable === true,
        // A few products make most of the sales.
        popularity: 1 / (0.05 + random.next()),
      },
    ];
  });
  if (products.length === 0) throw new Error('the init answer has no product with a price: a till cannot sell with it');
  return products;
}

function readCampaign(row: Row): ShopCampaign[] {
  const percentage = Number(row.discount_percentage);
  if (row.is_active === false || !(percentage > 0)) return [];
  return [
    {
      id: idOf(row),
      code: String(row.code),
      kind: 'basket',
      basisPoints: Math.round(percentage * 100),
      minimumE4: amount(row.min_purchase_amount) ?? 0n,
    },
  ];
}

function amount(value: unknown): bigint | null {
  const reading = readMoney(value);
  return reading.ok ? reading.value : null;
}
