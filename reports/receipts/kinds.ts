/** Kinds of receipts that a list can be narrowed to: what rows and columns of reports are made of. */

const has = (table: string, condition: string) =>
  `EXISTS (SELECT 1 FROM ${table} x WHERE x.transaction_id = t.id AND ${condition})`;
const sumOf = (table: string, figure: string, condition: string) =>
  `(SELECT coalesce(sum(x.${figure}), 0) FROM ${table} x WHERE x.transaction_id = t.id AND ${condition})`;

const live = 'NOT x.is_cancelled AND NOT x.is_voided';
const always = '1 = 1';
const ofLines = (figure: string) => sumOf('transaction_lines', figure, live);
const ofDepartments = (figure: string) => sumOf('transaction_departments', figure, always);
const inDepartments = (figure: string) => `(${ofLines(figure)} + ${ofDepartments(figure)})`;

const isUntaxed = `NOT ${has('transaction_taxes', always)}`;
/** Says its VAT by its head alone, under no rate. */
const isUntold = `(${isUntaxed} AND NOT ${has('transaction_lines', live)} AND NOT ${has('transaction_departments', always)})`;

/** What rates tell of a document, in the order in which the rollup believes it. */
const ofRates = (tax: string, other: string) => `CASE WHEN ${has('transaction_taxes', always)}
    THEN ${sumOf('transaction_taxes', tax, always)}
    WHEN ${isUntold} THEN ${other.replaceAll('x.', 't.')}
    ELSE (SELECT coalesce(sum(${other}), 0) FROM transaction_lines x WHERE x.transaction_id = t.id AND ${live})
      + (SELECT coalesce(sum(${other}), 0) FROM transaction_departments x WHERE x.transaction_id = t.id) END`;

const points = (figure: string) => `(t.sign > 0 AND ${has('transaction_loyalties', `x.${figure} <> 0`)})`;

/** Conditions on documents `t`.
 *
 *  `unproven`: a return that names no sale. `voided`: lines were taken back while it was made. `late`: it came after its day. The
 *  last ones are those of which something is not told, or told otherwise in another place. */
export const kindSql = {
  sale: 't.sign > 0',
  return: 't.sign < 0',
  cancelled: 't.is_cancelled',
  counted: 't.sign <> 0',
  late: 't.is_late',
  unproven: '(t.sign < 0 AND t.original_transaction_id IS NULL)',
  voided: `(t.sign <> 0 AND ${has('transaction_lines', '(x.is_cancelled OR x.is_voided)')})`,
  discounted: '(t.sign <> 0 AND t.discount_e4 <> 0)',
  lined: '(t.sign <> 0 AND t.line_count > 0)',
  divided: `(t.sign <> 0 AND (${has('transaction_lines', live)} OR ${has('transaction_departments', always)}))`,
  paid: '(t.sign <> 0 AND (t.paid_e4 <> 0 OR t.change_e4 <> 0))',
  tendered: `(t.sign <> 0 AND ${has('transaction_payments', 'NOT x.is_cancelled')})`,
  'discounts-told': `(t.sign <> 0 AND ${has('transaction_discounts', 'NOT x.is_cancelled')})`,
  lineless: '(t.sign <> 0 AND t.line_count = 0)',
  earned: points('points_earned'),
  redeemed: points('points_redeemed'),
  change: '(t.sign <> 0 AND t.change_e4 <> 0)',
  'lines-differ': `(t.sign <> 0 AND (t.discount_e4 <> ${ofLines('discount_e4')}
    OR (t.line_count > 0 AND t.total_e4 <> ${ofLines('total_e4')})))`,
  'departments-differ': `(t.sign <> 0 AND NOT ${isUntold}
    AND (t.total_e4 <> ${inDepartments('total_e4')} OR t.vat_e4 <> ${inDepartments('vat_e4')}))`,
  'beside-departments': `(t.sign <> 0 AND (t.total_e4 <> ${inDepartments('total_e4')} OR t.vat_e4 <> ${inDepartments('vat_e4')}
    OR t.discount_e4 <> ${ofLines('discount_e4')} OR t.surcharge_e4 <> 0))`,
  'rates-differ': `(t.sign <> 0 AND (t.vat_e4 <> ${ofRates('tax_e4', 'x.vat_e4')}
    OR t.total_e4 - t.vat_e4 <> ${ofRates('taxable_e4', 'x.total_e4 - x.vat_e4')}))`,
  'payments-differ': `(t.sign <> 0 AND t.paid_e4 <> ${sumOf('transaction_payments', 'amount_e4', 'NOT x.is_cancelled')})`,
  'discounts-differ': `(t.sign <> 0 AND t.discount_e4 <> ${sumOf('transaction_discounts', 'amount_e4', 'NOT x.is_cancelled')})`,
} as const;

export type ReceiptKind = keyof typeof kindSql;

export const receiptKinds = Object.keys(kindSql) as ReceiptKind[];
