import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AttentionData } from '../../admin/components/attention-data.ts';
import { withDatabase } from '../support/database.ts';
import { everything, type Rows } from './everything.ts';
import { type Answer, type Browser, type Office, openOffice } from './office.ts';

const test = withDatabase();
let office: Office;
let alpha: Rows;

beforeAll(async () => {
  office = await openOffice(test.db);
  alpha = await everything(test.db, 'alpha');
  await everything(test.db, 'beta');
  await test.db.transact((tx) => tx.companyJoinRequest.updateMany({ data: { status: 'pending' } }));
  await test.db.transact((tx) => tx.seenRecord.updateMany({ data: { settledAt: null } }));
  await test.db.transact((tx) =>
    tx.mailMessage.updateMany({ data: { sentAt: null, failedAt: new Date(), erasedAt: null } }),
  );
  await test.db.transact((tx) => tx.closureJudgement.updateMany({ data: { rank: 2, verdict: 'unexplained' } }));
});
afterAll(() => office[Symbol.asyncDispose]());

const read = async (person: Browser) => (await (await person.get('/admin/api/hub/attention')).json()) as AttentionData;

it('the menu counts what waits for somebody, and each count leads to just these rows', async () => {
  const superuser = await office.person('superuser', { role: 'superuser' });
  const { counts } = await read(superuser);
  const models = ['QuarantinedItem', 'Conflict', 'ClosureJudgement', 'SeenRecord', 'MailMessage', 'CompanyJoinRequest'];
  expect(Object.keys(counts)).toEqual(expect.arrayContaining(models));
  for (const [model, { count, href }] of Object.entries(counts)) {
    const query = href.slice(href.indexOf('?'));
    const answer = await superuser.get(`/admin/api/resources/${model}/actions/list${query}`);
    expect({ model, status: answer.status }).toEqual({ model, status: 200 });
    const { records = [] } = (await answer.json()) as Answer;
    if (model !== 'TerminalState') expect({ model, rows: records.length }).toEqual({ model, rows: count });
  }
});

it('a day whose figures are not what its receipts say is told to staff of the whole hub, and leads to its receipts', async () => {
  const { id, storeId, businessDay } = await test.db.reader.transaction.findFirstOrThrow();
  const value = JSON.stringify({ at: new Date(), storeId, businessDay, kinds: ['rollup.day'] });
  const key = 'difference:rollup';
  await test.db.transact((tx) => tx.hubState.create({ data: { key, value, updatedAt: new Date() } }));
  const superuser = await office.person('told', { role: 'superuser' });
  const found = (await read(superuser)).counts['Transaction'];
  expect(found).toMatchObject({ count: 1, isDiffering: true });
  const query = found?.href.slice(found.href.indexOf('?'));
  const answer = await superuser.get(`/admin/api/resources/Transaction/actions/list${query}`);
  const { records = [] } = (await answer.json()) as Answer;
  expect(records.map((record) => Number(record.id))).toContain(id);
  const limited = await office.person('untold', {
    role: 'support',
    companyIds: [Number(alpha.get('Company')?.['id'])],
  });
  expect((await read(limited)).counts).not.toHaveProperty('Transaction');
  await test.db.transact((tx) => tx.hubState.delete({ where: { key } }));
});

it('staff of one company is told of this company only, staff of none of nothing, others are not answered', async () => {
  const limited = await office.person('limited', {
    role: 'support',
    companyIds: [Number(alpha.get('Company')?.['id'])],
  });
  for (const { count } of Object.values((await read(limited)).counts)) expect(count).toBe(1);
  const nowhere = await office.person('nowhere', { role: 'operator', companyIds: [] });
  expect((await read(nowhere)).counts).toEqual({});
  expect((await (await office.person('merchant')).get('/admin/api/hub/attention')).status).toBe(404);
  expect((await limited.post('/admin/api/hub/attention')).status).toBe(404);
});
