import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  dismissQuarantined,
  getQuarantinedItem,
  listQuarantine,
  reprocessQuarantined,
} from '../../../server/domain/quarantine/index.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import { withDatabase } from '../../support/database.ts';
import { recount } from './recount.ts';
import { type Body, everythingOf, makeTerminals, makeTransaction, rollupsOf, systemContext } from './support.ts';

const test = withDatabase();

const changed = (change: (body: Body) => void) => makeTransaction(change);

/** What is sent, and what the reason says. */
const refused: [string, () => unknown, string][] = [
  ['a text', () => 'sale', 'transaction: "sale" is not an object'],
  ['null', () => null, 'transaction: null is not an object'],
  ['a list', () => [], 'transaction: a list is not an object'],
  ['no head', () => ({ products: [] }), 'head: nothing is not an object'],
  ['no id', () => changed((b) => delete b.head.id), 'head.id is missing: a UUID'],
  ['an id that is no UUID', () => changed((b) => Object.assign(b.head, { id: '12' })), 'head.id: "12" is not a UUID'],
  [
    'an amount in words',
    () => changed((b) => Object.assign(b.head, { total_amount: 'abc' })),
    'head.total_amount: "abc" is not a decimal number with at most 4 places',
  ],
  [
    'a number beyond every float where a text belongs',
    () => changed((b) => Object.assign(b.head, { cancel_reason: JSON.parse('1e400') })),
    'head.cancel_reason: Infinity is not a text',
  ],
  [
    'five decimals',
    () => changed((b) => Object.assign(b.products[0], { quantity: '1.00005' })),
    'products[0].quantity: "1.00005" is not a decimal number with at most 4 places',
  ],
  [
    'an amount that no column holds',
    () => changed((b) => Object.assign(b.head, { total_amount: '100000000000.0000' })),
    'head.total_amount: "100000000000.0000" is not within ±99999999999',
  ],
  [
    'lines that add up to more',
    () =>
      changed((b) => {
        const line = { ...b.products[0], total_price: '60000000000.0000' };
        b.products = [line, { ...line, id: randomUUID() }];
      }),
    'products: the sum of total_price is not within ±99999999999',
  ],
  [
    'a day that does not exist',
    () => changed((b) => Object.assign(b.head, { transaction_date_time: '2026-02-30T10:00:00' })),
    'head.transaction_date_time: "2026-02-30T10:00:00" is not a date and time that exists',
  ],
  [
    'no time',
    () => changed((b) => delete b.head.transaction_date_time),
    'head.transaction_date_time is missing: a text',
  ],
  [
    'a closure number beyond 32 bits',
    () => changed((b) => Object.assign(b.head, { closure_number: 3_000_000_000 })),
    'head.closure_number: 3000000000 is not a whole number between',
  ],
  [
    'half a receipt number',
    () => changed((b) => Object.assign(b.head, { receipt_number: 1.5 })),
    'head.receipt_number: 1.5 is not a whole number',
  ],
  [
    'a NUL character',
    () => changed((b) => Object.assign(b.products[0], { product_name: 'Te\0a' })),
    'products[0].product_name: contains a NUL character or half of a surrogate pair',
  ],
  [
    'half of a surrogate pair',
    () => changed((b) => Object.assign(b, { notes: [{ id: randomUUID(), note_text: 'a\ud800' }] })),
    'notes[0].note_text: contains a NUL character or half of a surrogate pair',
  ],
  ['a row id twice', () => changed((b) => b.payments.push({ ...b.payments[0] })), 'payments[1].id: '],
  [
    'a section that is no list',
    () => changed((b) => Object.assign(b, { taxes: {} })),
    'taxes: an object is not a list',
  ],
  ['a row that is no object', () => changed((b) => b.products.push(7)), 'products[1]: 7 is not an object'],
  [
    'a reference that is no UUID',
    () => changed((b) => Object.assign(b.head, { fk_customer_id: 'walk-in' })),
    'head.fk_customer_id: "walk-in" is not a UUID',
  ],
  [
    'a line without its total',
    () => changed((b) => delete b.products[0].total_price),
    'products[0].total_price is missing: a decimal number with at most 4 places',
  ],
  [
    'neither true nor false',
    () => changed((b) => Object.assign(b.head, { is_cancel: 'perhaps' })),
    'head.is_cancel: "perhaps" is not true or false',
  ],
];

