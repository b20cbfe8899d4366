/** The rollups of documents, counted in JavaScript from the wire bodies: shares nothing with the SQL that maintains them but the
 *  words of prisma/schema/rollups.prisma. */
import type { TerminalIdentity } from '../../../server/domain/stores/index.ts';
import type { Body } from './support.ts';
import { sortedRows } from './support.ts';

const e4 = (text: unknown): bigint => BigInt(Math.round(Number(text ?? 0) * 10_000));
const basisPoints = (text: unknown): number => Math.round(Number(text ?? 0) * 100);

class Table {
  readonly #rows = new Map<string, Record<string, unknown>>();

  add(keys: Record<string, unknown>, figures: Record<string, number | bigint>): void {
    const key = JSON.stringify(keys);
    const row = this.#rows.get(key) ?? { ...keys };
    for (const [name, figure] of Object.entries(figures)) {
      row[name] =
        typeof figure === 'bigint' ? ((row[name] as bigint) ?? 0n) + figure : ((row[name] as number) ?? 0) + figure;
    }
    this.#rows.set(key, row);
  }

  get rows() {
    return sortedRows([...this.#rows.values()]);
  }
}

/** Documents with local times in London, outside the hours in which it has another offset than the text's own date. */
export function recount(documents: readonly { terminal: TerminalIdentity; body: Body }[]) {
  const tables = {
    days: new Table(),
    storeDays: new Table(),
    hours: new Table(),
    productDays: new Table(),
    productMonths: new Table(),
    departments: new Table(),
    vat: new Table(),
    payments: new Table(),
    cashiers: new Table(),
    campaigns: new Table(),
    customers: new Table(),
    baskets: new Table(),
    loyalty: new Table(),
  };
  for (const { terminal, body } of documents) countDocument(tables, terminal, body);
  return Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, table.rows]));
}

/** What one document says, read once. */
function read(terminal: TerminalIdentity, body: Body) {
  const { head, products = [] } = body;
  const { companyId, storeId } = terminal;
  const at = {
    storeId,
    businessDay: head.transaction_date_time.slice(0, 10),
    currency: head.base_currency,
    companyId,
  };
  const sign = head.is_cancel ? 0n : head.transaction_type === 'return' ? -1n : 1n;
  const money = {
    grossE4: sign * e4(head.total_amount),
    discountE4: sign * e4(head.total_discount_amount),
    surchargeE4: sign * e4(head.total_surcharge_amount),
  };
  const vatE4 = sign * e4(head.total_vat_amount);
  const isLive = (line: Body) => !line.is_cancel && !line.is_voided;
  return {
    ...{ at, sign, head, money, vatE4, products },
    total: e4(head.total_amount),
    netE4: money.grossE4 - money.discountE4 + money.surchargeE4,
    live: products.filter(isLive) as Body[],
    dead: products.filter((line: Body) => !isLive(line)) as Body[],
  };
}

type Read = ReturnType<typeof read>;

function countDocument(tables: Record<string, Table>, terminal: TerminalIdentity, body: Body): void {
  const document = read(terminal, body);
  const { at, sign, head, money, vatE4, live, netE4 } = document;
  const { departments = [], taxes = [] } = body;
  countHead(tables, terminal, { ...document, payments: body.payments ?? [] });
  if (sign === 0n) return;
  const hour = Number(head.transaction_date_time.slice(11, 13));
  tables['hours']?.add({ ...at, hour }, { documents: 1, ...money, vatE4 });
  tables['customers']?.add({ ...at, customerId: head.fk_customer_id ?? '' }, { documents: 1, ...money });
  if (sign === 1n) {
    const units = Number(netE4) / 10_000;
    tables['baskets']?.add({ ...at, kind: 'amount', band: bandOf(amountBands, units) }, { documents: 1, netE4 });
    tables['baskets']?.add({ ...at, kind: 'items', band: bandOf(itemBands, live.length) }, { documents: 1, netE4 });
  }
  for (const line of live) countLine(tables, { at, sign, line });
  for (const row of departments) {
    const figures = { lines: 1, quantityE4: 0n, grossE4: sign * e4(row.total_department) };
    const costs = { discountE4: 0n, costE4: 0n, costedE4: 0n };
    const key = {
      ...at,
      mainGroupId: row.fk_department_main_group_id,
      subGroupId: row.fk_department_sub_group_id ?? '',
    };
    tables['departments']?.add(key, { ...figures, ...costs, vatE4: sign * e4(row.total_department_vat) });
  }
  countSections(tables, document, body);
  for (const [rate, { taxableE4, vatE4: taxE4 }] of vatOf({ head, live, departments, taxes })) {
    tables['vat']?.add(
      { ...at, rateBasisPoints: rate },
      { documents: 1, taxableE4: sign * taxableE4, vatE4: sign * taxE4 },
    );
  }
}

