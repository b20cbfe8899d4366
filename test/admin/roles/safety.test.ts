/** Nothing of the back office changes anything for whoever may not: every address that writes, walked by everybody. */

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitions } from '../../../admin/resources/index.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { dataModel } from '../../../server/domain/listing/index.ts';
import { delegateOf, rowOperationsOf } from '../../../server/domain/row-operations/index.ts';
import { withDatabase } from '../../support/database.ts';
import { everything, type Rows } from '../everything.ts';
import { Browser, type Office, openOffice } from '../office.ts';

const test = withDatabase();
let office: Office;
let alpha: Rows;
let beta: Rows;
let people: Record<'superuser' | 'support' | 'limited' | 'merchant' | 'stranger', Browser>;

beforeAll(async () => {
  office = await openOffice(test.db);
  alpha = await everything(test.db, 'alpha');
  beta = await everything(test.db, 'beta');
  people = {
    superuser: await office.person('boss', { role: 'superuser' }),
    support: await office.person('helper', { role: 'support' }),
    limited: await office.person('limited', { role: 'operator', companyIds: [Number(alpha.get('Company')?.['id'])] }),
    merchant: await office.person('merchant'),
    stranger: new Browser(office.url, ''),
  };
}, 120_000);
afterAll(() => office[Symbol.asyncDispose]());

/** Every address of the back office that changes something, about rows of one company. */
function writes(rows: Rows): string[] {
  const some = '00000000-0000-4000-8000-000000000000';
  const ofModels = definitions.flatMap(({ model, actions = [] }) => {
    const id = encodeURIComponent(String(rows.get(model)?.['id']));
    const record = `/admin/api/resources/${model}/records/${id}`;
    const own = actions.filter(({ isRead }) => !isRead).map(({ name }) => `${record}/${name}`);
    if (rowOperationsOf(model) === null) return own;
    const forms = ['save', 'remove', 'restore', 'restore-field'].map(
      (name) => `/admin/api/hub/records/${model}/${id}/${name}`,
    );
    return [...own, `/admin/api/hub/records/${model}/new`, ...forms];
  });
  return [
    ...ofModels,
    ...['apply', 'cancel', 'undo'].map((name) => `/admin/api/hub/bulk/${some}/${name}`),
    '/admin/api/hub/bulk',
    '/admin/api/hub/imports',
    ...['check', 'run'].map((name) => `/admin/api/hub/imports/${some}/${name}`),
    '/admin/api/hub/audit/retention',
  ];
}

/** One digest over every row of every table but those in which being here leaves a trace. */
async function digest(): Promise<string> {
  const hash = createHash('sha256');
  for (const { name } of dataModel().datamodel.models) {
    if (['Session', 'SignInThrottle'].includes(name)) continue;
    const found = await delegateOf(test.db.reader, name).findMany({});
    const lines = found.map((row) =>
      JSON.stringify(row, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    );
    for (const line of lines.sort()) hash.update(`${name} ${line}\n`);
  }
  return hash.digest('hex');
}

const fields = { answer: 'A reason of some length', name: 'changed', of: 'hub', months: '24', confirmed: 'yes' };

describe('an address that writes', () => {
  it.each(['support', 'merchant', 'stranger'] as const)('refuses %s, and nothing is changed', async (who) => {
    const before = await digest();
    const wrong: string[] = [];
    for (const address of writes(alpha)) {
      const { status } = await people[who].post(address, fields);
      const isRefused = who === 'stranger' ? status === 302 || status >= 400 : status >= 400 && status < 500;
      if (!isRefused) wrong.push(`${address} ${status}`);
    }
    expect(wrong).toEqual([]);
    expect(await digest()).toBe(before);
  });

  it('hides from limited staff what is another company’s, and nothing is changed', async () => {
    const before = await digest();
    const wrong: string[] = [];
    for (const address of writes(beta).filter((each) => /\/records\//.test(each) && !each.endsWith('/new'))) {
      // Rows of the hub itself and of everybody are there to be seen, and changed by whoever sees every company.
      const { status } = await people.limited.post(address, fields);
      if (status < 400 || status >= 500) wrong.push(`${address} ${status}`);
    }
    expect(wrong).toEqual([]);
    expect(await digest()).toBe(before);
  });

  it('CSRF: takes nothing from another site, nor from a browser that does not say from where', async () => {
    const before = await digest();
    const wrong: string[] = [];
    for (const address of [...writes(alpha), '/admin/api/hub/views', '/admin/api/hub/audit/proof?chain=0']) {
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site', origin: 'https://evil.example' },
      ]) {
        const { status } = await people.superuser.post(address, fields, headers);
        if (status !== 403) wrong.push(`${address} ${headers['sec-fetch-site']} ${status}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await digest()).toBe(before);
  });
});

describe('a company that is named like a script, and a template, and a formula', () => {
  const names = [
    '</script><script>alert(1)</script>',
    '{{constructor.constructor("x")()}}',
    "=HYPERLINK('https://evil.example')",
  ];

  it.each(names)('%s: is text in every list, title, page and file', async (name) => {
    await inTransaction(test.db, (tx) =>
      tx.company.update({ where: { id: Number(alpha.get('Company')?.['id']) }, data: { name } }),
    );
    const boss = people.superuser;
    const id = String(alpha.get('Company')?.['id']);
    const pages = [
      '/admin',
      '/admin/resources/Company',
      `/admin/resources/Company/records/${id}/show`,
      '/admin/pages/audit',
    ];
    for (const page of pages) {
      const html = await (await boss.get(page, { accept: 'text/html' })).text();
      expect([page, html.includes('<script>alert(1)')]).toEqual([page, false]);
    }
    for (const api of [
      '/admin/api/resources/Company/actions/list',
      '/admin/api/hub/audit',
      `/admin/api/hub/explain/Company/${id}`,
    ]) {
      const answer = await boss.get(api);
      expect([api, answer.headers.get('content-type')?.split(';')[0]]).toEqual([api, 'application/json']);
    }
    for (const file of ['/admin/export/Company.csv', '/admin/export/Store.csv', '/admin/api/hub/audit/export.csv']) {
      const text = await (await boss.get(file)).text();
      expect([file, /(^|[,\n"])[=+@-]HYPERLINK/.test(text)]).toEqual([file, false]);
    }
  });
});
