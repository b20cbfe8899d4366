import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { catalogue } from '../../reports/catalogue.ts';
import { measures } from '../../reports/measures.ts';
import { languages } from '../../server/core/languages.ts';
import { addMember, grantRole } from '../../server/domain/tenancy/index.ts';
import { goodPassword, hubCtx, makeUser } from '../support/people.ts';
import { startTestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';
import { makeWorld, now } from './world.ts';

interface Definitions {
  lead: string;
  terms: Record<string, { name: string; meaning: string }>;
  rules: Record<string, string>;
  measures: Record<string, string>;
}

function definitionsIn(language: string): Definitions {
  const file = new URL(`../../server/locales/${language}/definitions.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

it.each(languages)('every figure is defined once, and nothing else is (%s)', (language) => {
  expect(Object.keys(definitionsIn(language).measures).sort()).toEqual(
    Object.values(measures)
      .map(({ name }) => name)
      .sort(),
  );
});

it('a figure has the name by which it is found', () => {
  expect(Object.entries(measures).filter(([key, { name }]) => key !== name)).toEqual([]);
});

it('a column that has the name of a figure is of its kind, in every report', () => {
  const kinds = new Map<string, string>(Object.values(measures).map(({ name, kind }) => [name, kind]));
  for (const { name: report, columns } of catalogue) {
    for (const { name, kind } of columns) expect([report, name, kind]).toEqual([report, name, kinds.get(name) ?? kind]);
  }
});

it('the page of the repository says what the hub’s pages say', () => {
  const page = readFileSync(new URL('../../reports/definitions.md', import.meta.url), 'utf8');
  const { lead, terms, rules, measures: told } = definitionsIn('en');
  const sentences = [
    lead,
    ...Object.values(terms).map(({ meaning }) => meaning),
    ...Object.values(rules),
    ...Object.values(told),
  ];
  for (const sentence of sentences) expect(page).toContain(sentence);
});

it('the page is there for whoever may see a report, with every definition', async () => {
  await using server = await startTestServer({ now: () => now });
  const { db } = server.deps;
  const { companyId } = await makeWorld(db, [{ code: 'LON' }]);
  const { id: userId } = await makeUser(db, 'accountant');
  await addMember(
    hubCtx(db, () => now),
    { companyId, userId },
  );
  await grantRole(
    hubCtx(db, () => now),
    { companyId, userId, role: 'accountant', storeId: null },
  );
  const visitor = new Visitor(server.url);
  await visitor.signIn('accountant', goodPassword);
  const { status, body } = await visitor.get('/reports/definitions');
  expect(status).toBe(200);
  for (const name of Object.keys(measures)) expect(body).toContain(`id="${name}"`);
  for (const name of Object.keys(definitionsIn('en').rules)) expect(body).toContain(`id="rule-${name}"`);
  for (const name of Object.keys(definitionsIn('en').terms)) expect(body).toContain(`id="term-${name}"`);
});