/** Days and cashiers: cancelled documents are counted here, and nowhere else. */
function countHead(tables: Record<string, Table>, { terminalId }: TerminalIdentity, document: Read & Body): void {
  const { at, sign, head, money, vatE4, total, products, dead, payments } = document;
  const counted = { documents: 1, cancelled: sign === 0n ? 1 : 0, returns: sign === -1n ? 1 : 0 };
  const returned = { cancelledE4: sign === 0n ? total : 0n, returnedE4: sign === -1n ? total : 0n };
  const figures = {
    ...{ ...counted, ...money, vatE4, ...returned },
    withLines: sign !== 0n && products.length > 0 ? 1 : 0,
    lines: products.length,
    payments: payments.length,
    linedE4: products.length > 0 ? money.grossE4 : 0n,
    tipE4: sign * e4(head.tip_amount),
    paidE4: sign * e4(head.total_payment_amount),
    changeE4: sign * e4(head.total_change_amount),
  };
  tables['days']?.add({ ...at, terminalId }, figures);
  for (const storeId of [at.storeId, 0]) tables['storeDays']?.add({ ...at, storeId }, figures);
  const isUnproven = sign === -1n && !head.original_transaction_id;
  const voided: Body[] = sign === 0n ? [] : dead;
  tables['cashiers']?.add(
    { ...at, cashierId: head.fk_cashier_create_id ?? '' },
    {
      ...{ ...counted, ...money, vatE4, ...returned },
      voidedLines: voided.length,
      voidedE4: voided.reduce((sum, line) => sum + e4(line.total_price), 0n),
      unproven: isUnproven ? 1 : 0,
      unprovenE4: isUnproven ? total : 0n,
    },
  );
}

/** Payments, discounts and points of a document that counts. */
function countSections(tables: Record<string, Table>, { at, sign, netE4 }: Read, body: Body): void {
  const { payments = [], discounts = [], loyalty = [] } = body;
  for (const row of payments.filter((payment: Body) => !payment.is_cancel)) {
    const figures = { payments: 1, amountE4: sign * e4(row.payment_total) };
    tables['payments']?.add({ ...at, paymentType: row.payment_type }, figures);
  }
  const kinds = new Set<string>();
  for (const row of discounts.filter((discount: Body) => !discount.is_cancel)) {
    const key = { ...at, discountTypeId: row.fk_discount_type_id, code: row.discount_code ?? '' };
    const isFirst = !kinds.has(JSON.stringify(key));
    kinds.add(JSON.stringify(key));
    tables['campaigns']?.add(key, {
      discounts: 1,
      documents: isFirst ? 1 : 0,
      discountE4: sign * e4(row.discount_amount),
      salesE4: isFirst ? netE4 : 0n,
    });
  }
  if (sign !== 1n) return;
  loyalty.forEach((row: Body, place: number) => {
    tables['loyalty']?.add(at, {
      documents: place === 0 ? 1 : 0,
      earned: BigInt(row.points_earned ?? 0),
      redeemed: BigInt(row.points_redeemed ?? 0),
      redemptionE4: e4(row.redemption_amount),
    });
  });
}

const amountBands = [0, 5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1000];
const itemBands = [0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30];
/** The last band that begins at or below the value; what lies below all belongs to the first. */
const bandOf = (bands: readonly number[], value: number) => bands.filter((from) => from <= value).at(-1) ?? 0;

/** Unit cost times quantity, half up and away from zero; nothing for a cost that is not sent or not to be believed. */
function costsOf(line: Body): { costE4: bigint; costedE4: bigint } {
  const unit = line.cost_price === undefined || line.cost_price === null ? null : e4(line.cost_price);
  const quantity = e4(line.quantity);
  const most = 10_000_000n * 10_000n;
  const size = quantity < 0n ? -quantity : quantity;
  if (unit === null || unit < 0n || unit > most || size > most) return { costE4: 0n, costedE4: 0n };
  const exact = unit * size;
  const rounded = exact / 10_000n + (exact % 10_000n >= 5_000n ? 1n : 0n);
  return {
    costE4: quantity < 0n ? -rounded : rounded,
    costedE4: e4(line.total_price) - e4(line.total_discount) - e4(line.total_vat),
  };
}

function countLine(tables: Record<string, Table>, { at, sign, line }: { at: Body; sign: bigint; line: Body }): void {
  const { costE4, costedE4 } = costsOf(line);
  const figures = {
    lines: 1,
    quantityE4: sign * e4(line.quantity),
    grossE4: sign * e4(line.total_price),
    discountE4: sign * e4(line.total_discount),
    vatE4: sign * e4(line.total_vat),
    costE4: sign * costE4,
    costedE4: sign * costedE4,
  };
  const productId = line.fk_product_id ?? '';
  tables['productDays']?.add({ ...at, productId }, figures);
  const { businessDay, ...place } = at;
  for (const storeId of [at.storeId, 0]) {
    tables['productMonths']?.add({ ...place, storeId, month: businessDay.slice(0, 7), productId }, figures);
  }
  const key = {
    ...at,
    mainGroupId: line.fk_department_main_group_id,
    subGroupId: line.fk_department_sub_group_id ?? '',
  };
  tables['departments']?.add(key, figures);
}

function vatOf({ head, live, departments, taxes }: Body): Map<number, { taxableE4: bigint; vatE4: bigint }> {
  const rates = new Map<number, { taxableE4: bigint; vatE4: bigint }>();
  const add = (rate: number, taxableE4: bigint, vatE4: bigint) => {
    const known = rates.get(rate) ?? { taxableE4: 0n, vatE4: 0n };
    rates.set(rate, { taxableE4: known.taxableE4 + taxableE4, vatE4: known.vatE4 + vatE4 });
  };
  if (taxes.length > 0) {
    for (const tax of taxes) add(basisPoints(tax.tax_rate), e4(tax.taxable_amount), e4(tax.tax_amount));
  } else if (live.length + departments.length > 0) {
    for (const line of live)
      add(basisPoints(line.vat_rate), e4(line.total_price) - e4(line.total_vat), e4(line.total_vat));
    for (const row of departments) {
      const vatE4 = e4(row.total_department_vat);
      add(basisPoints(row.vat_rate), e4(row.total_department) - vatE4, vatE4);
    }
  } else add(-1, e4(head.total_amount) - e4(head.total_vat_amount), e4(head.total_vat_amount));
  return rates;
}
