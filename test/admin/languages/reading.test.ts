import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { displayValue } from '../../../admin/adapter/display.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { withDatabase } from '../../support/database.ts';
import { everything, type Rows } from '../everything.ts';
import { type Browser, type Office, openOffice } from '../office.ts';

const test = withDatabase();
const list = '/admin/api/resources/Transaction/actions/list';
let office: Office;
let rows: Rows;

beforeAll(async () => {
  office = await openOffice(test.db);
  rows = await everything(test.db, 'alpha');
  const data = { occurredAt: new Date('2026-03-01T22:05:09Z'), totalE4: 12_345_000n, currency: 'EUR' };
  await inTransaction(test.db, (tx) => tx.transaction.updateMany({ data }));
});
afterAll(() => office[Symbol.asyncDispose]());

/** A superuser who reads in a language, on the clocks of a zone. */
async function reader(language: string, timeZone: string): Promise<Browser> {
  const username = `reader-${language}`;
  const browser = await office.person(username, { role: 'superuser' });
  await inTransaction(test.db, (tx) => tx.user.updateMany({ where: { username }, data: { language, timeZone } }));
  return browser;
}

describe.each([
  ['en', 'Europe/Istanbul', '2026-03-02 01:05:09', '€1,234.50', 'Transactions', 'Sign out'],
  ['de', 'Europe/Istanbul', '02.03.2026 01:05:09', '1.234,50\u00a0€', 'Transaktionen', 'Abmelden'],
  ['tr', 'Europe/Istanbul', '02.03.2026 01:05:09', '€1.234,50', 'İşlemler', 'Çıkış yap'],
] as const)('the back office for somebody who reads %s', (language, zone, instant, money, label, signOut) => {
  let person: Browser;
  beforeAll(async () => {
    person = await reader(language, zone);
  });

  it('writes dates on their own clocks and amounts as they write them, in lists and on pages', async () => {
    const { records = [] } = await person.json(list);
    expect(String(records[0]?.params['occurredAt'])).toContain(instant);
    expect(records[0]?.params['totalE4']).toBe(money);
    const id = rows.get('Transaction')?.['id'];
    const { record } = await person.json(`/admin/api/resources/Transaction/records/${id}/show`);
    expect(String(record?.params['occurredAt'])).toContain(instant);
  });

  it('says the names of lists and columns and AdminJS’s own words', async () => {
    const html = await (await person.get('/admin')).text();
    expect(html).toContain(`<html lang="${language}"`);
    const state = JSON.parse(/REDUX_STATE = ([^\n]*);\n/.exec(html)?.[1] ?? '{}');
    const texts = state.locale.translations[language];
    expect(state.locale.language).toBe(language);
    expect(texts.labels.Transaction).toBe(label);
    expect(texts.buttons.logout).toBe(signOut);
    const english = (await import('../../../admin/shell-texts.ts')).shellLocales([])('en').translations['en'] as object;
    for (const part of ['actions', 'buttons', 'messages']) {
      expect(Object.keys(texts[part])).toEqual(Object.keys((english as Record<string, object>)[part] ?? {}));
    }
  });

  it('gives files that are alike in every language, for programs', async () => {
    const file = await (await person.get('/admin/export/Transaction.csv')).text();
    expect(file).toContain('1234.5');
    expect(file).toContain('2026-03-01T22:05:09.000Z');
  });
});

describe('a value', () => {
  const place = { currency: 'EUR', timeZone: 'UTC' };

  it('is plain where a form will read it back', () => {
    expect(displayValue('quantity', 15_000n, place)).toBe('1.5');
    expect(displayValue('percent', 1750, place)).toBe('17.5 %');
    expect(displayValue('day', '2026-03-01', place)).toBe('2026-03-01');
  });

  it('is written as its reader writes it', () => {
    expect(displayValue('quantity', 15_000n, { ...place, language: 'de' })).toBe('1,5');
    expect(displayValue('percent', 1750, { ...place, language: 'tr' })).toBe('%17,5');
    expect(displayValue('day', '2026-03-01', { ...place, language: 'tr' })).toBe('01.03.2026');
    expect(displayValue('day', 'unknown', { ...place, language: 'de' })).toBe('unknown');
  });
});
