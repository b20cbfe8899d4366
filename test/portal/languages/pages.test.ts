/** Pages in Turkish and German, as a company's owner and a stranger meet them. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../../portal/routes.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { goodPassword, hubCtx, makeCompany } from '../../support/people.ts';
import { Visitor } from '../../support/visitor.ts';
import { crawl, type Seen, wordsOf } from './crawl.ts';
import { readBooks } from './texts.ts';
import { openWorld, type World } from './world.ts';

const books = readBooks();
let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.server[Symbol.asyncDispose]());

/** Words that no Turkish or German text has. */
const english =
  /\b(?:the|this|that|with|your|you|are|were|have|has|and|from|been|which|who|their|its|of|yet|please|receipts?|stores?|tills?|closures?|company|companies|cashiers?|customers?|cancel|save|change|choose|delete)\b/i;

/** Names of zones, places and wares. */
const data = /^[A-Z]\w+\/[A-Z]|^Isle of Man$|Cheddar|^Pot of Tea$|^Sea Salt and Vinegar/;

function faultsOf({ path, answer }: Seen, language: 'tr' | 'de'): string[] {
  const own = new Set(books[language].values());
  const strange = new Set([...books.en.values()].filter((text) => !own.has(text)));
  return wordsOf(answer.body)
    .filter((text) => (strange.has(text) || english.test(text)) && !data.test(text))
    .map((text) => `${path}: ${text}`);
}

/** Routes that lead to a file, or that only a link in a mail, a token or a state of its own opens. */
const unlinked =
  /token|logout|register|\/login\/|password\/reset|sessions\/end|delete\/(?:initiate|approve|withdraw|cancel)|leave|\/pictures\/|export\/$|errors\/$|password\/change\/done|two-factor\/(?:set-up|codes|off)|:request|:invitation|import\/:id|accounts\/external|:key\/revoke|owners\/self|:id\/active|:user/;

describe.each(['tr', 'de'] as const)('in %s', (language) => {
  let seen: Seen[] = [];
  beforeAll(async () => {
    seen = await crawl(
      world.owner,
      ['/dashboard/', '/companies/', '/reports', '/closures/', '/layouts/', '/stores/'],
      language,
    );
  }, 120_000);

  it('a company’s owner finds nothing in English, wherever links lead', () => {
    expect(seen.length).toBeGreaterThan(60);
    const pages = seen.filter(({ answer }) => answer.headers.get('content-type')?.includes('html'));
    expect(pages.flatMap((page) => faultsOf(page, language))).toEqual([]);
  });

  it('every page that links lead to answers, in its language and to nobody else’s cache', () => {
    for (const { path, answer } of seen) {
      expect([200, 301, 302], path).toContain(answer.status);
      if (answer.status !== 200 || !answer.headers.get('content-type')?.includes('html')) continue;
      expect(answer.headers.get('content-language'), path).toBe(language);
      expect(answer.headers.get('vary') ?? '', path).toMatch(/accept-language/i);
      expect(answer.body, path).toContain(`<html lang="${language}"`);
    }
  });

  it('hardly a page of the portal is left out', () => {
    const met = new Set(seen.map(({ route }) => route));
    const left = routes
      .filter(({ path, page }) => page && !met.has(path) && !unlinked.test(path))
      .map(({ path }) => path);
    expect(left).toEqual([]);
  });

  it('strangers, wrong addresses and refused forms are spoken to as well', async () => {
    const stranger = new Visitor(world.server.url);
    const headers = { 'accept-language': language };
    for (const path of ['/', '/accounts/login/', '/accounts/register/', '/accounts/password/reset/', '/nowhere/']) {
      const answer = await stranger.get(path, headers);
      expect(faultsOf({ path, route: null, answer }, language)).toEqual([]);
    }
    for (const path of [
      `/stores/${world.slug}/create/`,
      '/companies/create/',
      `/customers/${world.slug}/new/`,
      `/cashiers/${world.slug}/new/`,
    ]) {
      const answer = await world.owner.post(path, {}, headers);
      expect(faultsOf({ path, route: null, answer }, language), path).toEqual([]);
    }
  });
});

describe('the language', () => {
  const spoken = (body: string) => /<html lang="(\w+)"/.exec(body)?.[1];

  it('is that of the profile, else the one a visitor chose, else that of the browser, else English', async () => {
    const visitor = new Visitor(world.server.url);
    expect(spoken((await visitor.get('/')).body)).toBe('en');
    expect(spoken((await visitor.get('/', { 'accept-language': 'fr, de-AT;q=0.8, tr;q=0.9' })).body)).toBe('tr');
    await visitor.post('/preferences/language/', { language: 'de', next: '/' });
    expect(spoken((await visitor.get('/', { 'accept-language': 'tr' })).body)).toBe('de');
    const { db } = world.server.deps;
    const person = await makeCompany(db, 'Dil');
    await inTransaction(hubCtx(db), (tx) =>
      tx.user.updateMany({ where: { id: person.ownerId }, data: { language: 'tr' } }),
    );
    await visitor.signIn(person.ownerName, goodPassword);
    expect(spoken((await visitor.get('/dashboard/', { 'accept-language': 'en' })).body)).toBe('tr');
  });

  it('of a page that tells of a fault is the visitor’s, and refusals over /trpc are', async () => {
    const answer = await world.owner.get('/stores/nobody/', { 'accept-language': 'de' });
    expect([answer.status, spoken(answer.body)]).toEqual([404, 'de']);
    expect(answer.body).toContain('Seite nicht gefunden');
    const token = await world.owner.token();
    const called = await world.owner.send('POST', '/trpc/account.signIn', {
      headers: {
        'accept-language': 'tr',
        'content-type': 'application/json',
        'x-csrf-token': token,
        origin: world.server.url,
      },
      body: JSON.stringify({ json: { username: 'x', password: 'y' } }),
    });
    expect(called.body).toContain('Kullanıcı adı ya da parola doğru değil.');
  });
});

describe('the walk', () => {
  it('fails on a page with English in it', () => {
    const page = (body: string) =>
      faultsOf(
        { path: '/x/', route: null, answer: { status: 200, location: null, headers: new Headers(), body } },
        'de',
      );
    expect(page('<p>Kassen</p><code>the code</code><td>Europe/Isle of Man</td>')).toEqual([]);
    expect(page('<p>Receipts</p><a title="Not yet &amp; never">GATE</a><p>Saved.</p>')).toEqual([
      '/x/: Receipts',
      '/x/: Saved.',
      '/x/: Not yet & never',
    ]);
  });
});
