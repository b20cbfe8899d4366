/** A store and what stands in it, as staff looks after them. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../server/db/index.ts';
import { withDatabase } from '../support/database.ts';
import { everything, type Rows } from './everything.ts';
import { at, form, press, type Told } from './forms.ts';
import { type Browser, type Office, openOffice } from './office.ts';

const test = withDatabase();
let office: Office;
let rows: Rows;
const people = {} as Record<'operator' | 'support', Browser>;

beforeAll(async () => {
  office = await openOffice(test.db);
  rows = await everything(test.db, 'alpha');
  await inTransaction(test.db, (tx) => tx.auditEntry.deleteMany());
  for (const role of ['operator', 'support'] as const) people[role] = await office.person(role, { role });
});
afterAll(() => office[Symbol.asyncDispose]());

describe('a store', () => {
  const idOf = () => String(rows.get('Store')?.['id']);
  const buttons = async (who: Browser) =>
    JSON.stringify(await (await who.get(`/admin/api/hub/buttons/Store/${idOf()}`)).json());

  it('has a button by which its tills are written to, for whoever may', async () => {
    expect(await buttons(people.operator)).toContain('Write to its tills');
    expect(await buttons(people.support)).not.toContain('Write to its tills');
    const before = await test.db.reader.notification.count();
    expect((await press(people.support, 'Store', idOf(), 'tell', 'Close at five')).notice?.type).not.toBe('success');
    expect(await test.db.reader.notification.count()).toBe(before);
    expect((await press(people.operator, 'Store', idOf(), 'tell', 'Close at five')).notice?.message).toMatch(
      /^Tills that will be told: \d+\.$/,
    );
    const sent = await test.db.reader.notification.findFirst({ where: { title: 'Close at five' } });
    expect(sent).toMatchObject({ storeId: Number(idOf()), terminalId: null });
  });

  it('is closed and opened again, each on record', async () => {
    expect((await press(people.operator, 'Store', idOf(), 'close')).notice?.message).toBe('The store is closed.');
    expect(await buttons(people.operator)).toContain('Open this store again');
    expect((await press(people.operator, 'Store', idOf(), 'close')).notice?.type).toBe('error');
    expect((await press(people.operator, 'Store', idOf(), 'reopen')).notice?.message).toBe('The store is open.');
    const trail = await test.db.reader.auditEntry.findMany({ where: { action: { startsWith: 'store.' } } });
    expect(trail.map(({ action }) => action)).toEqual(['store.close', 'store.reopen']);
  });
});

describe('what hangs on a till', () => {
  it('is shown and changed with the till, judged by its rules, and taken back by an empty field', async () => {
    const id = String(rows.get('Terminal')?.['id']);
    const { fields, values, seen } = await form(people.operator, 'Terminal', id);
    expect(fields.filter(({ group }) => group === 'Devices').map(({ name }) => name)).toContain('receipt_printer_type');
    expect(values['scale_type']).toBe('');
    const save = async (said: Record<string, string>, version: number) => {
      const answer = await people.operator.post(at('Terminal', `${id}/save`), {
        seen: String(version),
        values: JSON.stringify(said),
      });
      return { status: answer.status, told: (await answer.json()) as Told };
    };
    const said = { receipt_printer_type: 'ESC/POS', backend_port1: '4001', force_to_work_online: 'no' };
    expect((await save(said, seen)).status).toBe(200);
    const row = await test.db.reader.terminal.findUniqueOrThrow({ where: { id: Number(id) } });
    expect(JSON.parse(row.terminalFields)).toMatchObject({
      receipt_printer_type: 'ESC/POS',
      backend_port1: 4001,
      force_to_work_online: false,
      a: 1,
    });
    const again = await form(people.operator, 'Terminal', id);
    expect(again.values).toMatchObject(said);
    const wrong = await save({ mac_address: 'nonsense' }, again.seen);
    expect(wrong.status).toBe(400);
    expect(JSON.stringify(wrong.told)).toContain('a MAC address such as');
    expect((await save({ receipt_printer_type: '' }, again.seen)).status).toBe(200);
    expect((await form(people.operator, 'Terminal', id)).values['receipt_printer_type']).toBe('');
  });
});
