import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitions } from '../../admin/resources/index.ts';
import { withDatabase } from '../support/database.ts';
import { everything, planted, type Rows } from './everything.ts';
import { type Browser, type Office, openOffice } from './office.ts';

const test = withDatabase();
let office: Office;
let staff: Browser;
let own: Rows;

beforeAll(async () => {
  office = await openOffice(test.db);
  own = await everything(test.db, 'alpha');
  await everything(test.db, 'beta');
  staff = await office.person('staff', { role: 'superuser' });
});
afterAll(() => office[Symbol.asyncDispose]());

describe.each(definitions.map((definition) => [definition.model, definition] as const))('%s', (model, definition) => {
  it('is listed and shown, and neither answer holds a hidden value', async () => {
    const list = await staff.get(`/admin/api/resources/${model}/actions/list`);
    const text = await list.text();
    expect({ status: list.status, text: text.slice(0, 300) }).toMatchObject({ status: 200 });
    expect(text).not.toContain(planted);
    const { records = [], meta } = JSON.parse(text);
    expect(records.length).toBeGreaterThanOrEqual(2);
    expect(meta.total).toBe(records.length);

    const show = await staff.get(`/admin/api/resources/${model}/records/${own.get(model)?.['id']}/show`);
    expect(show.status).toBe(200);
    const shown = await show.text();
    expect(shown).not.toContain(planted);
    expect(JSON.parse(shown).notice).toBeUndefined();
  });
});
