import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mask } from '../../../admin/adapter/field-rules.ts';
import { definitions } from '../../../admin/resources/index.ts';
import { type Ctx, type Database, inTransaction, type ModelName } from '../../../server/db/index.ts';
import { recordAudit } from '../../../server/domain/audit/index.ts';
import { type ModelField, modelOf } from '../../../server/domain/listing/index.ts';
import { sendNotification } from '../../../server/domain/notifications/index.ts';
import { personalData } from '../../../server/domain/tenancy/index.ts';
import { makeTerminals } from '../../domain/sales/support.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, someCompany } from '../../support/hub.ts';
import { makeUser } from '../../support/people.ts';
import { writingDelegateOf } from '../../support/writing-delegate.ts';
import { everything, type Rows } from '../everything.ts';
import { type Browser, type Office, openOffice } from '../office.ts';

/** A value that stands nowhere else. */
const secretWord = 'zanzibarquokka';

const test = withDatabase();
let office: Office;
let rows: Rows;
let support: Browser;
let superuser: Browser;

beforeAll(async () => {
  office = await openOffice(test.db);
  rows = await everything(test.db, 'alpha');
  support = await office.person('helper', { role: 'support' });
  superuser = await office.person('boss', { role: 'superuser' });
}, 120_000);
afterAll(() => office[Symbol.asyncDispose]());

const registered = new Set<string>(definitions.map(({ model }) => model));
/** Every personal text column of every list. */
const columns = Object.entries(personalData).flatMap(([model, names]) =>
  registered.has(model) ? (names as readonly string[]).map((name) => ({ model, name })) : [],
);

async function put(db: Database, { model, name }: { model: string; name: string }, value: unknown): Promise<void> {
  const id = rows.get(model)?.['id'];
  const hasStamp = modelOf(model as never).fields.some((field) => field.name === 'updatedAt');
  const stamp = hasStamp ? { updatedAt: new Date('2026-07-01T10:30:00Z') } : {};
  await inTransaction(db, async (tx) => {
    await writingDelegateOf(tx, model as ModelName).updateMany({ where: { id }, data: { [name]: value, ...stamp } });
  });
}

/** Every way to a row: list, search, page, its buttons, who may see it, what belongs to it, its history, files, global search. */
function addressesOf({ model, name }: { model: string; name: string }): string[] {
  const id = encodeURIComponent(String(rows.get(model)?.['id']));
  // That somebody takes a file along is an entry of the trail itself.
  const then = model === 'AuditEntry' ? '?filters.at~~to=2026-08-01T00:00:00Z' : '';
  const api = `/admin/api/resources/${model}`;
  const definition = definitions.find((candidate) => candidate.model === model);
  const reads = (definition?.actions ?? []).filter(({ isRead }) => isRead).map(({ name }) => name);
  return [
    `${api}/actions/list${then}`,
    `${api}/actions/list?sortBy=${name}&direction=asc`,
    `${api}/actions/list?filters.search=${secretWord}`,
    `${api}/actions/search/${secretWord}?searchProperty=search`,
    `${api}/records/${id}/show`,
    ...reads.map((name) => `${api}/records/${id}/${name}`),
    `/admin/export/${model}.csv${then}`,
    `/admin/api/hub/buttons/${model}/${id}`,
    `/admin/api/hub/explain/${model}/${id}`,
    `/admin/api/hub/related/${model}/${id}`,
    `/admin/api/hub/related/${model}/${id}/0`,
    `/admin/api/hub/related/${model}/${id}/1`,
    `/admin/api/hub/records/${model}/${id}/history`,
    `/admin/api/hub/records/${model}/${id}/form`,
    `/admin/api/hub/search?q=${secretWord}`,
    '/admin/api/hub/audit?to=2026-08-01T00:00:00Z',
  ];
}

async function answers(
  browser: Browser,
  column: { model: string; name: string },
): Promise<[address: string, status: number, body: string][]> {
  return Promise.all(
    addressesOf(column).map(async (address) => {
      const answer = await browser.get(address);
      // What took how long, and who asked when, is nobody's data.
      const body = (await answer.text()).replace(
        /"(requestId|instance|tookMs|generatedAt)":("[^"]*"|[\d.]+)/g,
        '"$1":0',
      );
      return [address, answer.status, ordered(body)];
    }),
  );
}

