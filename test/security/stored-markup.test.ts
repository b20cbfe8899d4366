/** What people type comes back as text and never as markup; and what a form does not ask for, nobody takes from it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../portal/routes.ts';
import { type Answer, Visitor } from '../support/visitor.ts';
import { addressOf } from './walk/addresses.ts';
import { bag } from './walk/bag.ts';
import { call } from './walk/call.ts';
import { companyChanges, type Stage } from './walk/changes.ts';
import { evil, rawEvil, shortEvil } from './walk/drench.ts';
import { type Form, filled, formsIn } from './walk/forms.ts';
import { inputsOf, procedures } from './walk/inputs.ts';
import { makeWorld, type World } from './walk/world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

const atOurs = (path: string) => addressOf(path, () => world.ours);
const filledWith = (form: Form) => filled(form, ({ maxLength }) => (maxLength < evil.length ? shortEvil : evil));

/** Forms that end something, or the session that walks. */
const ends =
  /delete|retire|revoke|remove|close|leave|erase|deactivate|export|logout|end|password|two-factor|external|move|drop|active/;
/** Pages of the reports that hold forms, or say what people have typed into one. */
const reportPages = () =>
  [
    '',
    '/day',
    '/sales-by-day',
    '/sales-by-product',
    '/targets',
    '/schedules',
    '/accountant',
    '/receipts',
    '/company',
  ].map((path) => `/reports${path}?company=${world.ours.slug}&range=30-days`);

async function everyPage(visitor: Visitor, see: (path: string, answer: Answer) => void): Promise<void> {
  for (const { path, page } of routes) {
    if (!page || path === '/' || path.includes(':token') || path.includes('export')) continue;
    see(path, await visitor.get(atOurs(path)));
  }
}

/** Where markup stands as markup. */
function judging() {
  const wrong: string[] = [];
  const judge = (path: string, { body, headers, status }: Answer) => {
    const isPage = (headers.get('content-type') ?? '').startsWith('text/html');
    if ((isPage && rawEvil.test(body)) || status >= 500) wrong.push(`${path} ${status}`);
  };
  return { wrong, judge };
}

/** Sends every form of the pages with markup in each field that takes text; what is refused comes back on the page.
 *  @returns how many forms were taken */
async function sendForms(
  visitor: Visitor,
  pages: readonly string[],
  judge: (path: string, answer: Answer) => void,
): Promise<Set<string>> {
  const taken = new Set<string>();
  for (const path of pages) {
    for (const form of formsIn((await visitor.get(path)).body)) {
      const target = new URL(form.action || path, 'http://hub').pathname;
      if (ends.test(target)) continue;
      const fields = filledWith(form);
      // All of it, and then only what is free text: codes and numbers are refused, names are not.
      const free = Object.entries(fields).map(([name, value]) => {
        const isFree = /name|note|message|description|street|office|brand|text|title|body|address/i.test(name);
        return [name, value.startsWith(evil.slice(0, 3)) && !isFree ? '' : value] as const;
      });
      for (const said of [fields, Object.fromEntries(free)]) {
        const answer = await visitor.post(target, said);
        if (answer.status === 302 || answer.status === 303) taken.add(target);
        judge(`POST ${target}`, answer);
      }
    }
  }
  return taken;
}

const formPages = (isOpen: boolean) =>
  routes.filter(({ page, access, path }) => page && (access === 'everyone') === isOpen && !/:token|export/.test(path));

