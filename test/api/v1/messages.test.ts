/** What a refusal says is enough to put the request right. */
import { beforeAll, expect, it } from 'vitest';
import { withDatabase } from '../../support/database.ts';
import { call, type DeviceHub, only, openShop, type Shop, startDeviceHub } from '../support.ts';
import { push } from './push-support.ts';
import { bearer, programKey } from './support.ts';

const test = withDatabase();
let hub: DeviceHub;
let shop: Shop;
let company: string;
let headers: Record<string, string>;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  shop = await openShop(hub);
  const { slug } = await test.db.reader.company.findUniqueOrThrow({ where: { id: shop.companyId } });
  company = `${hub.url}/api/v1/companies/${slug}`;
  const { text } = await programKey(test.db, {
    companyId: shop.companyId,
    actions: ['catalog.write', 'figures.see', 'notification.send'],
  });
  headers = bearer(text);
  return () => hub[Symbol.asyncDispose]();
});

const refused = async (address: string, json?: unknown) =>
  (await call(address, { headers, ...(json !== undefined && { json }) })).body;

it.each([
  [{ name: 'Tax', percent: 20 }, 'percent', 'must be a text'],
  [{ percent: '20' }, 'name', 'is missing'],
  [[], '', 'must be a JSON object'],
])('a value of another kind: %j', async (body, path, message) => {
  expect((await refused(`${company}/vat-rates`, body)).errors).toContainEqual({ path, message });
});

it('a value that is none of a list is told the list', async () => {
  const { errors } = await refused(`${company}/notifications`, { type: 'news' });
  expect(errors).toEqual([{ path: 'type', message: expect.stringMatching(/^must be one of: .*terminal_message/) }]);
});

it('a missing field is told to be missing, also where nobody is known yet', async () => {
  const { body } = await call(`${hub.url}/api/v1/auth/sign-in`, { json: { username: 'anna' } });
  expect(body.errors).toEqual([{ path: 'password', message: 'is missing' }]);
});

it('a key without a permission is told its name', async () => {
  const body = await refused(`${company}/customers`);
  expect(body).toMatchObject({ code: 'forbidden', message: expect.stringContaining('"customer.see"') });
});

it('an event is not taken for something that counts', async () => {
  const till = only(shop.terminals);
  const { body } = await push(till, [
    { type: 'transactions', document: { head: {} } },
    { type: 'Transaction', document: { head: {} } },
  ]);
  expect(body.results[0].message).toBe('It is kept as an event of the type "transactions"; no figure counts it.');
  expect(body.results[1].message).toContain('such as "transaction"');
});
