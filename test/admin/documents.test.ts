import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentView } from '../../admin/components/document-view.ts';
import { inTransaction } from '../../server/db/index.ts';
import { recordClosures } from '../../server/domain/closures/index.ts';
import { recordTransactions } from '../../server/domain/sales/index.ts';
import type { TerminalIdentity } from '../../server/domain/stores/index.ts';
import { makeTerminals, makeTransaction, sample, systemContext } from '../domain/sales/support.ts';
import { withDatabase } from '../support/database.ts';
import { type Answer, type Browser, type Office, openOffice } from './office.ts';

const test = withDatabase();
let office: Office;
let staff: Browser;
let terminal: TerminalIdentity;

beforeAll(async () => {
  office = await openOffice(test.db);
  [terminal] = await makeTerminals(test.db);
  staff = await office.person('staff', { role: 'operator' });
});
afterAll(() => office[Symbol.asyncDispose]());

async function view(model: string, id: number): Promise<DocumentView> {
  const answer = await staff.json(`/admin/api/resources/${model}/records/${id}/document`);
  expect(answer.notice).toBeUndefined();
  return answer.data as unknown as DocumentView;
}

const factOf = ({ facts }: DocumentView, label: string) => facts.find((fact) => fact.label === label)?.value;

describe('a receipt', () => {
  it('is shown with its sections, their texts finished, and the document as received', async () => {
    const push = sample('transaction-push-full');
    const item = push.transactions?.[0] ?? push.transaction ?? push;
    const { items } = await recordTransactions(systemContext(test.db), terminal, [item], []);
    expect(items[0]?.outcome).toBe('stored');
    const { id } = await test.db.reader.transaction.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const shown = await view('Transaction', id);
    expect(factOf(shown, 'Total')).toMatch(/^£[\d,.]+$/);
    expect(shown.sections.map(({ title }) => title)).toEqual(expect.arrayContaining(['Lines', 'Payments']));
    for (const { columns, rows } of shown.sections) for (const row of rows) expect(row).toHaveLength(columns.length);
    expect(shown.raw.at(-1)?.text).toContain(item.head.id);

    const other = await office.person('other', { role: 'support', companyIds: [] });
    const refused = await other.json(`/admin/api/resources/Transaction/records/${id}/document`);
    expect(refused.data).toBeUndefined();
    expect(refused.code).toBe('not_found');
  });

  it('strikes out what was voided', async () => {
    const body = makeTransaction((change) => Object.assign(change.products[0], { is_voided: true }));
    await recordTransactions(systemContext(test.db), terminal, [body], []);
    const { id } = await test.db.reader.transaction.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect((await view('Transaction', id)).sections.find(({ title }) => title === 'Lines')?.struck).toEqual([0]);
  });
});

describe('a closure', () => {
  it('is shown with its summaries', async () => {
    const push = sample('closure-push');
    const item = push.closures?.[0] ?? push.closure ?? push;
    // By the clock of the office, which judges it: what is missing is on its way for three days.
    const { items } = await recordClosures(systemContext(test.db, new Date()), terminal, [item], []);
    expect(items[0]?.outcome).toBe('stored');
    const { id } = await test.db.reader.closure.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const shown = await view('Closure', id);
    expect(factOf(shown, 'Cash difference')).toMatch(/^-?£/);
    expect(shown.sections.length).toBeGreaterThan(1);
  });

  it('has its verdict with what proves it, in its list too, and is judged again by POST only', async () => {
    const { id } = await test.db.reader.closure.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const address = `/admin/api/resources/Closure/records/${id}/judge`;
    expect(factOf(await view('Closure', id), 'Verdict')).toBe('Not judged yet');
    await staff.json(address);
    expect(factOf(await view('Closure', id), 'Verdict')).toBe('Not judged yet');
    const judged = async (browser: Browser) =>
      ((await (await browser.post(address, { confirmed: 'yes' })).json()) as Answer).notice?.type;
    expect(await judged(staff)).toBe('success');
    const shown = await view('Closure', id);
    expect(factOf(shown, 'Verdict')).toBe('Explained');
    expect(factOf(shown, 'Because')).toContain('still to come');
    expect(shown.sections.map(({ title }) => title)).toContain('Side by side');
    const list = await staff.json('/admin/api/resources/ClosureJudgement/actions/list');
    expect(list.records?.[0]?.params).toMatchObject({ verdict: 'explained', rule: 'documents-outstanding' });
    const support = await office.person('onlooker', { role: 'support' });
    expect(await judged(support)).not.toBe('success');
  });
});

