/** Whatever stands in an address, a query or a field: the portal answers with a sentence, never with a fault of its own. */
import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../portal/routes.ts';
import { defaultLayoutId, ensureDefaultLayout, saveLayout } from '../../server/domain/layouts/index.ts';
import { sell, withShops } from '../portal/shops.ts';
import { goodPassword, hubCtx } from '../support/people.ts';
import { Visitor } from '../support/visitor.ts';
import { bag } from './walk/bag.ts';

const shops = withShops();
let owner: Visitor;
let places: Record<string, string>[];

beforeAll(async () => {
  const { server, grocer } = shops;
  const { db } = server.deps;
  owner = new Visitor(server.url);
  await owner.signIn(grocer.ownerName, goodPassword);
  await ensureDefaultLayout(hubCtx(db));
  const till = grocer.tills[0];
  if (!till) throw new Error('no till');
  const [receipt = ''] = await sell(db, till, [{ at: '2026-03-06T12:30:00', total: '12.00' }]);
  const { uuid: store } = await db.reader.store.findUniqueOrThrow({ where: { id: till.storeId } });
  const { uuid: terminal } = await db.reader.terminal.findUniqueOrThrow({ where: { id: till.terminalId } });
  const layout = await saveLayout(hubCtx(db), {
    ...{ companyId: grocer.id, name: 'Own', controls: [] },
    forms: [{ id: crypto.randomUUID(), name: 'SALE', form_no: 1, is_startup: true }],
  });
  const slug = grocer.slug;
  places = [
    { slug, uuid: store, id: defaultLayoutId, store: 'G1', token: 'x' },
    { slug, uuid: terminal, id: layout.layoutId, store: 'G2', token: 'y' },
    { slug, uuid: receipt, id: layout.layoutId, store: 'G1', token: 'z' },
  ];
});

/** What the engines read differently: characters that PostgreSQL has not, numbers that a column does not hold, days. The rest is
 *  the same code on both, and is asked on one. */
const odderOnPostgres = /\0|^-?\d|^NaN$|^[^ -~]+$|:\d/;

const oddTexts = [
  ...[
    '\0',
    'a\0b',
    '\u001b[2J\u202e',
    '👩‍👩‍👧‍👦',
    '%00',
    '../..',
    "' OR 1=1 --",
    '__proto__',
    '{{7*7}}',
    '<script>alert(1)</script>',
  ],
  ...['-1', '0', '1.5', '1e300', 'NaN', '2147483648', '9999999999', '99999999999999999999', '٣'],
  ...['{"forms":[null]}', '{"forms":[{}],"controls":[{"slot":null}]}', '9999-12-31', '2026-02-30'],
  ...['store:9999999999', 'terminal:0', 'company', '0.0.0.0/0', '::/0', '999.999.999.999/99', 'ä'.repeat(60_000)],
];
const odd =
  process.env['GATE_TEST_PROVIDER'] === 'postgresql'
    ? oddTexts.filter((text) => odderOnPostgres.test(text.slice(0, 50)))
    : oddTexts;

/** Each place meets a fifth of the texts, another fifth than the place before it, so that every text meets a fifth of the places:
 *  all of them everywhere are ten thousand requests. `ODD_TEXTS=all` sends those. */
const share = process.env['ODD_TEXTS'] === 'all' ? 1 : 5;
let visited = 0;
function some(offered: readonly string[]): string[] {
  visited += 1;
  return offered.filter((_text, index) => (index + visited) % share === 0);
}

