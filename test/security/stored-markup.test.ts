/** What people type comes back as text and never as markup; and what a form does not ask for, nobody takes from it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../portal/routes.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { addressOf } from './walk/addresses.ts';
import { bag } from './walk/bag.ts';
import { makeWorld, type World } from './walk/world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

const evil = `"'><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}`;
const raw = /<img src=x|<script>alert\(2\)|"'><|>49</;
const atOurs = (path: string) => addressOf(path, () => world.ours);
/** Pages of things that are still there, and forms that end nothing. */
const isKept = (path: string) =>
  !/delete|retire|revoke|remove|close|leave|erase|deactivate|export|logout|picture|logo/.test(path);

const unescaped = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** The fields of a page's own form as a browser would send them, with markup in each that takes text. */
function filled({ body }: Answer): Record<string, string> | null {
  const main = /<main[\s\S]*<\/main>/.exec(body)?.[0] ?? '';
  const form = /<form[^>]*method="post"[\s\S]*?<\/form>/.exec(main)?.[0];
  if (form === undefined) return null;
  const fields: Record<string, string> = {};
  const attribute = (tag: string, name: string) => unescaped(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
  for (const [tag] of form.matchAll(/<(?:input|textarea)\b[^>]*>/g)) {
    const name = attribute(tag, 'name');
    const type = attribute(tag, 'type') || 'text';
    if (name === '' || name === '_csrf' || type === 'file') continue;
    if (type === 'hidden') fields[name] = attribute(tag, 'value');
    else if (type === 'checkbox' || type === 'radio') {
      if (/\schecked/.test(tag)) fields[name] = attribute(tag, 'value') || 'on';
    } else fields[name] = ['text', 'search'].includes(type) ? evil : attribute(tag, 'value');
  }
  for (const [select] of form.matchAll(/<select[\s\S]*?<\/select>/g)) {
    const options = [...select.matchAll(/<option[^>]*>/g)].map(([option]) => option);
    const chosen = options.find((option) => /\sselected/.test(option)) ?? options[0] ?? '';
    fields[attribute(select, 'name')] = attribute(chosen, 'value');
  }
  return fields;
}

async function everyPage(visitor: Visitor, see: (path: string, answer: Answer) => void): Promise<void> {
  for (const { path, page } of routes) {
    if (!page || path === '/' || path.includes(':token') || path.includes('export')) continue;
    see(path, await visitor.get(atOurs(path)));
  }
}

describe('stored XSS', () => {
  it('markup in every text field of every form never comes back unescaped, on no page', async () => {
    const { visitor } = world.actor('alder.owner');
    const wrong: string[] = [];
    let stored = 0;
    const judge = (path: string, { body, headers }: Answer) => {
      if ((headers.get('content-type') ?? '').startsWith('text/html') && raw.test(body)) wrong.push(path);
    };
    for (const { path } of routes.filter(
      ({ form, page, path }) => form && page && path.includes(':slug') && isKept(path),
    )) {
      const fields = filled(await visitor.get(atOurs(path)));
      if (fields === null) continue;
      // All of it, and then only what is free text: codes and numbers are refused, names are not.
      const free = Object.entries(fields).map(([name, value]) => {
        const isFree = /name|note|message|description|street|office|brand|text/i.test(name);
        return [name, value === evil && !isFree ? '' : value] as const;
      });
      for (const said of [fields, Object.fromEntries(free)]) {
        const answer = await visitor.post(atOurs(path), said);
        if (answer.status === 302) stored += 1;
        judge(`POST ${path}`, answer);
        expect(answer.status, `POST ${path}`).toBeLessThan(500);
      }
    }
    expect(stored, 'much of it is taken').toBeGreaterThan(5);
    await everyPage(visitor, (path, answer) => judge(`GET ${path}`, answer));
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
        !/<style|\sstyle="|\son[a-z]+="|(?:src|href|action)="(?:https?:)?\/\//.test(body.replaceAll(evil, ''));
      if (!isSafe) wrong.push(path);
    });
    expect(wrong).toEqual([]);
  }, 60_000);

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