describe('a quarantined item', () => {
  it('is processed again once its cause is repaired, by POST and with a trace', async () => {
    const body = makeTransaction((change) => Object.assign(change.head, { total_amount: 'ten' }));
    await recordTransactions(systemContext(test.db), terminal, [body], []);
    const item = await test.db.reader.quarantinedItem.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const address = `/admin/api/resources/QuarantinedItem/records/${item.id}/reprocess`;
    const before = await view('QuarantinedItem', item.id);
    expect(factOf(before, 'Reason')).toContain('total_amount');
    expect(before.buttons.map(({ action }) => action)).toEqual(['reprocess', 'reprocessAll', 'dismiss']);
    expect(before.raw[0]?.text).toContain('"ten"');

    expect((await staff.get(address)).status).toBe(405);
    expect((await staff.post(address, {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const still = (await (await staff.post(address)).json()) as Answer;
    expect(still.notice?.message).toContain('Still refused');
    expect(await test.db.reader.auditEntry.count({ where: { action: 'quarantine.reprocess', door: 'admin' } })).toBe(1);

    const support = await office.person('support', { role: 'support' });
    expect((await support.post(address)).status).toBe(403);
    expect((await view('QuarantinedItem', item.id)).buttons).toHaveLength(3);
    expect(await test.db.reader.auditEntry.count({ where: { action: 'quarantine.reprocess' } })).toBe(1);

    const dismissal = address.replace('reprocess', 'dismiss');
    expect(((await (await staff.post(dismissal)).json()) as Answer).notice?.type).toBe('error');
    const done = (await (await staff.post(dismissal, { answer: 'a test till' })).json()) as Answer;
    expect(done.notice?.message).toContain('Dismissed');
    const settled = await view('QuarantinedItem', item.id);
    expect(factOf(settled, 'Dismissed because')).toBe('a test till');
    expect(settled.buttons).toEqual([]);
  });
});

describe('a conflict', () => {
  it('shows both values and leads to the document that stays', async () => {
    const first = makeTransaction();
    await recordTransactions(systemContext(test.db), terminal, [first], []);
    const second = structuredClone(first);
    second.head.total_amount = '11.0000';
    await recordTransactions(systemContext(test.db), terminal, [second], []);
    const conflict = await test.db.reader.conflict.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const shown = await view('Conflict', conflict.id);
    expect(JSON.stringify(shown.sections)).toContain('total_amount');
    expect(shown.facts.find(({ label }) => label === 'Document')?.href).toMatch(
      /^\/admin\/resources\/Transaction\/records\/\d+\/show$/,
    );
  });
});

describe('the first page', () => {
  it("counts today's documents by the stores' own days, and what waits for a person", async () => {
    const now = new Date();
    const stamp = new Date(now.getTime()).toISOString().slice(0, 19);
    const before = (await staff.json('/admin/api/dashboard')) as unknown as Record<string, unknown>;
    await inTransaction(test.db, (tx) => tx.store.updateMany({ data: { timeZone: 'UTC' } }));
    const body = makeTransaction((change) => Object.assign(change.head, { transaction_date_time: stamp }));
    await recordTransactions(systemContext(test.db, now), { ...terminal, timeZone: 'UTC' }, [body], []);
    const after = (await staff.json('/admin/api/dashboard')) as unknown as {
      today: number;
      turnover: string[];
      days: { documents: number }[];
      receipts: { id: number }[];
      quarantined: number;
      conflicts: number;
    };
    expect(after.today).toBe(Number(before['today']) + 1);
    expect(after.turnover.join()).toContain('£10.00');
    expect(after.days).toHaveLength(14);
    expect(after.days.at(-1)?.documents).toBe(after.today);
    expect(after.receipts.length).toBeGreaterThan(1);
    // The dismissed item waits for nobody.
    expect([after.quarantined, after.conflicts]).toEqual([0, 1]);
    const nowhere = await office.person('nowhere', { role: 'support', companyIds: [] });
    expect(await nowhere.json('/admin/api/dashboard')).toMatchObject({
      today: 0,
      receipts: [],
      quarantined: 0,
      conflicts: 0,
      terminals: 0,
    });
  });
});