/** Names that pages read from their query, and forms from their fields. */
const queryNames = [
  'number',
  'store',
  'till',
  'period',
  'page',
  'verdict',
  'order',
  'from',
  'to',
  'day',
  'after',
  'show',
];
const fieldNames: Readonly<Record<string, readonly string[]>> = {
  '/layouts/:slug/': ['target', 'layout'],
  '/layouts/:slug/keys/:store/': ['codes'],
  '/warehouses/:slug/new/': ['name', 'code', 'warehouseType', 'storeId', 'address', 'description', 'isActive'],
  '/warehouses/:slug/:id/': ['name', 'code', 'warehouseType', 'storeId', 'address', 'description', 'isActive', 'seen'],
  '/warehouses/:slug/:id/delete/': ['seen', 'way'],
  '/layouts/:slug/:id/': ['number'],
  '/layouts/:slug/:id/edit/': ['name', 'note', 'content'],
  '/closures/:slug/:uuid/': [],
  '/stores/:slug/:uuid/register/': ['code', 'name', 'number'],
  '/stores/:slug/:uuid/code-only/': ['networks', 'understood'],
  '/tills/:slug/:uuid/edit/': ['name', 'number', 'serialNumber', 'syncMinutes', 'networks', 'isActive'],
  '/tills/:slug/:uuid/pair/': ['grace', 'seen'],
  '/tills/:slug/:uuid/revoke/': ['grace'],
  '/tills/:slug/:uuid/move/': ['store', 'code', 'grace', 'seen'],
  '/tills/:slug/:uuid/retire/': ['code'],
};

const everyField = bag({ id: 0, slug: '', name: '', storeId: 0, otherStoreId: 0, terminalId: 0, ids: {} });

/** Signing out, in, or setting up is another test's. */
const own = routes.filter(({ path }) => !/^\/(accounts|setup|preferences)\//.test(path));

/** Pages whose answer depends on their query. */
const readsQuery = /^\/(receipts|closures)\/:slug\/(open\/)?$|^\/layouts\/:slug\/:id\//;

function addressOf(path: string, place: Readonly<Record<string, string>>, odds: Readonly<Record<string, string>> = {}) {
  return path.replaceAll(/:(\w+)/g, (_all, name: string) => encodeURIComponent(odds[name] ?? place[name] ?? ''));
}

describe('an odd text', () => {
  it('in any part of an address is answered', { timeout: 120_000 }, async () => {
    const [place = {}] = places;
    for (const { path } of own) {
      for (const [, name = ''] of path.matchAll(/:(\w+)/g)) {
        for (const text of some(odd)) {
          if (text.length > 8000) continue;
          const { status } = await owner.get(addressOf(path, place, { [name]: text }));
          expect(status, `${path} ${name}=${JSON.stringify(text)}`).toBeLessThan(500);
        }
      }
    }
  });

  it('in any query is answered, also twice', { timeout: 120_000 }, async () => {
    for (const { path, page } of own) {
      const names = queryNames.filter((name) => page && (readsQuery.test(path) || name === 'store'));
      for (const place of page ? places : []) {
        const address = addressOf(path, place);
        if ((await owner.get(address)).status !== 200) continue;
        for (const text of some(odd.filter((each) => each.length <= 1000))) {
          const queries = [names.map((name) => `${name}=${encodeURIComponent(text)}&${name}=2`).join('&')];
          if (readsQuery.test(path)) queries.push(...names.map((name) => `${name}=${encodeURIComponent(text)}`));
          for (const query of queries) {
            expect((await owner.get(`${address}?${query}`)).status, `${path}?${query}`).toBeLessThan(500);
          }
        }
        break;
      }
    }
  });

  it('in any field of any form is answered', { timeout: 240_000 }, async () => {
    const _csrf = await owner.token();
    for (const { path } of own.filter(({ form }) => form)) {
      // A form that is not listed gets every field that any form reads, all at once.
      const names = fieldNames[path];
      const all = names ?? Object.keys(everyField);
      for (const place of names && /:uuid|:id/.test(path) ? places : places.slice(0, 1)) {
        const texts = names ? odd : odd.filter((each) => each.length <= 200);
        for (const text of some(texts)) {
          const turn = texts.indexOf(text);
          // One field at a time says which; at further places each field has each text once, all fields together.
          const isFirst = place === places[0];
          const one = (isFirst ? (names ?? []) : []).map((name) => ({ [name]: text, understood: 'yes', seen: '' }));
          const mixed = all.map((name, shift) => [name, texts[(turn + shift) % texts.length]]);
          for (const fields of [...one, Object.fromEntries(mixed)]) {
            const { status } = await owner.post(addressOf(path, place), { _csrf, ...fields });
            expect(status, `${path} ${JSON.stringify(fields).slice(0, 200)}`).toBeLessThan(500);
          }
        }
      }
    }
  });
});
