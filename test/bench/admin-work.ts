/** Work on many rows, as staff starts it from a page: a change of 10,000 products, and 100,000 products in and out as files. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Visitor } from '../support/visitor.ts';
import { askFor, type Bench, tell } from './admin-measures.ts';
import { emptyCompanyId } from './million.ts';

interface Work {
  id: string;
  state: string;
  rowCount: number;
  failure: string;
}

interface Change extends Work {
  changed: number;
  undone: number;
  nextPosition: number;
}

interface Import extends Work {
  mapping: Record<string, number>;
  nextRow: number;
  created: number;
  faults: { line: number; faults: string[] }[];
}

const bulkMustSeconds = 10;
const filesMustSeconds = 60;

/** The purchase price of 10,000 products: tried, changed, and put back. */
export async function changeMany({ visitor, found }: Bench): Promise<void> {
  const filters = { 'filters.purchasePriceE4~~from': '1.01', 'filters.purchasePriceE4~~to': '51.00' };
  const { body, status } = await visitor.post('/admin/api/hub/bulk', {
    model: 'Product',
    kind: 'edit',
    filters: JSON.stringify(filters),
    changes: JSON.stringify([{ column: 'purchasePriceE4', way: 'set', value: '2.50' }]),
  });
  if (status !== 201) throw new Error(`The change was answered ${status}: ${body.slice(0, 300)}`);
  const { id } = JSON.parse(body) as { id: string };
  const address = `/admin/api/hub/bulk/${id}`;
  const at = ({ nextPosition, rowCount }: Change) => `${nextPosition} of ${rowCount}`;
  const tried = await waitFor<Change>(visitor, { address, state: 'checked', at });
  await step(visitor, `${address}/apply`);
  const done = await waitFor<Change>(visitor, { address, state: 'done', at });
  await step(visitor, `${address}/undo`);
  const undone = await waitFor<Change>(visitor, { address, state: 'undone', at });
  const { changed, rowCount } = done.work;
  console.log(
    `\nChange of ${rowCount} rows: tried in ${tried.seconds.toFixed(1)} s, ${changed} changed in ${done.seconds.toFixed(1)} s, ${undone.work.undone} undone in ${undone.seconds.toFixed(1)} s`,
  );
  found.add(`Change of ${rowCount} rows`, done.seconds, bulkMustSeconds, 's');
}

/** New products for an empty company, and out again as CSV and as XLSX. */
export async function filesInAndOut(bench: Bench, products: number): Promise<void> {
  const { visitor, found } = bench;
  const read = await takeIn(visitor, await newProducts(visitor, products));
  const csv = await download(bench, 'csv');
  const xlsx = await download(bench, 'xlsx');
  console.log(
    `\n${products.toLocaleString('en-GB')} products in: read in ${read.broughtSeconds.toFixed(1)} s, checked in ${read.checkedSeconds.toFixed(1)} s, taken over in ${read.takenSeconds.toFixed(1)} s`,
  );
  // Below the head; the cells of these products have one line each.
  const rows = csv.lines - 1;
  for (const { format, megabytes, seconds } of [csv, xlsx]) {
    const speed = `${Math.round(rows / seconds).toLocaleString('en-GB')} rows/s`;
    console.log(
      `${rows.toLocaleString('en-GB')} products out as ${format}: ${megabytes.toFixed(1)} MB in ${seconds.toFixed(1)} s, ${speed}`,
    );
  }
  const inSeconds = read.broughtSeconds + read.checkedSeconds + read.takenSeconds;
  const outSeconds = (csv.seconds * products) / rows;
  found.add(
    `${products.toLocaleString('en-GB')} products in and out as CSV`,
    inSeconds + outSeconds,
    filesMustSeconds,
    's',
  );
}

/** Beyond the prices that are changed above. */
const leastPrice = 60;

