/** What a terminal cannot do without, and would not say that it lacks (protocol 1.2, "what must be there for a usable terminal";
 *  traps 12 and 20). Each check is a query and two sentences. */
import { statement } from '../../db/index.ts';

/** `missing`: a till cannot work, or drops rows without telling anybody. `advice`: it works, but somebody should look. */
export type Level = 'missing' | 'advice';

/** The rows that are looked for; `t` has the words of a row in `label`. */
type Find = (q: { company: string; store: string }) => string;

export interface Check {
  code: string;
  level: Level;
  /** `none`: the finding is that there is no such row. `some`: the rows found are the finding. */
  when: 'none' | 'some';
  find: ReturnType<typeof labels>;
  /** What is wrong, as a sentence. */
  sentence: string;
  /** What to do about it, as a sentence. */
  todo: string;
}

/** Rows that are named in a finding. */
const mostLabels = 20;

function labels(find: Find) {
  return statement({
    params: { company: 'int', store: 'int' },
    returns: { label: 'text' },
    sql: (q) => {
      // Asked for by name each time: every mention of a parameter is one of its own on SQLite.
      const words = {
        get company() {
          return q.param('company');
        },
        get store() {
          return q.param('store');
        },
      };
      return `${find(words)} ORDER BY 1 LIMIT ${mostLabels}`;
    },
  });
}

type Words = Pick<Check, 'code' | 'sentence' | 'todo'> & { level?: Level };

const none = (find: Find, words: Words): Check => ({ level: 'missing', ...words, when: 'none', find: labels(find) });
const some = (find: Find, words: Words): Check => ({ level: 'missing', ...words, when: 'some', find: labels(find) });

const living = (table: string, name: string): Find => {
  return (q) => `SELECT ${name} AS label FROM ${table} t WHERE t.company_id = ${q.company} AND t.deleted_at IS NULL`;
};

const hubOrOwn = (table: string, code: string): Find => {
  return (q) => `SELECT t.id AS label FROM ${table} t WHERE (t.company_id = ${q.company} OR t.company_id IS NULL)
    AND t.deleted_at IS NULL AND ${code}`;
};

/** Codes that are one to whoever types or scans them; deleted rows take part, because they are sent as well. */
function alike(table: string, column: string, words: { what: string; folded?: string; todo?: string }): Check {
  const folded = words.folded ?? `lower(trim(t.${column}))`;
  return some(
    (q) => `SELECT min(t.${column}) AS label FROM ${table} t WHERE t.company_id = ${q.company} AND t.${column} <> ''
      GROUP BY ${folded} HAVING count(*) > 1`,
    {
      code: `alike_${table}`,
      sentence: `Two ${words.what} are alike, deleted ones counted: a till keeps one of the two and drops the other.`,
      todo: words.todo ?? 'Give one of them another code; a deleted one keeps its code for ever.',
    },
  );
}

const worksHere = (q: {
  company: string;
  store: string;
}) => `t.company_id = ${q.company} AND t.deleted_at IS NULL AND t.is_active
  AND (t.is_administrator OR EXISTS (SELECT 1 FROM cashier_stores s WHERE s.cashier_id = t.id AND s.store_id = ${q.store} AND s.is_active))`;

