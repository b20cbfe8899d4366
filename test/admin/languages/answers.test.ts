/** AdminJS's own actions, called as JSON: whoever is refused reads why in their language, be it AdminJS, the operation behind it
 *  or what stands before both that refuses; whoever succeeds reads that, too. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createResources } from '../../../admin/options.ts';
import { newTitles } from '../../../admin/resources/new-titles.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { withDatabase } from '../../support/database.ts';
import { everything, type Rows } from '../everything.ts';
import { type Browser, type Office, openOffice } from '../office.ts';

const languages = ['en', 'de', 'tr'] as const;
type Language = (typeof languages)[number];

const test = withDatabase();
let office: Office;
let rows: Rows;
const superusers = new Map<Language, Browser>();
const readers = new Map<Language, Browser>();

beforeAll(async () => {
  office = await openOffice(test.db);
  rows = await everything(test.db, 'alpha');
  // What the chain of this company begins with was made up by the factory.
  await inTransaction(test.db, (tx) => tx.auditEntry.deleteMany());
  for (const language of languages) {
    superusers.set(language, await office.person(`boss.${language}`, { role: 'superuser' }));
    readers.set(language, await office.person(`reads.${language}`, { role: 'support' }));
    const usernames = [`boss.${language}`, `reads.${language}`];
    await inTransaction(test.db, (tx) =>
      tx.user.updateMany({ where: { username: { in: usernames } }, data: { language } }),
    );
  }
});
afterAll(() => office[Symbol.asyncDispose]());

const api = (model: string, rest: string) => `/admin/api/resources/${model}/${rest}`;
const idOf = (model: string) => encodeURIComponent(String(rows.get(model)?.['id']));

interface Said {
  message?: string;
}

/** What is refused, as AdminJS answers it or as a problem. */
interface Refusal {
  notice?: Said & { type: string };
  record?: { errors?: Record<string, Said>; baseError?: Said | null };
  title?: string;
  detail?: string;
  errors?: readonly Said[];
}

/** Everything that a refusal says to people. */
async function wordsOf(answer: Response): Promise<string[]> {
  const said = (await answer.json()) as Refusal;
  expect([answer.status >= 400, said.notice?.type === 'error']).toContain(true);
  const fields = [...Object.values(said.record?.errors ?? {}), ...(said.errors ?? [])];
  const all = [said.notice?.message, said.title, said.detail, said.record?.baseError?.message];
  return [...all, ...fields.map(({ message }) => message)].filter((text) => typeof text === 'string');
}

const refusals: readonly [what: string, ask: (who: Browser, reader: Browser) => Promise<Response>][] = [
  ['a new row with a fault', (who) => who.post(api('ProductUnit', 'actions/new'), { code: '', name: 'x' })],
  ['a row that is there already', (who) => who.post(api('Country', 'actions/new'), { name: 'X', isoAlpha2: 'NWX' })],
  [
    'a row that was changed meanwhile',
    (who) => {
      return who.post(api('Manufacturer', `records/${idOf('Manufacturer')}/edit`), { name: 'Mine', version: '0' });
    },
  ],
  ['a row that others use', (who) => who.post(api('Country', `records/${idOf('Country')}/delete`))],
  ['a new row of somebody who only reads', (_who, reader) => reader.post(api('Country', 'actions/new'), { name: 'X' })],
  [
    'a change of somebody who only reads',
    (_who, reader) => {
      return reader.post(api('Country', `records/${idOf('Country')}/edit`), { name: 'X' });
    },
  ],
  [
    'a deletion of somebody who only reads',
    (_who, reader) => {
      return reader.post(api('Country', `records/${idOf('Country')}/delete`));
    },
  ],
  ['a row that is not there', (who) => who.get(api('Country', `records/${crypto.randomUUID()}/show`))],
  ['a change of a row that is not there', (who) => who.post(api('Country', `records/${crypto.randomUUID()}/edit`))],
  ['rows that nobody changes', (who) => who.post(api('Transaction', 'actions/new'), {})],
  ['deleting many', (who) => who.post(api('Country', 'actions/bulkDelete'), {})],
  ['a list that is not there', (who) => who.get(api('HubState', 'actions/list'))],
  ['a filter that is not offered', (who) => who.get(api('Country', 'actions/list?filters.nothing=1'))],
  ['an order that is not offered', (who) => who.get(api('Country', 'actions/search/x?sortBy=nothing'))],
  ['a page that is no number', (who) => who.get(api('Country', 'actions/list?page=x'))],
  ['a deletion by GET', (who) => who.get(api('Country', `records/${idOf('Country')}/delete`))],
  [
    'a request of another site',
    (who) => {
      return who.post(api('Country', 'actions/new'), {}, { 'sec-fetch-site': 'cross-site' });
    },
  ],
];

