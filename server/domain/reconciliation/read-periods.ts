/** The documents of periods, read for many at once: five queries for a batch, whatever its size. */
import { groupBy } from '../../core/group-by.ts';
import { lookUp, statement } from '../../db/index.ts';
import type { Period, PeriodDocument, SectionSum, TaxedSum } from './period.ts';
import type { Read } from './read-closures.ts';

const documentsOf = statement({
  params: { periods: { terminal_id: 'int', number: 'int' } },
  returns: {
    id: 'int',
    uuid: 'text',
    terminal_id: 'int',
    closure_number: 'int',
    receipt_number: 'int',
    unique_id: 'text',
    document_type: 'text',
    transaction_type: 'text',
    sign: 'int',
    is_cancelled: 'bool',
    occurred_text: 'text',
    occurred_at: 'instant',
    received_at: 'instant',
    total_e4: 'bigint',
    vat_e4: 'bigint',
    discount_e4: 'bigint',
    surcharge_e4: 'bigint',
    tip_e4: 'bigint',
    paid_e4: 'bigint',
    change_e4: 'bigint',
    line_count: 'int',
    lines_e4: 'bigint?',
  },
  sql: (q) => `SELECT t.id, t.uuid, t.terminal_id, t.closure_number, t.receipt_number, t.unique_id, t.document_type,
      t.transaction_type, t.sign, t.is_cancelled, t.occurred_text, t.occurred_at, t.received_at, t.total_e4, t.vat_e4,
      t.discount_e4, t.surcharge_e4, t.tip_e4, t.paid_e4, t.change_e4, t.line_count,
      (SELECT ${q.sumBig('x.total_e4')} FROM (
        SELECT l.total_e4 FROM transaction_lines l
          WHERE l.transaction_id = t.id AND NOT l.is_cancelled AND NOT l.is_voided
        UNION ALL SELECT g.total_e4 FROM transaction_departments g WHERE g.transaction_id = t.id) AS x) AS lines_e4
    FROM ${q.rows('periods', 'r')}
    ${lookUp(q.provider, {
      table: 'transactions',
      alias: 't',
      where: 't.terminal_id = r.terminal_id AND t.closure_number = r.number',
    })}`,
});

const sectionFields = {
  document_id: 'int',
  kind: 'text',
  is_cancelled: 'bool',
  count: 'int',
  amount_e4: 'bigint',
} as const;

const paymentsOf = statement({
  params: { ids: { id: 'int' } },
  returns: sectionFields,
  sql: (q) => `SELECT p.transaction_id AS document_id, p.payment_type AS kind, p.is_cancelled, count(*) AS count,
      ${q.sumBig('p.amount_e4')} AS amount_e4 FROM ${q.rows('ids', 'i')}
    ${lookUp(q.provider, { table: 'transaction_payments', alias: 'p', where: 'p.transaction_id = i.id' })}
    GROUP BY 1, 2, 3`,
});

const discountsOf = statement({
  params: { ids: { id: 'int' } },
  returns: sectionFields,
  sql: (q) => `SELECT p.transaction_id AS document_id, p.discount_type_id AS kind, p.is_cancelled, count(*) AS count,
      ${q.sumBig('p.amount_e4')} AS amount_e4 FROM ${q.rows('ids', 'i')}
    ${lookUp(q.provider, { table: 'transaction_discounts', alias: 'p', where: 'p.transaction_id = i.id' })}
    GROUP BY 1, 2, 3`,
});

const taxedFields = { document_id: 'int', key: 'text', amount_e4: 'bigint', tax_e4: 'bigint' } as const;

const taxesOf = statement({
  params: { ids: { id: 'int' } },
  returns: taxedFields,
  sql: (q) => `SELECT x.transaction_id AS document_id, CAST(x.rate_basis_points AS TEXT) AS key,
      ${q.sumBig('x.taxable_e4')} AS amount_e4, ${q.sumBig('x.tax_e4')} AS tax_e4 FROM ${q.rows('ids', 'i')}
    ${lookUp(q.provider, { table: 'transaction_taxes', alias: 'x', where: 'x.transaction_id = i.id' })}
    GROUP BY 1, 2`,
});

