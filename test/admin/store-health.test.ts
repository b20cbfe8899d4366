import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HealthView } from '../../admin/components/health-view.ts';
import { withDatabase } from '../support/database.ts';
import { everything } from './everything.ts';
import { type Browser, type Office, openOffice } from './office.ts';

const test = withDatabase();
let office: Office;
let staff: Browser;
let address: string;

beforeAll(async () => {
  office = await openOffice(test.db);
  const rows = await everything(test.db, 'alpha');
  const store = rows.get('Store')?.['id'] as number;
  address = `/admin/api/resources/Store/records/${store}/health`;
  await test.db.transact(async (tx) => {
    await tx.store.update({ where: { id: store }, data: { deletedAt: null, isActive: true, layoutId: null } });
    await tx.company.updateMany({ data: { deletedAt: null, layoutId: null } });
    await tx.terminal.updateMany({ data: { layoutId: null } });
  });
  staff = await office.person('staff', { role: 'support' });
});
afterAll(() => office[Symbol.asyncDispose]());

it("a store's page says what a till would miss there, each with what to do", async () => {
  const { data, notice } = await staff.json(address);
  expect(notice).toBeUndefined();
  const { ok, verdict, findings } = data as unknown as HealthView;
  expect(ok).toBe(false);
  expect(verdict).toMatch(/would miss (one thing|\d+ things)\.$/);
  // The hub's own layout was never written here.
  expect(findings.map(({ sentence }) => sentence).join()).toContain('no screens');
  for (const { sentence, todo } of findings) for (const text of [sentence, todo]) expect(text).toMatch(/^[A-Z].*\.$/);
});

it('staff who may not see the company learn nothing of its stores', async () => {
  const other = await office.person('other', { role: 'support', companyIds: [] });
  const refused = await other.json(address);
  expect(refused.data).toBeUndefined();
  expect(refused.code).toBe('not_found');
});

it('a store that is switched off has no say', async () => {
  await test.db.transact((tx) => tx.store.updateMany({ data: { isActive: false } }));
  const { data, notice } = await staff.json(address);
  expect([data, notice]).toEqual([undefined, undefined]);
});