describe('a refusal of AdminJS’s own actions', () => {
  it.each(refusals)('%s: is said in the language of the person', async (_what, ask) => {
    const said = new Map<Language, string[]>();
    for (const language of languages) {
      const [who, reader] = [superusers.get(language), readers.get(language)];
      if (!who || !reader) throw new Error('nobody reads that');
      said.set(language, await wordsOf(await ask(who, reader)));
    }
    const english = said.get('en') ?? [];
    expect(english.length).toBeGreaterThan(0);
    // Words, and no keys of texts that only pages look up.
    expect(english.filter((text) => !text.includes(' ') && text !== 'Not found')).toEqual([]);
    for (const language of ['de', 'tr'] as const) {
      const other = said.get(language) ?? [];
      expect(other).toHaveLength(english.length);
      expect(other.filter((text) => english.includes(text))).toEqual([]);
    }
    expect(said.get('tr')).not.toEqual(said.get('de'));
  });
});

const done: Record<Language, readonly [saved: string, deleted: string]> = {
  en: ['Saved', 'Deleted'],
  de: ['Gespeichert', 'Gelöscht'],
  tr: ['Kaydedildi', 'Silindi'],
};

describe('a success of AdminJS’s own actions', () => {
  it.each(languages)('is said in words, in the language of the person: %s', async (language) => {
    const who = superusers.get(language);
    if (!who) throw new Error('nobody reads that');
    const [saved, deleted] = done[language];
    const ask = async (rest: string, form: Record<string, string>) => {
      const answer = await who.post(api('ProductUnit', rest), form);
      return (await answer.json()) as { notice: Said & { type: string }; record: { id: string } };
    };
    const companyId = String(rows.get('Company')?.['id']);
    const made = await ask('actions/new', { companyId, code: `N${language}`, name: 'Bundle', symbol: 'bdl' });
    expect(made.notice).toMatchObject({ message: saved, type: 'success' });
    const row = `records/${encodeURIComponent(made.record.id)}`;
    const { version } = await test.db.reader.productUnit.findUniqueOrThrow({ where: { id: made.record.id } });
    const changed = await ask(`${row}/edit`, { name: 'Bundles', version: String(version) });
    expect(changed.notice).toMatchObject({ message: saved, type: 'success' });
    const gone = await ask(`${row}/delete`, {});
    expect(gone.notice).toMatchObject({ message: deleted, type: 'success' });
  });
});

describe('the heading of a form for a new row', () => {
  it('says what is new, in each language', async () => {
    const makeable = createResources(test.db).filter(({ source }) => source.operations?.canCreate);
    expect(makeable.map(({ source }) => source.model.name).sort()).toEqual(Object.keys(newTitles).sort());
    for (const [language, title] of [
      ['en', 'New company'],
      ['de', 'Neues Unternehmen'],
      ['tr', 'Yeni şirket'],
    ] as const) {
      const html = await (await superusers.get(language)?.get('/admin/resources/Company/actions/new'))?.text();
      expect(html).toContain(`"new":"${title}"`);
    }
  });
});