/** AdminJS names what a row refers to in the order in which the database answers. */
function ordered(body: string): string {
  if (!body.startsWith('{')) return body;
  return JSON.stringify(JSON.parse(body), (key, value: object) =>
    key === 'populated' ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
}

function planted({ type }: ModelField, n: number): unknown {
  if (type === 'Int') return 700_000 + n;
  return `${secretWord} ${n}`;
}

describe('a masked field, seen by support', () => {
  it.each(columns)('$model, $name: every answer is byte-equal whatever it holds', async ({ model, name }) => {
    const field = modelOf(model as never).fields.find((candidate) => candidate.name === name);
    if (!field) throw new Error(`${model} has no ${name}`);
    const isJson = /^JSON/.test(field.documentation ?? '');
    await put(test.db, { model, name }, isJson ? `{"a":"${secretWord} 1"}` : planted(field, 1));
    const first = await answers(support, { model, name });
    await put(test.db, { model, name }, isJson ? `{"a":"${secretWord} 2"}` : planted(field, 2));
    const second = await answers(support, { model, name });
    expect(second).toEqual(first);
    expect(first.filter(([, , body]) => body.includes(`${secretWord} `))).toEqual([]);
    expect(first.find(([address]) => address.includes('/actions/list'))?.[1]).toBe(200);
  });

  it.each(columns)('$model, $name: is no filter and no order', async ({ model, name }) => {
    const list = `/admin/api/resources/${model}/actions/list`;
    for (const query of [`filters.${name}=${secretWord}`, `filters.${name}~~from=a`]) {
      expect([query, (await support.get(`${list}?${query}`)).status]).toEqual([query, 400]);
      expect([query, (await support.get(`/admin/export/${model}.csv?${query}`)).status]).toEqual([query, 400]);
    }
    // The order in which a list stands by itself becomes that of its ids, whatever is asked.
    const definition = definitions.find((candidate) => candidate.model === model);
    const isOwnOrder = definition?.sort.by === name;
    expect((await support.get(`${list}?sortBy=${name}`)).status).toBe(isOwnOrder ? 200 : 400);
  });

  it('is shown to others, and named by a mask and a short id to support', async () => {
    const id = String(rows.get('Customer')?.['id']);
    await put(test.db, { model: 'Customer', name: 'name' }, 'Ada');
    const api = `/admin/api/resources/Customer/records/${id}/show`;
    expect((await superuser.json(api)).record?.title).toContain('Ada');
    const masked = (await support.json(api)).record;
    expect(masked?.title).toBe(`Customer ${id.slice(-4)}`);
    expect(masked?.params['name']).toBe(mask);
  });
});

describe('the history of a record', () => {
  it('tells support what was changed, and neither by whom nor whom the operation named beside it', async () => {
    const companyId = await someCompany(test.db);
    const person = { userId: 'a-person', username: secretWord, staffRole: null, staffCompanyIds: [], grants: [] };
    const ctx: Ctx = { ...hubCtx(test.db), actor: { kind: 'user', ...person } };
    await inTransaction(ctx, (tx) =>
      recordAudit(tx, ctx, {
        ...{ companyId, action: 'company.update', subjectType: 'company', subjectId: companyId },
        before: { name: 'Old Harbour', owners: [`${secretWord}@example.test`] },
        after: { name: 'New Harbour', branding: { colour: 'teal' }, reason: `${secretWord} has asked for it` },
      }),
    );
    const address = `/admin/api/hub/records/Company/${companyId}/history`;
    const told = await (await superuser.get(address)).text();
    expect(told.split(secretWord)).toHaveLength(4);
    const masked = await (await support.get(address)).text();
    expect(masked).toContain('New Harbour');
    expect(masked).toContain(JSON.stringify('{"colour":"teal"}'));
    expect(masked).not.toContain(secretWord);
  });
});

describe('the page of a message to tills', () => {
  it('tells support neither who sent it nor what a till said of it', async () => {
    const [{ companyId }] = await makeTerminals(test.db);
    const { id: userId } = await makeUser(test.db, secretWord);
    const person = { userId, username: secretWord, staffRole: 'superuser', staffCompanyIds: null, grants: [] } as const;
    const ctx: Ctx = { ...hubCtx(test.db), actor: { kind: 'user', ...person } };
    const { id } = await sendNotification(ctx, { companyId, type: 'terminal_message', title: 'Mind the step' });
    const failed = { failedAt: new Date(), failure: `${secretWord} cannot show it` };
    await inTransaction(ctx, (tx) =>
      tx.notificationDelivery.updateMany({ where: { notificationId: id }, data: failed }),
    );
    const address = `/admin/api/resources/Notification/records/${id}/document`;
    const told = await (await superuser.get(address)).text();
    expect(told).toContain(`"${secretWord}"`);
    expect(told).toContain(failed.failure);
    const masked = await (await support.get(address)).text();
    expect(masked).toContain('Mind the step');
    expect(masked).not.toContain(secretWord);
  });
});