const departmentsOf = statement({
  params: { ids: { id: 'int' } },
  returns: taxedFields,
  sql: (q) => `SELECT g.transaction_id AS document_id, g.main_group_id AS key,
      ${q.sumBig('g.total_e4')} AS amount_e4, ${q.sumBig('g.vat_e4')} AS tax_e4 FROM ${q.rows('ids', 'i')}
    ${lookUp(q.provider, { table: 'transaction_departments', alias: 'g', where: 'g.transaction_id = i.id' })}
    GROUP BY 1, 2`,
});

/** The documents of these periods, in the order of the keys given. */
export async function readPeriods(
  { client, dialect }: Read,
  keys: readonly { terminalId: number; number: number }[],
): Promise<Period[]> {
  const periods = keys.map(({ terminalId, number }) => ({ terminal_id: terminalId, number }));
  // A period that is asked for twice would have its documents twice.
  const asked = [...new Map(periods.map((key) => [`${key.terminal_id}:${key.number}`, key])).values()];
  const rows = await dialect.query(client, documentsOf, { periods: asked });
  const ids = rows.map(({ id }) => ({ id }));
  const payments = ids.length === 0 ? [] : await dialect.query(client, paymentsOf, { ids });
  const discounts = ids.length === 0 ? [] : await dialect.query(client, discountsOf, { ids });
  const taxes = ids.length === 0 ? [] : await dialect.query(client, taxesOf, { ids });
  const departments = ids.length === 0 ? [] : await dialect.query(client, departmentsOf, { ids });
  const documents = groupBy(rows, (row) => `${row.terminal_id}:${row.closure_number}`);
  const paymentsById = groupBy(payments, (row) => row.document_id);
  const discountsById = groupBy(discounts, (row) => row.document_id);
  const taxesById = groupBy(taxes, (row) => row.document_id);
  const departmentsById = groupBy(departments, (row) => row.document_id);
  return periods.map((key) => {
    const own = documents.get(`${key.terminal_id}:${key.number}`) ?? [];
    const sums = (byId: Map<number, typeof payments>) => own.flatMap(({ id }) => byId.get(id) ?? []).map(toSum);
    const taxed = (byId: Map<number, typeof taxes>) => own.flatMap(({ id }) => byId.get(id) ?? []).map(toTaxed);
    return {
      documents: own.map(toDocument),
      payments: sums(paymentsById),
      discounts: sums(discountsById),
      taxes: taxed(taxesById),
      departments: taxed(departmentsById),
    };
  });
}

type SumRow = { document_id: number; kind: string; is_cancelled: boolean; count: number; amount_e4: bigint };

function toSum(row: SumRow): SectionSum {
  const { document_id: documentId, kind, is_cancelled: isCancelled, count, amount_e4: amountE4 } = row;
  return { documentId, kind, isCancelled, count, amountE4 };
}

function toTaxed(row: { document_id: number; key: string; amount_e4: bigint; tax_e4: bigint }): TaxedSum {
  return { documentId: row.document_id, key: row.key, amountE4: row.amount_e4, taxE4: row.tax_e4 };
}

type DocumentRow = Awaited<ReturnType<typeof queryDocuments>>[number];
const queryDocuments = ({ client, dialect }: Read) => dialect.query(client, documentsOf, { periods: [] });

function toDocument(row: DocumentRow): PeriodDocument {
  return {
    id: row.id,
    uuid: row.uuid,
    receiptNumber: row.receipt_number,
    uniqueId: row.unique_id,
    documentType: row.document_type,
    transactionType: row.transaction_type,
    sign: row.sign,
    isCancelled: row.is_cancelled,
    occurredText: row.occurred_text,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
    totalE4: row.total_e4,
    vatE4: row.vat_e4,
    discountE4: row.discount_e4,
    surchargeE4: row.surcharge_e4,
    tipE4: row.tip_e4,
    paidE4: row.paid_e4,
    changeE4: row.change_e4,
    lineCount: row.line_count,
    linesE4: row.lines_e4,
  };
}
