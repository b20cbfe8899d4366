/** The file of the rows that a dry run found wrong: what it says, and that it can be mended and brought again as it is. */
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVault } from '../../../server/core/vault.ts';
import { openCompany } from '../../../server/domain/provisioning/index.ts';
import { filled, formsIn } from '../../security/walk/forms.ts';
import { goodPassword, makeUser, signedIn } from '../../support/people.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { Visitor } from '../../support/visitor.ts';

let server: TestServer;
let owner: Visitor;
let companyId: number;
let base: string;
/** Of a division that is there. */
let food: string;

beforeAll(async () => {
  server = await startTestServer();
  const { db, config } = server.deps;
  await makeUser(db, 'the.owner');
  const vault = createVault(config.secrets.vault);
  const company = await openCompany(await signedIn(db, 'the.owner'), { name: 'Corner Shop' }, vault);
  companyId = company.id;
  base = `/catalog/${company.slug}/import/`;
  food = (await db.reader.departmentSubGroup.findFirstOrThrow({ where: { companyId }, orderBy: { code: 'asc' } })).code;
  owner = new Visitor(server.url);
  await owner.signIn('the.owner', goodPassword);
});
afterAll(() => server[Symbol.asyncDispose]());

/** Brings a file as a browser does; where it is looked at. */
async function bring(name: string, text: string): Promise<string> {
  const body = new FormData();
  body.set('_csrf', await owner.token());
  body.set('file', new Blob([text], { type: 'text/csv' }), name);
  const { status, location } = await owner.send('POST', base, { body });
  expect(status).toBe(302);
  return location ?? '';
}

/** Sends the form of the page as it stands there, and waits for what the hub does about it. */
async function send(path: string, way: 'check' | 'run', more: Record<string, string> = {}): Promise<void> {
  const forms = formsIn((await owner.get(path)).body);
  const form = forms.find(({ fields }) => fields.some(({ name, value }) => name === 'way' && value === way));
  if (!form) throw new Error(`no form to ${way} on ${path}`);
  const answer = await owner.post(path, { ...filled(form, ({ value }) => value), ...more });
  expect(answer.status, answer.body).toBe(302);
  const id = path.split('/').at(-2) ?? '';
  await expect
    .poll(async () => (await server.deps.db.reader.productImport.findUniqueOrThrow({ where: { id } })).state, {
      timeout: 10_000,
    })
    .toBe(way === 'run' ? 'done' : 'checked');
}

const tableOf = (body: string): string[][] => parse(body, { bom: true });
const products = (code: { in: string[] }) =>
  server.deps.db.reader.product.findMany({
    where: { companyId, code },
    select: { code: true, name: true },
    orderBy: { code: 'asc' },
  });

const header = ['Code', 'Name', 'Price', 'Barcode', 'Department', 'Supplier'];
const wrongFile = () =>
  stringify([
    header,
    ['A-1', 'Good bread', '2.50', '', food, 'Mill'],
    ['A-2', 'No price', 'much', '', food, '+44 20 7946'],
    ['', 'No code', '1.00', '', food, '=1+1'],
    ['A-4', '=HYPERLINK("http://evil.example")', '-5', '', food, '@SUM(A1)'],
    ['A-5', 'Two things', 'x', '', 'Nowhere', '-2+3'],
  ]);

describe('the errors of a dry run', () => {
  it('are a file that names each wrong row by line, field and sentence', async () => {
    const path = await bring('goods.csv', wrongFile());
    await send(path, 'check');
    expect((await owner.get(path)).body).toContain(`${path}errors/`);
    const file = await owner.get(`${path}errors/`);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="errors.csv"');
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [names, ...rows] = tableOf(file.body);
    expect(names).toEqual([...header, 'Line', 'Field', 'Reason']);
    expect(rows.map((row) => row.slice(6))).toEqual([
      ['3', 'Price', '“much” is not an amount.'],
      ['4', 'Code', 'Without a code or a barcode a product cannot be recognised.'],
      ['5', 'Price', 'An amount here is not negative.'],
      ['6', 'Price, Department', '“x” is not an amount. There is no department “Nowhere”.'],
    ]);
    // What stood in the row stands there still.
    expect(rows.map(([code, name]) => [code, name])).toEqual([
      ['A-2', 'No price'],
      ['', 'No code'],
      ['A-4', '\'=HYPERLINK("http://evil.example")'],
      ['A-5', 'Two things'],
    ]);
  });

  it('hold no cell that a spreadsheet would run', async () => {
    const path = await bring('formulas.csv', wrongFile());
    await send(path, 'check');
    const cells = tableOf((await owner.get(`${path}errors/`)).body).flat();
    expect(cells.filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => /^'[=+\-@]/.test(cell))).toHaveLength(6);
  });

  it('are mended in that very file and brought again: line, field and reason are in nobody’s way', async () => {
    const path = await bring('goods.csv', wrongFile());
    await send(path, 'check');
    const [names = [], ...rows] = tableOf((await owner.get(`${path}errors/`)).body);
    const mended = rows.map((row, index) => {
      const [code, name, , barcode, , ...rest] = row;
      return [code || 'A-3', name, `${index + 1}.25`, barcode, food, ...rest];
    });
    const again = await bring('errors.csv', `\ufeff${stringify([names, ...mended])}`);
    await send(again, 'check');
    const { body } = await owner.get(again);
    expect(body).not.toContain(`${again}errors/`);
    await send(again, 'run');
    expect(await products({ in: ['A-1', 'A-2', 'A-3', 'A-4', 'A-5'] })).toEqual([
      { code: 'A-2', name: 'No price' },
      { code: 'A-3', name: 'No code' },
      { code: 'A-4', name: '=HYPERLINK("http://evil.example")' },
      { code: 'A-5', name: 'Two things' },
    ]);
  });

  it('of a file without a header have one, so that its names are taken for no product', async () => {
    const path = await bring('bare.csv', stringify([['B-1', 'Bare bread', 'much', food]]));
    await send(path, 'check', {
      ...{ 'column.code': '0', 'column.name': '1', 'column.price': '2', 'column.department': '3' },
    });
    const [names = [], row = []] = tableOf((await owner.get(`${path}errors/`)).body);
    expect(names).toEqual(['Code', 'Name', 'Price', 'Department', 'Line', 'Field', 'Reason']);
    expect(row.slice(4, 6)).toEqual(['1', 'Price']);
    const again = await bring('errors.csv', stringify([names, ['B-1', 'Bare bread', '3.00', food, ...row.slice(4)]]));
    await send(again, 'check');
    await send(again, 'run');
    expect(await products({ in: ['B-1', 'Code', '1'] })).toEqual([{ code: 'B-1', name: 'Bare bread' }]);
  });

  it.each(['tr', 'de'])('name their columns in words that are recognised when it comes back: %s', async (language) => {
    await owner.post('/preferences/language/', { language, next: '/' });
    const path = await bring('bare.csv', stringify([['C-1', 'Brot', 'viel']]));
    await send(path, 'check', { 'column.code': '0', 'column.name': '1', 'column.price': '2' });
    const { body } = await owner.get(`${path}errors/`);
    const again = await bring('errors.csv', body);
    const file = await server.deps.db.reader.productImport.findUniqueOrThrow({
      where: { id: again.split('/').at(-2) ?? '' },
    });
    expect([file.hasHeader, JSON.parse(file.mapping)]).toEqual([true, { code: 0, name: 1, price: 2 }]);
    await owner.post('/preferences/language/', { language: 'en', next: '/' });
  });
});
