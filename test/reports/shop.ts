/** Documents with everything that reports look at, as tills push them, and answers of reports as a table that can be reckoned by hand. */
import { expect } from 'vitest';
import { exactAmount, percentText } from '../../reports/amounts.ts';
import { reportNamed } from '../../reports/catalogue.ts';
import type { Column, Value } from '../../reports/engine/report.ts';
import { type Answer, type AnsweredSection, runReport } from '../../reports/engine/run.ts';
import { askedWithOptions } from '../../reports/engine/window.ts';
import { labelText } from '../../reports/speak.ts';
import { decimalToShortText } from '../../server/core/decimal.ts';
import { formatsOf } from '../../server/core/formats.ts';
import { newId } from '../../server/core/ids.ts';
import { translatorOf } from '../../server/core/translate.ts';
import { type Ctx, type Database, inTransaction } from '../../server/db/index.ts';
import { recordTransactions } from '../../server/domain/sales/index.ts';
import type { TerminalIdentity } from '../../server/domain/stores/index.ts';
import { hubCtx } from '../support/hub.ts';
import { now } from './world.ts';

interface LinePlan {
  department?: string;
  sub?: string;
  product?: string;
  total: string;
  vat?: string;
  rate?: string;
  quantity?: string;
  cost?: string;
  discount?: string;
  is?: 'voided' | 'cancelled';
}

export interface BodyPlan {
  /** The till's local time. */
  at: string;
  total: string;
  discount?: string;
  surcharge?: string;
  vat?: string;
  paid?: string;
  change?: string;
  currency?: string;
  type?: 'sale' | 'return';
  isCancelled?: boolean;
  cashier?: string;
  customer?: string;
  original?: string;
  lines?: readonly LinePlan[];
  departments?: readonly { department: string; sub?: string; total: string; vat?: string; rate?: string }[];
  taxes?: readonly { rate: string; taxable: string; tax: string }[];
  payments?: readonly { kind: string; amount: string; isCancelled?: boolean }[];
}

type Body = ReturnType<typeof bodyOf>;

let numbers = 0;

export function bodyOf(plan: BodyPlan) {
  numbers += 1;
  const { payments = [], lines = [], departments = [], taxes = [] } = plan;
  return {
    head: {
      id: newId(),
      transaction_unique_id: `${plan.at.slice(0, 10)}-${numbers}`,
      pos_id: 1,
      transaction_date_time: plan.at,
      document_type: 'FISCAL_RECEIPT',
      transaction_type: plan.type ?? 'sale',
      transaction_status: plan.isCancelled ? 'cancelled' : 'completed',
      closure_number: 1,
      receipt_number: numbers,
      total_amount: plan.total,
      total_vat_amount: plan.vat ?? '0.0000',
      total_discount_amount: plan.discount ?? '0.0000',
      total_surcharge_amount: plan.surcharge ?? '0.0000',
      total_payment_amount: plan.paid ?? plan.total,
      total_change_amount: plan.change ?? '0.0000',
      base_currency: plan.currency ?? 'GBP',
      is_cancel: plan.isCancelled ?? false,
      fk_cashier_create_id: plan.cashier ?? null,
      fk_customer_id: plan.customer ?? null,
      original_transaction_id: plan.original ?? null,
    },
    products: lines.map((line, index) => ({
      id: newId(),
      line_no: index + 1,
      fk_department_main_group_id: line.department ?? null,
      fk_department_sub_group_id: line.sub ?? null,
      fk_product_id: line.product ?? null,
      product_name: 'Something',
      vat_rate: line.rate ?? '20.00',
      unit_price: line.total,
      quantity: line.quantity ?? '1.0000',
      total_price: line.total,
      total_vat: line.vat ?? '0.0000',
      total_discount: line.discount ?? null,
      cost_price: line.cost ?? null,
      is_cancel: line.is === 'cancelled',
      is_voided: line.is === 'voided',
    })),
    departments: departments.map((row, index) => ({
      id: newId(),
      line_no: index + 1,
      fk_department_main_group_id: row.department,
      fk_department_sub_group_id: row.sub ?? null,
      vat_rate: row.rate ?? '20.00',
      total_department: row.total,
      total_department_vat: row.vat ?? '0.0000',
    })),
    taxes: taxes.map(({ rate, taxable, tax }) => ({
      id: newId(),
      tax_type: 'VAT',
      tax_name: 'VAT',
      tax_code: 'V',
      tax_rate: rate,
      taxable_amount: taxable,
      tax_amount: tax,
    })),
    payments: payments.map(({ kind, amount, isCancelled }, index) => ({
      id: newId(),
      line_no: index + 1,
      payment_type: kind,
      payment_total: amount,
      is_cancel: isCancelled ?? false,
    })),
  };
}