const people: Check[] = [
  none(
    (q) => `SELECT t.user_name AS label FROM cashiers t WHERE t.company_id = ${q.company} AND t.deleted_at IS NULL
      AND t.is_active AND t.is_administrator`,
    {
      code: 'no_administrator',
      sentence: 'No cashier is an active administrator: nobody can close the day at a till.',
      todo: 'Make a cashier of the company an administrator, or add one.',
    },
  ),
  none((q) => `SELECT t.user_name AS label FROM cashiers t WHERE ${worksHere(q)}`, {
    code: 'no_cashier',
    sentence: 'Nobody can sign in at the tills of this store.',
    todo: 'Assign an active cashier to the store.',
  }),
  none(
    (q) => `SELECT t.user_name AS label FROM cashiers t WHERE ${worksHere(q)}
      AND EXISTS (SELECT 1 FROM cashier_stores s WHERE s.cashier_id = t.id AND s.store_id = ${q.store} AND s.is_active)`,
    {
      code: 'no_cashier_assigned',
      level: 'advice',
      sentence: 'No cashier is assigned to this store: only the company’s administrators can sign in at its tills.',
      todo: 'Assign the people who work here.',
    },
  ),
  some(
    (q) => `SELECT t.user_name AS label FROM cashiers t WHERE ${worksHere(q)} AND t.user_name <> lower(t.user_name)`,
    {
      code: 'user_name_not_lower_case',
      sentence: 'A cashier’s user name has capital letters: tills write what is typed in small ones and find nobody.',
      todo: 'Save the cashier again; the hub then writes the name in small letters.',
    },
  ),
  alike('cashiers', 'user_name', {
    what: 'user names of cashiers',
    todo: 'Give one of the cashiers another user name.',
  }),
  none(
    (
      q,
    ) => `SELECT t.name AS label FROM customers t WHERE t.company_id = ${q.company} AND t.deleted_at IS NULL AND t.is_walk_in
      AND (lower(t.name) LIKE '%walk-in%' OR lower(t.name) LIKE '%anonymous%')`,
    {
      code: 'no_walk_in',
      sentence:
        'No customer is the walk-in one: a till books every sale on whichever customer comes first, or invents one.',
      todo: 'Add a customer named “Walk-in” who is marked as walk-in. Where there is none at all, the hub adds one when a till starts.',
    },
  ),
  alike('customers', 'phone_normalized', {
    what: 'customers’ phone numbers',
    todo: 'Take the number from one of the two customers, or merge them.',
  }),
];

const money: Check[] = [
  none(living('payment_types', 't.name'), {
    code: 'no_payment_type',
    sentence: 'There is no kind of payment: nothing can be paid.',
    todo: 'Add one, such as Cash. Where there is none at all, the hub adds the usual ten when a till starts.',
  }),
  none(
    (q) => `SELECT t.code AS label FROM currencies t JOIN stores s ON s.id = ${q.store} AND s.currency = t.code
      WHERE (t.company_id = ${q.company} OR t.company_id IS NULL) AND t.deleted_at IS NULL`,
    {
      code: 'unknown_currency',
      sentence: 'The store’s currency is none that the hub knows: a till has no currency to sell in.',
      todo: 'Choose another currency for the store, or add this one to the currencies.',
    },
  ),
  none(living('vat_rates', 't.name'), {
    code: 'no_vat_rate',
    sentence: 'There is no VAT rate: every sale is booked without tax.',
    todo: 'Add the rates of the country.',
  }),
  some(
    (q) => `SELECT t.code || ' ' || t.name AS label FROM department_main_groups t
      LEFT JOIN vat_rates v ON v.id = t.vat_rate_id AND v.deleted_at IS NULL
      WHERE t.company_id = ${q.company} AND t.deleted_at IS NULL AND v.id IS NULL`,
    {
      code: 'department_without_vat',
      sentence:
        'A department has no VAT rate, or one that was deleted: tills take the tax of a sale from the department.',
      todo: 'Choose the VAT rate of the department.',
    },
  ),
];

