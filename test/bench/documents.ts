/** Push bodies like a real terminal's, as fast as text can be put together: the recorded full sale with fresh ids, its text as
 *  Python's `json.dumps` writes it. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sampleFile = new URL('../support/samples/pypos/transaction-push-full.json', import.meta.url);

/** Who is on every document. */
export const customerId = '812859af-6b13-4ca3-8e32-ec0921ab88e6';
export const cashierId = 'be8d4053-b900-48c8-b28f-5ac03dbd8655';

/** Texts that are replaced in every document. */
const idPattern = /"(?:id|fk_transaction_head_id|fk_transaction_product_id|fk_product_id)": "([0-9a-f-]{36})"/g;
const receiptPattern = /"receipt_number": \d+/;

/** Products that are sold, so that product rollups have as many rows as in a small shop. */
const productCount = 500;
export const productIds = Array.from(
  { length: productCount },
  (_, index) => `a0000000-0000-4000-8000-${(0xb000_0000_0000 + index).toString(16)}`,
);

export interface PushSource {
  /** One transaction object as JSON text, never the same twice. */
  transaction(): string;
  /** A whole body with so many transactions, in the office dialect. */
  body(count: number): string;
  /** The same in the gate dialect. */
  gateBody(count: number): string;
}

/** What is fixed in a document, and in between the slots of its ids: own ids are numbered, products are drawn. */
interface Template {
  parts: string[];
  slots: ({ kind: 'id'; number: number } | { kind: 'product' } | { kind: 'receipt' })[];
  ids: number;
}

export function pushSource(codes: { officeCode: string; storeCode: string; terminalCode: string }): PushSource {
  const sample = JSON.parse(readFileSync(sampleFile, 'utf8')) as { transactions: unknown[]; sequences: unknown };
  const template = cut(pythonJson(sample.transactions[0]));
  const nextId = idSource();
  let receipt = 0;
  const transaction = () => {
    const ids = Array.from({ length: template.ids }, nextId);
    receipt += 1;
    let text = template.parts[0] as string;
    for (const [place, slot] of template.slots.entries()) {
      if (slot.kind === 'id') text += ids[slot.number];
      else if (slot.kind === 'receipt') text += receipt;
      else text += productIds[Math.floor(Math.random() ** 2 * productCount)];
      text += template.parts[place + 1];
    }
    return text;
  };
  const { officeCode, storeCode, terminalCode } = codes;
  const head = `{"office_code": "${officeCode}", "store_code": "${storeCode}", "terminal_code": "${terminalCode}", "pos_id": 1, "transactions": [`;
  const tail = `], "sequences": ${pythonJson(sample.sequences)}}`;
  return {
    transaction,
    body: (count) => head + Array.from({ length: count }, transaction).join(', ') + tail,
    gateBody: (count) => {
      const documents = Array.from({ length: count }, () => `{"type": "transaction", "document": ${transaction()}}`);
      return `{"schema_version": 1, "documents": [${documents.join(', ')}]}`;
    },
  };
}

function cut(text: string): Template {
  const numbers = new Map<string, number>();
  const found: { from: number; to: number; slot: Template['slots'][number] }[] = [];
  for (const match of text.matchAll(idPattern)) {
    const id = match[1] as string;
    const to = match.index + match[0].length - 1;
    const range = { from: to - id.length, to };
    if (match[0].startsWith('"fk_product_id"')) found.push({ ...range, slot: { kind: 'product' } });
    else {
      if (!numbers.has(id)) numbers.set(id, numbers.size);
      found.push({ ...range, slot: { kind: 'id', number: numbers.get(id) as number } });
    }
  }
  const receipt = receiptPattern.exec(text);
  if (!receipt) throw new Error('The sample has no receipt number');
  const to = receipt.index + receipt[0].length;
  found.push({ from: receipt.index + '"receipt_number": '.length, to, slot: { kind: 'receipt' } });
  found.sort((a, b) => a.from - b.from);
  const edges = [{ to: 0 }, ...found];
  return {
    parts: edges.map((edge, place) => text.slice(edge.to, found[place]?.from)),
    slots: found.map(({ slot }) => slot),
    ids: numbers.size,
  };
}

/** Random UUIDs out of a pool of random digits; the first letter keeps them from reading as numbers. */
function idSource(): () => string {
  let digits = '';
  let place = 0;
  return () => {
    if (place + 31 > digits.length) {
      digits = randomBytes(1 << 16).toString('hex');
      place = 0;
    }
    const at = (from: number, length: number) => digits.substr(place + from, length);
    const id = `b${at(0, 7)}-${at(7, 4)}-4${at(11, 3)}-8${at(14, 3)}-${at(17, 12)}`;
    place += 29;
    return id;
  };
}

/** JSON with a blank after every comma and colon. */
function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, child]) => `${JSON.stringify(key)}: ${pythonJson(child)}`);
  return `{${entries.join(', ')}}`;
}
