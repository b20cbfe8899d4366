/** The choices of a large chain: no page carries a list that nobody would read, and nothing that is chosen is lost for it. */
import { beforeAll, expect, it } from 'vitest';
import { reportNamed } from '../../reports/catalogue.ts';
import { getReportCompany } from '../../reports/companies.ts';
import type { Report } from '../../reports/engine/report.ts';
import type { Asked } from '../../reports/engine/window.ts';
import { choicesView } from '../../reports/screen/choices.ts';
import { readChoices } from '../../reports/screen/page.ts';
import { mostPicks } from '../../reports/screen/query.ts';
import { formatsOf } from '../../server/core/formats.ts';
import { newId } from '../../server/core/ids.ts';
import { translatorOf } from '../../server/core/translate.ts';
import { inTransaction } from '../../server/db/index.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { makeWorld, now, type World } from './world.ts';

const test = withDatabase();
const words = { language: 'en', t: translatorOf('en'), formats: formatsOf('en') } as const;
let world: World;
const cashiers = Array.from({ length: mostPicks + 5 }, () => newId());

beforeAll(async () => {
  world = await makeWorld(test.db, [
    { code: 'LARGE', terminals: mostPicks },
    { code: 'SMALL', terminals: 2 },
  ]);
  await inTransaction(test.db, (tx) =>
    tx.cashier.createMany({
      data: cashiers.map((id, place) => ({
        ...{ id, companyId: world.companyId, number: place + 1, userName: `c${place}`, passwordEncrypted: '' },
        ...{ firstName: `Cashier ${String(place).padStart(3, '0')}`, lastName: 'Bell' },
        deletedAt: place === mostPicks + 4 ? now : null,
      })),
    }),
  );
});

/** A filter of the report by store, as its page offers it. */
async function offered(name: string, asked: Omit<Asked, 'company'>) {
  const ctx = hubCtx(test.db, now);
  const company = await getReportCompany(ctx, world.slug);
  const question = { company: world.slug, ...asked } as Asked;
  const report = reportNamed('sales-by-store') as Report;
  const more = { asked: question, companies: [], company, range: null, errors: [] };
  const { filters } = choicesView(words, report, await readChoices(ctx, report, more));
  const filter = filters.find((one) => one.name === name);
  if (!filter) throw new Error(`${name} is not offered`);
  return { ...filter, labels: filter.values.map(({ label }) => label) };
}

const uuidOf = async (till: string) => {
  const { terminalId: id } = world.till(till);
  return (await test.db.reader.terminal.findUniqueOrThrow({ where: { id }, select: { uuid: true } })).uuid;
};

it('tills that are too many for a list are offered once their stores are chosen', async () => {
  const all = await offered('terminal', {});
  expect(all.labels).toEqual([]);
  expect(all.shortened).toBe(
    'There are more than 200 tills. Choose stores and show the report: their tills are offered here then.',
  );
  const ofOne = await offered('terminal', { store: ['SMALL'] });
  expect(ofOne).toMatchObject({ labels: ['Shop SMALL, POS-001', 'Shop SMALL, POS-002'], shortened: null });
  const ofLarge = await offered('terminal', { store: ['LARGE'] });
  expect([ofLarge.labels.length, ofLarge.shortened]).toEqual([mostPicks, null]);
});

it('a till that is chosen stays chosen and named', async () => {
  const till = await uuidOf('LARGE/POS-007');
  const { values, summary, shortened } = await offered('terminal', { terminal: [till] });
  expect(values).toEqual([{ value: till, label: 'Shop LARGE, POS-007', isChosen: true }]);
  expect(summary).toBe('Shop LARGE, POS-007');
  expect(shortened).not.toBeNull();
});

it('of many cashiers the first by name, and those that are chosen: further down, or deleted', async () => {
  const all = await offered('cashier', {});
  expect(all.labels).toHaveLength(mostPicks + 1);
  expect([all.labels[0], all.labels[mostPicks - 1], all.labels[mostPicks]]).toEqual([
    'Cashier 000 Bell',
    `Cashier ${mostPicks - 1} Bell`,
    'Unknown',
  ]);
  expect(all.shortened).toBe('The first 200 by name. The report by cashier or department leads to each of the others.');
  const chosen = [cashiers[mostPicks + 2], cashiers[mostPicks + 4], cashiers[1]] as string[];
  const some = await offered('cashier', { cashier: chosen });
  expect(
    some.values
      .filter(({ isChosen }) => isChosen)
      .map(({ label }) => label)
      .sort(),
  ).toEqual(['Cashier 001 Bell', `Cashier ${mostPicks + 2} Bell`, `Cashier ${mostPicks + 4} Bell`]);
  expect(some.labels).toHaveLength(mostPicks + 3);
});

it('departments of a small shop are all there, without a word about others', async () => {
  const { labels, shortened } = await offered('department', {});
  expect({ labels, shortened }).toEqual({ labels: ['Unknown'], shortened: null });
});