describe('stored XSS', () => {
  it('markup in every text field of every form never comes back unescaped, on no page', async () => {
    const { wrong, judge } = judging();
    const stranger = new Visitor(world.server.url);
    await sendForms(
      stranger,
      formPages(true).map(({ path }) => atOurs(path)),
      judge,
    );
    const { visitor } = world.actor('alder.owner');
    const pages = formPages(false).filter(({ path }) => !ends.test(path));
    const own = await sendForms(
      visitor,
      pages.map(({ path }) => atOurs(path)),
      judge,
    );
    const ofReports = await sendForms(visitor, reportPages(), judge);
    expect(own.size, 'much of it is taken').toBeGreaterThan(15);
    expect([...ofReports].sort(), 'and by the reports').toContain('/reports/saved');
    await everyPage(visitor, judge);
    for (const path of reportPages()) judge(path, await visitor.get(path));
    expect(wrong).toEqual([]);
  }, 120_000);

  it('markup in every text that a procedure takes never comes back unescaped, whatever form it came from', async () => {
    const { wrong, judge } = judging();
    const visitors = new Map(world.actors.map(({ name, visitor }) => [name, visitor]));
    const stage: Stage = { world, visitors, answered: null };
    let taken = 0;
    for (const change of companyChanges) {
      const { procedure: path, by = 'alder.owner', says } = change;
      const procedure = procedures.find((each) => each.path === path);
      const visitor = visitors.get(by);
      if (!procedure || !visitor) throw new Error(`${path} by ${by}: there is no such thing`);
      const said = await Promise.resolve(says?.(stage)).catch(() => ({}));
      const drawn = inputsOf(procedure, () => world.ours, { text: evil }).at(-1)?.input;
      const { status, body } = await call(visitor, procedure, { ...drawn, ...said });
      if (status === 200) taken += 1;
      if (status >= 500) wrong.push(`${path} ${body}`);
      stage.answered = status === 200 ? JSON.parse(body).result.data.json : { id: '' };
    }
    expect(taken, 'much of it is taken').toBeGreaterThan(40);
    await everyPage(world.actor('alder.owner').visitor, judge);
    expect(wrong).toEqual([]);
  }, 120_000);
});

describe('every page', () => {
  it('clickjacking, sniffing and inline script: framed by nobody, and scripts and styles come from files', async () => {
    const { visitor } = world.actor('alder.owner');
    const wrong: string[] = [];
    await everyPage(visitor, (path, { headers, body }) => {
      if (!headers.get('content-type')?.startsWith('text/html')) return;
      const policy = headers.get('content-security-policy') ?? '';
      const isSafe =
        headers.get('x-frame-options') === 'DENY' &&
        /frame-ancestors 'none'/.test(policy) &&
        /script-src 'self'/.test(policy) &&
        !policy.includes('unsafe') &&
        headers.get('x-content-type-options') === 'nosniff' &&
        !/<script(?![^>]*(?:src=|type="application\/json"))/.test(body) &&
        !/<style|\sstyle="|\son[a-z]+="|(?:src|href|action)="(?:https?:)?\/\//.test(body);
      if (!isSafe) wrong.push(path);
    });
    expect(wrong).toEqual([]);
  });

  it('open redirects: next leads to no other host, wherever it is read', async () => {
    const { visitor } = world.actor('alder.owner');
    for (const next of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '\t//evil.example',
      'javascript:alert(1)',
    ]) {
      for (const path of ['/preferences/theme/', '/preferences/language/', '/accounts/login/']) {
        const { location } = await visitor.post(path, {
          next,
          theme: 'dark',
          language: 'de',
          username: 'x',
          password: 'y',
        });
        if (location !== null) expect(location, `${path} ${next}`).toMatch(/^\/(?![/\\])/);
      }
    }
  });
});

describe('mass assignment', () => {
  it('role, company id and verified flags are never taken from a body', async () => {
    const { db } = world.server.deps;
    const { visitor, name } = world.actor('plain.member');
    const people = () =>
      db.reader.user.findMany({
        select: {
          username: true,
          staffRole: true,
          staffLimited: true,
          emailConfirmedAt: true,
          isActive: true,
          memberships: true,
        },
        orderBy: { username: 'asc' },
      });
    const before = await people();
    for (const path of ['/accounts/profile/', '/preferences/language/', '/preferences/theme/', '/companies/join/']) {
      await visitor.post(path, {
        ...bag(world.theirs),
        slug: '',
        displayName: name,
        staffRole: 'superuser',
        staffLimited: 'false',
      });
    }
    expect(await people()).toEqual(before);
    const { companyId, slug, isOwner, version } = bag(world.theirs) as Record<string, string>;
    const smuggled = { companyId, id: companyId, slug, isOwner, version, officeCode: 'OFFICE-999', ownerUserId: 'x' };
    await visitor.post('/companies/create/', { ...smuggled, name: 'Own shop' } as Record<string, string>);
    const made = await db.reader.company.findFirstOrThrow({
      where: { name: 'Own shop' },
      include: { memberships: true },
    });
    expect([made.slug, made.id === world.theirs.id, made.officeCode === 'OFFICE-999']).toEqual([
      'own-shop',
      false,
      false,
    ]);
    expect(made.memberships.map(({ isOwner }) => isOwner)).toEqual([true]);
  });
});