/** A table with the headers that exports have. The codes are new at every run. */
async function newProducts(visitor: Visitor, count: number): Promise<string> {
  const columns = 'code,name,shortName,subGroupId,purchasePriceE4';
  const address = `/admin/export/Product.csv?filters.companyId=1&filters.code~~exact=P5&columns=${columns}`;
  const { status, body } = await visitor.get(address);
  const [head = '', row = ''] = body.replace('\uFEFF', '').split('\r\n');
  if (status !== 200 || row === '')
    throw new Error(`There is no product to begin with: ${status} ${body.slice(0, 200)}`);
  const department = row.split(',')[3];
  const run = Date.now().toString(36);
  const lines = Array.from({ length: count }, (_, index) => {
    return `${run}-${index},Olive bread ${index},Olive ${index},${department},${(index % 900) + leastPrice}.25`;
  });
  return [head, ...lines, ''].join('\r\n');
}

async function takeIn(visitor: Visitor, text: string) {
  const base = '/admin/api/hub/imports';
  const startedAt = performance.now();
  const { status, body } = await visitor.send(
    'POST',
    `${base}?model=Product&companyId=${emptyCompanyId}&name=products.csv`,
    {
      headers: { 'content-type': 'application/octet-stream', 'sec-fetch-site': 'same-origin' },
      body: new Blob([text]),
    },
  );
  if (status !== 201) throw new Error(`The file was answered ${status}: ${body.slice(0, 300)}`);
  const broughtSeconds = (performance.now() - startedAt) / 1000;
  const address = `${base}/${(JSON.parse(body) as { id: string }).id}`;
  const at = ({ nextRow, rowCount }: Import) => `${nextRow} of ${rowCount}`;
  const { mapping } = await askFor<Import>(visitor, address);
  await step(visitor, `${address}/check`, { mapping: JSON.stringify(mapping), numberForm: 'en' });
  const checked = await waitFor<Import>(visitor, { address, state: 'checked', at });
  await step(visitor, `${address}/run`, { go: '1' });
  const taken = await waitFor<Import>(visitor, { address, state: 'done', at });
  const { created, rowCount, faults } = taken.work;
  if (created !== rowCount)
    throw new Error(`${created} of ${rowCount} were taken over: ${JSON.stringify(faults.slice(0, 3))}`);
  return { broughtSeconds, checkedSeconds: checked.seconds, takenSeconds: taken.seconds };
}

/** Every product of the company; the answer is thrown away as it comes. */
async function download({ hub, visitor }: Bench, format: 'csv' | 'xlsx') {
  tell(`products out as ${format}`);
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const startedAt = performance.now();
  const address = `http://127.0.0.1:${hub.port}/admin/export/Product.${format}?filters.companyId=${emptyCompanyId}`;
  const answer = await fetch(address, { headers: { cookie, 'accept-encoding': 'identity' } });
  if (answer.status !== 200 || !answer.body) throw new Error(`The export was answered ${answer.status}`);
  let bytes = 0;
  let lines = 0;
  const reader = answer.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.length;
    for (const byte of part.value) if (byte === lineEnd) lines += 1;
  }
  return { format, lines, megabytes: bytes / 1e6, seconds: (performance.now() - startedAt) / 1000 };
}

const lineEnd = 10;

async function step(visitor: Visitor, address: string, fields: Record<string, string> = {}): Promise<void> {
  const { status, body } = await visitor.post(address, fields);
  if (status !== 200) throw new Error(`${address} was answered ${status}: ${body.slice(0, 300)}`);
}

const tellEveryMs = 10_000;

interface Waiting<W extends Work> {
  address: string;
  state: string;
  /** How far it is. */
  at(work: W): string;
}

async function waitFor<W extends Work>(visitor: Visitor, { address, state, at }: Waiting<W>) {
  const startedAt = performance.now();
  let toldAt = startedAt;
  for (;;) {
    const work = await askFor<W>(visitor, address);
    const now = performance.now();
    if (work.state === state) return { work, seconds: (now - startedAt) / 1000 };
    if (work.state === 'failed') throw new Error(`It was given up: ${work.failure}`);
    if (now - toldAt > tellEveryMs) {
      toldAt = now;
      tell(`${work.state}: ${at(work)}`);
    }
    await sleep(100);
  }
}
