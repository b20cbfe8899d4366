/** Products, customers and cashiers that a document names and the hub does not know: tills create them under ids of their own, or
 *  keep deleted ones. Each is noted once, as the first document tells of it, for staff to find. It does not become master data:
 *  that would take its code, and send it down to every till. When a row with its id is created or adopted later, everything that
 *  was sold under the id belongs to that row at once, because documents and stock name the same id. */
import { type Dialect, statement } from '../../../db/index.ts';
import type { Write } from '../kinds.ts';
import type { NewDocument } from './documents.ts';

type Kind = 'product' | 'customer' | 'cashier';

const tables: Readonly<Record<Kind, string>> = { product: 'products', customer: 'customers', cashier: 'cashiers' };

const seenColumns = {
  company_id: 'int',
  kind: 'text',
  uuid: 'text',
  code: 'text?',
  name: 'text?',
  details: 'text',
  store_id: 'int',
  terminal_id: 'int',
  transaction_id: 'int',
  seen_at: 'instant',
} as const;

const insertSeen = statement({
  params: { rows: seenColumns },
  returns: { company_id: 'int', kind: 'text', uuid: 'text' },
  sql: (q) => `INSERT INTO seen_records (${q.names('rows')}) SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')}
    WHERE CASE r.kind ${Object.entries(tables)
      .map(
        ([kind, table]) =>
          `WHEN '${kind}' THEN (SELECT count(*) FROM ${table} m WHERE m.id = r.uuid AND m.company_id = r.company_id)`,
      )
      .join(' ')} END = 0
    ORDER BY r.company_id, r.kind, r.uuid
    ON CONFLICT (company_id, kind, uuid) DO NOTHING RETURNING company_id, kind, uuid`,
});

/** What needs no look any more, per database: known to the hub, or noted by an earlier transaction. Neither is ever deleted. */
const settled = new WeakMap<Dialect, Set<string>>();
const mostSettled = 100_000;

function settledOf(dialect: Dialect): Set<string> {
  const known = settled.get(dialect);
  if (known && known.size < mostSettled) return known;
  const fresh = new Set<string>();
  settled.set(dialect, fresh);
  return fresh;
}

/** Notes what the documents name and the hub does not know. Costs a statement only when something is named that no document
 *  before has named.
 *  @param isFirst nothing was noted in this transaction before, so that what is there already is there for good */
export async function noteSeen(
  { tx, dialect }: Write,
  documents: readonly NewDocument[],
  { isFirst }: { isFirst: boolean },
): Promise<void> {
  const known = settledOf(dialect);
  const asked = new Map<string, Named>();
  const ask = (document: NewDocument, kind: Kind, uuid: string | null, line?: Line) => {
    if (uuid === null) return;
    const key = `${document.head.company_id}${kind}${uuid}`;
    if (!known.has(key) && !asked.has(key)) asked.set(key, { document, kind, uuid, line });
  };
  for (const document of documents) {
    ask(document, 'customer', document.head.customer_id);
    ask(document, 'cashier', document.head.cashier_id);
    for (const line of document.rows.lines) ask(document, 'product', line.product_id, line);
  }
  if (asked.size === 0) return;
  const noted = await dialect.query(tx, insertSeen, { rows: [...asked.values()].map(rowOf) });
  if (!isFirst) return;
  // What was noted just now may still be undone.
  for (const { company_id, kind, uuid } of noted) asked.delete(`${company_id}${kind}${uuid}`);
  for (const key of asked.keys()) known.add(key);
}

type Line = NewDocument['rows']['lines'][number];

interface Named {
  document: NewDocument;
  kind: Kind;
  uuid: string;
  line: Line | undefined;
}

function rowOf({ document: { id, head }, kind, uuid, line }: Named) {
  return {
    company_id: head.company_id,
    kind,
    uuid,
    code: line?.product_code ?? null,
    name: line?.product_name ?? null,
    details: JSON.stringify(line ? detailsOf(line) : {}),
    store_id: head.store_id,
    terminal_id: head.terminal_id,
    transaction_id: id,
    seen_at: head.received_at,
  };
}

/** What a product that is made out of the line would need. */
function detailsOf(line: Line) {
  return {
    mainGroupId: line.main_group_id,
    subGroupId: line.sub_group_id,
    barcodeId: line.barcode_id,
    unitOfMeasure: line.unit_of_measure,
    vatBasisPoints: line.vat_basis_points,
    unitPriceE4: String(line.unit_price_e4),
  };
}
