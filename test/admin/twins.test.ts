/** Two companies that are twins but for their contents: whatever happens in one, who works for the other sees no byte of it. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitions } from '../../admin/resources/index.ts';
import { inTransaction, type ModelName, type Tx, tableOf } from '../../server/db/index.ts';
import { dataModel } from '../../server/domain/listing/index.ts';
import { withDatabase } from '../support/database.ts';
import { everything, type Rows } from './everything.ts';
import { type Answer, type Browser, type Office, openOffice } from './office.ts';

const test = withDatabase();
let office: Office;
let own: Rows;
let foreign: Rows;
let limited: Browser;

const word = 'intruder';

beforeAll(async () => {
  office = await openOffice(test.db);
  own = await everything(test.db, 'alpha');
  foreign = await everything(test.db, 'beta');
  limited = await office.person('twin-staff', { role: 'operator', companyIds: [idOf(own, 'Company')] });
}, 120_000);
afterAll(() => office[Symbol.asyncDispose]());

function idOf(rows: Rows, model: string): number {
  return Number(rows.get(model)?.['id']);
}

/** What changes with every request: its id, the nonce and token of a page, the clock. */
function settled(text: string): string {
  return text
    .replaceAll('%3A', ':')
    .replace(/nonce(=|-|":")"?[\w+/=-]+/g, 'nonce')
    .replace(/"csrfToken":"[^"]*"/g, '')
    .replace(/"requestId":"[^"]*"/g, '')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?( UTC| GMT| BST|Z)?/g, 'then');
}

/** AdminJS adds names of references in the order in which their queries end. */
function inOrder(text: string): string {
  if (!text.startsWith('{')) return text;
  return JSON.stringify(JSON.parse(text), (_name, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

async function bytes(address: string): Promise<string> {
  const answer = await limited.get(address);
  const body = Buffer.from(await answer.arrayBuffer());
  return `${answer.status} ${settled(inOrder(body.toString('utf8')))}`;
}

/** Every address that staff of the company reads, with what it answered. */
async function all(): Promise<Map<string, string>> {
  const seen = new Map<string, string>();
  const read = async (address: string) => {
    const text = await bytes(address);
    seen.set(address, text);
    return text;
  };
  for (const definition of definitions) {
    const { model, filters, list } = definition;
    const api = `/admin/api/resources/${model}/actions`;
    await read(`${api}/list`);
    await read(`${api}/list?filters.companyId=${idOf(foreign, 'Company')}`);
    for (const name of [...filters, ...list].slice(0, 4)) await read(`${api}/list?sortBy=${name}&direction=asc`);
    for (const query of ['alpha', 'beta', word]) {
      await read(`${api}/search/${query}`);
      await read(`${api}/list?filters.search=${query}`);
    }
    await read(`/admin/export/${model}.csv`);
    for (const rows of [own, foreign]) {
      const id = rows.get(model)?.['id'];
      if (id === undefined) continue;
      const record = `/admin/api/resources/${model}/records/${id}`;
      await read(`${record}/show`);
      await read(`${record}/edit`);
      await read(`/admin/api/hub/related/${model}/${id}`);
      await read(`/admin/api/hub/related/${model}/${id}/0`);
      await read(`/admin/api/hub/records/${model}/${id}/history`);
      await read(`/admin/api/hub/records/${model}/${id}/uses`);
      await read(`/admin/api/hub/explain/${model}/${id}`);
      await read(`/admin/api/hub/bulk/form/${model}`);
    }
  }
  for (const query of ['alpha', 'beta', word, '1']) await read(`/admin/api/hub/search?q=${query}`);
  for (const name of ['attention', 'bulk', 'imports', 'audit', 'views', 'live']) await read(`/admin/api/hub/${name}`);
  for (const name of ['', '/api/dashboard', '/pages/bulk']) await read(`/admin${name}`);
  return seen;
}

describe('staff limited to one of two companies', () => {
  it('meets no byte that changes with the other: lists, pages, searches, files and counts', async () => {
    const before = await all();
    const answered = [...before].filter(([, text]) => text.startsWith('200'));
    expect(answered.length).toBeGreaterThan(definitions.length * 6);
    await stir();
    const after = await all();
    const moved = [...after].flatMap(([address, text]) => difference(address, before.get(address) ?? '', text));
    expect(moved).toEqual([]);
    const told = [...after].filter(([address, text]) => !address.includes(word) && text.includes(word));
    expect(told.map(([address]) => address)).toEqual([]);
  }, 600_000);

  it('finds nothing of the other by its ids', async () => {
    for (const { model, visibleTo } of definitions) {
      const id = foreign.get(model)?.['id'];
      const isShared = !('company_id' in tableOf(model as ModelName).columns);
      if (id === undefined || isShared || visibleTo) continue;
      const show = (await limited.json(`/admin/api/resources/${model}/records/${id}/show`)) as Answer;
      expect([model, show.record === undefined || Object.keys(show.record.params ?? {}).length === 0]).toEqual([
        model,
        true,
      ]);
    }
  });
});

/** Where two answers part, in a few words; none: they are equal. */
function difference(address: string, before: string, after: string): string[] {
  if (before === after) return [];
  const at = [...before].findIndex((letter, index) => letter !== after[index]);
  const from = Math.max(0, at - 60);
  return [`${address}: …${before.slice(from, at + 60)}… became …${after.slice(from, at + 60)}…`];
}

/** Changes every row of the other company in every column that holds plain text or a figure, and adds further rows. */
async function stir(): Promise<void> {
  await inTransaction(
    test.db,
    async (tx) => {
      for (const model of dataModel().datamodel.models) await stirModel(tx, model);
    },
    { timeoutMs: 60_000 },
  );
  await everything(test.db, `gamma-${word}`);
}

async function stirModel(tx: Tx, model: ReturnType<typeof dataModel>['datamodel']['models'][number]): Promise<void> {
  const { name: table, columns } = tableOf(model.name);
  if (!('company_id' in columns)) return;
  const keys = new Set(model.fields.filter(({ isId }) => isId).map(({ name }) => snake(name)));
  const relations = new Set(model.fields.flatMap(({ relationFromFields }) => (relationFromFields ?? []).map(snake)));
  const plain = /^(name|title|description|note|reason|message|text|first_name|last_name|city|address|file_name|brand)$/;
  const texts = Object.keys(columns).filter(
    (column) => plain.test(column) && !keys.has(column) && !relations.has(column),
  );
  const figures = Object.keys(columns).filter((column) => /_e4$/.test(column) && !keys.has(column));
  const changes = [...texts.map((column) => `${column} = '${word}'`), ...figures.map((column) => `${column} = 77777`)];
  if (changes.length === 0) return;
  await tx.$executeRawUnsafe(
    `UPDATE ${table} SET ${changes.join(', ')} WHERE company_id = ${idOf(foreign, 'Company')}`,
  );
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