const goods: Check[] = [
  none(living('department_main_groups', 't.name'), {
    code: 'no_department',
    sentence: 'There is no department: nothing can be sold.',
    todo: 'Add a department with its VAT rate, and the products in it.',
  }),
  none(
    (q) => `SELECT t.code AS label FROM products t WHERE t.company_id = ${q.company} AND t.deleted_at IS NULL
      AND (t.store_id IS NULL OR t.store_id = ${q.store})`,
    {
      code: 'no_product',
      level: 'advice',
      sentence: 'There is no product for this store: only departments can be sold.',
      todo: 'Add the products, or import them.',
    },
  ),
  some(
    (
      q,
    ) => `SELECT t.code || ' ' || t.name AS label FROM products t JOIN department_main_groups g ON g.id = t.main_group_id
      JOIN department_sub_groups u ON u.id = t.sub_group_id
      WHERE t.company_id = ${q.company} AND t.deleted_at IS NULL AND (g.deleted_at IS NOT NULL OR u.deleted_at IS NOT NULL)`,
    {
      code: 'product_without_department',
      sentence: 'A product’s department was deleted: a till finds no tax for it.',
      todo: 'Move the product to another department.',
    },
  ),
  some(
    (q) => `SELECT t.code || ' ' || t.name AS label FROM products t JOIN stores s ON s.id = ${q.store}
      WHERE t.company_id = ${q.company} AND t.deleted_at IS NULL AND (t.store_id IS NULL OR t.store_id = s.id)
      AND NOT EXISTS (SELECT 1 FROM prices p WHERE p.product_id = t.id AND p.deleted_at IS NULL
        AND p.currency = s.currency AND (p.store_id IS NULL OR p.store_id = s.id))`,
    {
      code: 'product_without_price',
      level: 'advice',
      sentence:
        'A product has no price in the store’s currency: a till sells it for nothing, or for what it had before.',
      todo: 'Give the product a price.',
    },
  ),
  alike('products', 'code', { what: 'product codes' }),
  alike('product_variants', 'code', { what: 'codes of product variants' }),
  alike('product_barcodes', 'barcode', { what: 'barcodes', todo: 'Take the barcode from one of the two products.' }),
  alike('warehouses', 'code', { what: 'codes of warehouses' }),
  alike('warehouse_locations', 'code', { what: 'codes of places in warehouses' }),
];

const offers: Check[] = [
  alike('campaigns', 'code', {
    what: 'campaign codes in their first 15 characters',
    folded: 'lower(substr(t.code, 1, 15))',
    todo: 'Give one of the campaigns a code that differs earlier: receipts carry no more than 15 characters of it.',
  }),
  alike('coupons', 'code', { what: 'coupon codes' }),
  alike('customer_segments', 'code', { what: 'codes of customer segments' }),
  ...['NONE', 'PRODUCT', 'LOYALTY', 'CAMPAIGN'].map((code) =>
    none(hubOrOwn('discount_types', `t.code = '${code}'`), {
      code: `no_discount_type_${code.toLowerCase()}`,
      sentence: `The kind of discount ${code} is not there: a till makes one under an id that nobody else knows.`,
      todo: `Add a kind of discount with the code ${code}, or let the hub write its reference data again by a restart.`,
    }),
  ),
  none(hubOrOwn('document_types', "t.name = 'FISCAL_RECEIPT'"), {
    code: 'no_document_type',
    sentence:
      'The kind of document FISCAL_RECEIPT is not there: a till books its receipts under whichever comes first.',
    todo: 'Add the kind of document, or let the hub write its reference data again by a restart.',
  }),
];

const terminals: Check[] = [
  none(
    (q) => `SELECT t.code AS label FROM terminals t WHERE t.company_id = ${q.company} AND t.store_id = ${q.store}
      AND t.deleted_at IS NULL AND t.is_active`,
    {
      code: 'no_terminal',
      level: 'advice',
      sentence: 'The store has no active till.',
      todo: 'Register one, or close the store.',
    },
  ),
  some(
    (q) => `SELECT t.code AS label FROM terminals t JOIN stores s ON s.id = t.store_id
      WHERE t.company_id = ${q.company} AND t.store_id = ${q.store} AND t.deleted_at IS NULL AND t.is_active
      AND t.secret_hash IS NULL AND NOT s.code_only_access`,
    {
      code: 'terminal_without_secret',
      level: 'advice',
      sentence: 'A till was never paired, and the store does not accept tills by their codes alone: it is refused.',
      todo: 'Pair it: its page shows the settings to paste.',
    },
  ),
];

export const checks: readonly Check[] = [...people, ...money, ...goods, ...offers, ...terminals];