/** Pushes documents from a till at a moment; every one must be stored. */
export async function push(db: Database, till: TerminalIdentity, bodies: readonly Body[], at = now): Promise<void> {
  const result = await recordTransactions(hubCtx(db, at), till, bodies, []);
  if (result.accepted !== bodies.length) throw new Error(`A document was refused: ${result.message}`);
}

/** Names that reports show: two departments, a sub group, two cashiers (one deleted), four customers, two segments. */
export async function makePeople(db: Database, companyId: number) {
  const ids = {
    ...{ food: newId(), drinks: newId(), tea: newId(), anna: newId(), ben: newId() },
    ...{ carl: newId(), dora: newId(), walkIn: newId(), gold: newId(), local: newId() },
  };
  await inTransaction(db, async (tx) => {
    await tx.departmentMainGroup.create({ data: { id: ids.food, companyId, code: '1', name: 'Food' } });
    await tx.departmentMainGroup.create({ data: { id: ids.drinks, companyId, code: '2', name: 'Drinks' } });
    const tea = { id: ids.tea, companyId, mainGroupId: ids.drinks, code: '201', name: 'Tea' };
    await tx.departmentSubGroup.create({ data: tea });
    const cashier = { companyId, passwordEncrypted: '' };
    await tx.cashier.create({
      data: { ...cashier, id: ids.anna, number: 1, userName: 'anna', firstName: 'Anna', lastName: 'Bell' },
    });
    const ben = { id: ids.ben, number: 2, userName: 'ben', firstName: 'Ben', lastName: 'Cole', deletedAt: now };
    await tx.cashier.create({ data: { ...cashier, ...ben } });
    await tx.customer.create({ data: { id: ids.carl, companyId, name: 'Carl', lastName: 'Dean' } });
    await tx.customer.create({ data: { id: ids.dora, companyId, name: 'Dora', lastName: 'East' } });
    await tx.customer.create({ data: { id: ids.walkIn, companyId, name: 'Walk', lastName: 'In', isWalkIn: true } });
    for (const [id, name] of [
      [ids.gold, 'Gold'],
      [ids.local, 'Local'],
    ] as const) {
      await tx.customerSegment.create({ data: { id, companyId, code: name, name, segmentType: 'custom' } });
      const member = { id: newId(), companyId, customerId: ids.carl, segmentId: id };
      await tx.customerSegmentMember.create({ data: member });
    }
  });
  return ids;
}

export type Asking = Readonly<Record<string, string>>;

export async function ask(ctx: Ctx, name: string, asking: Asking): Promise<Answer> {
  const report = reportNamed(name);
  if (!report) throw new Error(`There is no report ${name}`);
  return runReport(ctx, report, askedWithOptions.parse({ compare: 'none', ...asking }));
}

const english = { t: translatorOf('en'), formats: formatsOf('en') };

/** A report as lines of text: "<name> | <value> | …", the total last; rows that have nothing but zeros are left out. */
function linesOf(answer: Answer, currency = 'GBP', columns?: readonly string[]): string[] {
  const section = answer.sections.find((one) => one.currency === currency);
  if (!section) return [];
  const shown = answer.report.columns.filter(({ name }) => columns?.includes(name) ?? true);
  const line = (name: string, values: AnsweredSection['total']) =>
    [name, ...shown.map((column) => textOf(column, values?.[column.name] ?? null, currency))]
      .join(' | ')
      .replaceAll('\u00A0', ' ');
  const isSaid = (values: Readonly<Record<string, Value>>) =>
    Object.values(values).some((value) => Number(value) !== 0);
  return [
    ...section.rows
      .filter(({ values }) => isSaid(values))
      .map((row) => line(`${labelText(english, row.label)}${row.kind ? ` (${row.kind})` : ''}`, row.values)),
    line('Total', section.total),
  ];
}

function textOf({ kind }: Column, value: Value, currency: string): string {
  if (value === null) return '–';
  if (kind === 'money') return exactAmount(BigInt(value), currency);
  if (kind === 'share') return `${percentText(Number(value))}%`;
  return kind === 'quantity' ? decimalToShortText(BigInt(value), 4) : String(value);
}

/** Totals of the lead column in each currency. */
export function totalsOf(answer: Answer, column: string): Record<string, Value> {
  return Object.fromEntries(answer.sections.map(({ currency, total }) => [currency ?? '', total?.[column] ?? null]));
}

/** The rows in any order, the total last. */
export function expectLines(answer: Answer, expected: readonly string[], currency = 'GBP'): void {
  const met = linesOf(answer, currency);
  expect([...met.slice(0, -1).sort(), met.at(-1)]).toEqual(
    [...expected.slice(0, -1)].sort().concat(expected.at(-1) ?? ''),
  );
}