describe('what cannot be read or booked', () => {
  it.each(refused)('%s is refused with the place and what would be right, and harms no other item', async (...row) => {
    const [, make, reason] = row;
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const [before, after] = [makeTransaction(), makeTransaction()];
    const bad = make();
    const result = await recordTransactions(ctx, terminal, [before, bad, after], []);
    expect(result).toMatchObject({ accepted: 2, rejected: 1 });
    expect(result.items.map((item) => item.outcome)).toEqual(['stored', 'quarantined', 'stored']);
    expect(result.message).toContain(reason);
    expect(result.items[1]?.message).toBe(result.message);
    const all = await everythingOf(test.db, terminal.companyId);
    expect(all.heads.map((head) => head.uuid).sort()).toEqual([before.head.id, after.head.id].sort());
    expect(all.lines).toHaveLength(2);
    expect(all.rollups).toEqual(recount([before, after].map((body) => ({ terminal, body }))));
    expect(all.quarantine).toEqual([{ kind: 'transaction', bodyHash: expect.any(String), reason: result.message }]);
    const { rows } = await listQuarantine(ctx, { companyId: terminal.companyId });
    const item = await getQuarantinedItem(ctx, rows[0]?.id ?? 0);
    expect(JSON.parse(item.text)).toEqual(JSON.parse(JSON.stringify(bad)));
  });

  it('a refused item that comes again raises a count instead of a row', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const bad = changed((body) => Object.assign(body.head, { total_amount: 'abc' }));
    await recordTransactions(ctx, terminal, [bad, bad], []);
    await Promise.all(Array.from({ length: 10 }, () => recordTransactions(ctx, terminal, [bad], [])));
    const { rows } = await listQuarantine(ctx, { companyId: terminal.companyId });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ repeatCount: 12, documentUuid: bad.head.id, reasonCode: 'unreadable_field' });
  });

  it('nesting without end is refused and can still be looked at', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const depth = 50_000;
    const bad = { head: { id: randomUUID() }, deep: JSON.parse('['.repeat(depth) + ']'.repeat(depth)) };
    const result = await recordTransactions(ctx, terminal, [bad, makeTransaction()], []);
    expect(result.items.map((item) => item.outcome)).toEqual(['quarantined', 'stored']);
    const { rows } = await listQuarantine(ctx, { companyId: terminal.companyId });
    const { text } = await getQuarantinedItem(ctx, rows[0]?.id ?? 0);
    expect(text).toBe(`{"head":{"id":"${bad.head.id}"},"deep":${'['.repeat(depth)}${']'.repeat(depth)}}`);
  });

  /** As if the hub had not been able to read it before a repair. */
  async function quarantineReadable(body: Body) {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    await test.db.transact((tx) =>
      tx.store.update({ where: { id: terminal.storeId }, data: { timeZone: 'Europe/London' } }),
    );
    const broken = { ...terminal, currency: 'G\0P' };
    delete body.head.base_currency;
    const result = await recordTransactions(ctx, broken, [body], []);
    expect(result.items[0]?.outcome).toBe('quarantined');
    const { rows } = await listQuarantine(ctx, { companyId: terminal.companyId, isResolved: false });
    return { ctx, terminal, id: rows[0]?.id ?? 0 };
  }

  it('a repaired item is accepted at its next repeat, and settled', async () => {
    const body = makeTransaction();
    const { ctx, terminal, id } = await quarantineReadable(body);
    expect((await recordTransactions(ctx, terminal, [body], [])).items[0]?.outcome).toBe('stored');
    expect(await getQuarantinedItem(ctx, id)).toMatchObject({ resolution: 'accepted', resolvedAt: expect.any(Date) });
    expect((await listQuarantine(ctx, { companyId: terminal.companyId, isResolved: false })).rows).toEqual([]);
  });

  it('a repaired item can be judged again by hand: stored once, audited, and then a duplicate for its terminal', async () => {
    const body = makeTransaction();
    const { ctx, terminal, id } = await quarantineReadable(body);
    expect(await reprocessQuarantined(ctx, id)).toEqual({ outcome: 'stored', uuid: body.head.id, message: null });
    expect(await getQuarantinedItem(ctx, id)).toMatchObject({ resolution: 'accepted', repeatCount: 1 });
    await expect(reprocessQuarantined(ctx, id)).rejects.toMatchObject({ code: 'conflict' });
    expect((await recordTransactions(ctx, terminal, [body], [])).items[0]?.outcome).toBe('duplicate');
    const counted = { ...body, head: { ...body.head, base_currency: 'GBP' } };
    expect(await rollupsOf(test.db, terminal.companyId)).toEqual(recount([{ terminal, body: counted }]));
    const audits = await test.db.reader.auditEntry.findMany({ where: { companyId: terminal.companyId } });
    expect(audits.map((entry) => entry.action)).toEqual(['quarantine.reprocess']);
  });

  it('a dismissed item is settled with its reason, audited, and its repeats do not bring it back', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const bad = changed((body) => Object.assign(body.head, { total_amount: 'abc' }));
    await recordTransactions(ctx, terminal, [bad], []);
    const id = (await listQuarantine(ctx, { companyId: terminal.companyId })).rows[0]?.id ?? 0;
    for (const reason of ['  ', 'x'.repeat(501)]) {
      await expect(dismissQuarantined(ctx, id, reason)).rejects.toMatchObject({ code: 'invalid_input' });
    }
    await dismissQuarantined(ctx, id, ' entered by hand ');
    await expect(dismissQuarantined(ctx, id, 'again')).rejects.toMatchObject({ code: 'conflict' });
    await expect(reprocessQuarantined(ctx, id)).rejects.toMatchObject({ code: 'conflict' });
    expect((await recordTransactions(ctx, terminal, [bad], [])).items[0]?.outcome).toBe('quarantined');
    expect(await getQuarantinedItem(ctx, id)).toMatchObject({
      resolution: 'dismissed',
      note: 'entered by hand',
      repeatCount: 2,
      resolvedAt: expect.any(Date),
    });
    const audits = await test.db.reader.auditEntry.findMany({ where: { companyId: terminal.companyId } });
    expect(audits.map((entry) => entry.action)).toEqual(['quarantine.dismiss']);
    await expect(dismissQuarantined(ctx, 2_000_000_000, 'nothing')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('judged again without a repair it stays, with the reason of today', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const bad = changed((body) => Object.assign(body.head, { total_amount: 'abc' }));
    await recordTransactions(ctx, terminal, [bad], []);
    const { rows } = await listQuarantine(ctx, { companyId: terminal.companyId });
    const outcome = await reprocessQuarantined(ctx, rows[0]?.id ?? 0);
    expect(outcome).toMatchObject({ outcome: 'quarantined', message: expect.stringContaining('head.total_amount') });
    expect(await getQuarantinedItem(ctx, rows[0]?.id ?? 0)).toMatchObject({ repeatCount: 1, resolvedAt: null });
  });
});
