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
    hours: new Table(),
    productDays: new Table(),
    productMonths: new Table(),
    departments: new Table(),
    vat: new Table(),
    payments: new Table(),
    cashiers: new Table(),
    campaigns: new Table(),
    customers: new Table(),
  };
  for (const { terminal, body } of documents) countDocument(tables, terminal, body);
  return Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, table.rows]));
}

function countDocument(tables: Record<string, Table>, terminal: TerminalIdentity, body: Body): void {
  const { head, products = [], payments = [], discounts = [], departments = [], taxes = [] } = body;
  const { companyId, storeId, terminalId } = terminal;
  const businessDay = head.transaction_date_time.slice(0, 10);
  const currency = head.base_currency;
  const at = { storeId, businessDay, currency, companyId };
  const sign = head.is_cancel ? 0n : head.transaction_type === 'return' ? -1n : 1n;
  const counted = { documents: 1, cancelled: sign === 0n ? 1 : 0, returns: sign === -1n ? 1 : 0 };
  const gross = { grossE4: sign * e4(head.total_amount), discountE4: sign * e4(head.total_discount_amount) };
  const vatE4 = sign * e4(head.total_vat_amount);
  tables['days']?.add(
    { ...at, terminalId },
    {
      ...counted,
      withLines: sign !== 0n && products.length > 0 ? 1 : 0,
      lines: products.length,
      payments: payments.length,
      ...gross,
      vatE4,
      surchargeE4: sign * e4(head.total_surcharge_amount),
      tipE4: sign * e4(head.tip_amount),
      paidE4: sign * e4(head.total_payment_amount),
      changeE4: sign * e4(head.total_change_amount),
      cancelledE4: sign === 0n ? e4(head.total_amount) : 0n,
    },
  );
  tables['cashiers']?.add({ ...at, cashierId: head.fk_cashier_create_id ?? '' }, { ...counted, ...gross });
  if (sign === 0n) return;
  const hour = Number(head.transaction_date_time.slice(11, 13));
  tables['hours']?.add({ ...at, hour }, { documents: 1, ...gross, vatE4 });
  tables['customers']?.add({ ...at, customerId: head.fk_customer_id ?? '' }, { documents: 1, grossE4: gross.grossE4 });
  const live = products.filter((line: Body) => !line.is_cancel && !line.is_voided);
  for (const line of live) countLine(tables, { at, sign, line });
  for (const row of departments) {
    const figures = { lines: 1, quantityE4: 0n, grossE4: sign * e4(row.total_department) };
    const key = {
      ...at,
      mainGroupId: row.fk_department_main_group_id,
      subGroupId: row.fk_department_sub_group_id ?? '',
    };
    tables['departments']?.add(key, { ...figures, vatE4: sign * e4(row.total_department_vat) });
  }
  for (const row of payments.filter((payment: Body) => !payment.is_cancel)) {
    tables['payments']?.add(
      { ...at, paymentType: row.payment_type },
      { payments: 1, amountE4: sign * e4(row.payment_total) },
    );
  }
  for (const row of discounts.filter((discount: Body) => !discount.is_cancel)) {
    const key = { ...at, discountTypeId: row.fk_discount_type_id, code: row.discount_code ?? '' };
    tables['campaigns']?.add(key, { discounts: 1, discountE4: sign * e4(row.discount_amount) });
  }
  for (const [rate, { taxableE4, vatE4: taxE4 }] of vatOf({ head, live, departments, taxes })) {
    tables['vat']?.add(
      { ...at, rateBasisPoints: rate },
      { documents: 1, taxableE4: sign * taxableE4, vatE4: sign * taxE4 },
    );
  }
}

function countLine(tables: Record<string, Table>, { at, sign, line }: { at: Body; sign: bigint; line: Body }): void {
  const figures = { lines: 1, quantityE4: sign * e4(line.quantity), grossE4: sign * e4(line.total_price) };
  const vatE4 = sign * e4(line.total_vat);
  const product = { ...figures, discountE4: sign * e4(line.total_discount), vatE4 };
  const productId = line.fk_product_id ?? '';
  tables['productDays']?.add({ ...at, productId }, product);
  const { businessDay, ...place } = at;
  for (const storeId of [at.storeId, 0]) {
    tables['productMonths']?.add({ ...place, storeId, month: businessDay.slice(0, 7), productId }, product);
  }
  const key = {
    ...at,
    mainGroupId: line.fk_department_main_group_id,
    subGroupId: line.fk_department_sub_group_id ?? '',
  };
  tables['departments']?.add(key, { ...figures, vatE4 });
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
