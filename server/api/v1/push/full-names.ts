/** The names of lists in the gate dialect's announced form (protocol 2) beside those of the full form (1.4, 1.5), which are the
 *  ones that are recorded. A document that brings its head is a full one, whatever its lists are called. */
type Row = Readonly<Record<string, unknown>>;

interface Form {
  /** The section that makes a document a full one. */
  head: string;
  /** Where the announced form has the id. */
  id: string;
  lists: ReadonlyMap<string, string>;
}

// Maps: devices choose the names that are looked up.
const forms: ReadonlyMap<string, Form> = new Map([
  ['transaction', { head: 'head', id: 'transaction_id', lists: new Map([['lines', 'products']]) }],
  [
    'closure',
    {
      head: 'closure',
      id: 'closure_id',
      lists: new Map([
        ['vat_summary', 'vat_summaries'],
        ['payment_summary', 'payment_type_summaries'],
        ['department_summary', 'department_summaries'],
        ['discount_summary', 'discount_summaries'],
        ['cashier_summary', 'cashier_summaries'],
        ['currency_summary', 'currency_summaries'],
      ]),
    },
  ],
]);

/** The document as it is recorded; the same object where nothing is to be renamed. */
export function inFullNames(type: string, document: unknown): unknown {
  const form = forms.get(type);
  if (!form || !isRow(document)) return document;
  const head = document[form.head];
  if (!isRow(head)) return document;
  const names = Object.keys(document).filter((name) => name === form.id || renamed(form, name, document) !== name);
  if (names.length === 0) return document;
  const rest = Object.entries(document).filter(([name]) => name !== form.id);
  return {
    ...Object.fromEntries(rest.map(([name, value]) => [renamed(form, name, document), value])),
    [form.head]: { ...(document[form.id] !== undefined && { id: document[form.id] }), ...head },
  };
}

/** What is there under its full name already keeps it, and the other one stays beside it. */
function renamed({ lists }: Form, name: string, document: Row): string {
  const full = lists.get(name);
  return full === undefined || full in document ? name : full;
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
