/** Closures of stores in two currencies: two lists, each page by page. */
import { beforeAll, expect, it } from 'vitest';
import { reportNamed } from '../../reports/catalogue.ts';
import type { Report } from '../../reports/engine/report.ts';
import { askedWithOptions } from '../../reports/engine/window.ts';
import { answerInParts } from '../../reports/files/whole.ts';
import { newId } from '../../server/core/ids.ts';
import { inTransaction } from '../../server/db/index.ts';
import { addMember, grantRole } from '../../server/domain/tenancy/index.ts';
import { goodPassword, hubCtx, makeUser } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';
import { expectAligned } from './aligned.ts';
import { type Asking, ask } from './shop.ts';
import { wholeAnswer } from './whole-answer.ts';
import { makeWorld, now, type World } from './world.ts';

let server: TestServer;
let world: World;
let accountant: Visitor;

/** Both more than a page shows. */
const inGbp = 104;
const inEur = 230;

beforeAll(async () => {
  server = await startTestServer({ now: () => now });
  const { db } = server.deps;
  world = await makeWorld(db, [{ code: 'LON' }, { code: 'PAR', currency: 'EUR' }]);
  const counts = { cancelledCount: 0, returnCount: 0, suspendedCount: 0, paidInCount: 0, paidOutCount: 0 };
  const amounts = { netE4: 0n, vatE4: 0n, discountE4: 0n, tipE4: 0n, openingCashE4: 0n, paidInE4: 0n, paidOutE4: 0n };
  const closureOf = (till: string, number: number) => {
    const { companyId, storeId, terminalId, currency } = world.till(till);
    const day = `2026-11-${String(1 + (number % 19)).padStart(2, '0')}`;
    return {
      ...{ companyId, storeId, terminalId, baseCurrencyId: currency, cashierOpenedId: '', cashierClosedId: '' },
      ...{
        uuid: newId(),
        uniqueId: `${currency}-${number}`,
        number,
        closureDate: day,
        businessDay: day,
        bodyHash: 'x',
      },
      ...{ startedAt: now, startedText: '', receivedAt: now, documentCount: 1, validCount: 1 },
      ...{ grossE4: 10_000n, closingCashE4: 10_000n, expectedCashE4: 10_000n, cashDifferenceE4: 0n },
      ...{ isCancelled: false, isModified: false, ...counts, ...amounts },
    };
  };
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const data = [
    ...numbers(inGbp).map((number) => closureOf('LON/POS-001', number)),
    ...numbers(inEur).map((number) => closureOf('PAR/POS-001', number)),
  ];
  await inTransaction(db, (tx) => tx.closure.createMany({ data }));
  const { id: userId } = await makeUser(db, 'closing');
  await addMember(
    hubCtx(db, () => now),
    { companyId: world.companyId, userId },
  );
  await grantRole(
    hubCtx(db, () => now),
    { companyId: world.companyId, userId, role: 'accountant', storeId: null },
  );
  accountant = new Visitor(server.url);
  expect((await accountant.signIn('closing', goodPassword)).status).toBe(302);
  return async () => server[Symbol.asyncDispose]();
});

const ctx = () => hubCtx(server.deps.db, () => now);
const november = (more: Asking = {}): Asking => ({
  ...{ company: world.slug, range: 'own', from: '2026-11-01', to: '2026-11-30', compare: 'none' },
  ...more,
});

async function keysOf(currency: string, more: Asking = {}) {
  const { sections } = await ask(ctx(), 'closures', november(more));
  const section = sections.find((one) => one.currency === currency);
  const rows = section?.rows.filter(({ key }) => key !== '(others)') ?? [];
  return { keys: rows.map(({ key }) => key), listed: section?.listed, total: section?.total };
}

it('a list goes on in its own currency, without a gap, while the other stays at its first page', async () => {
  const all = { GBP: await keysOf('GBP'), EUR: await keysOf('EUR') };
  expect([all.GBP.keys.length, all.EUR.keys.length]).toEqual([inGbp, inEur]);
  for (const [currency, other] of [
    ['GBP', 'EUR'],
    ['EUR', 'GBP'],
  ] as const) {
    const { keys } = all[currency];
    const walked: string[] = [];
    while (walked.length < keys.length) {
      const asked = { take: '60', ...(walked.length > 0 && { after: `${walked.length}.${walked.at(-1)}` }) };
      const page = await keysOf(currency, asked);
      expect(page.listed).toEqual({ before: walked.length, inAll: keys.length });
      expect(page.total).toMatchObject({ closures: keys.length });
      expect((await keysOf(other, asked)).keys).toEqual(all[other].keys.slice(0, 60));
      walked.push(...page.keys);
    }
    expect(walked).toEqual(keys);
  }
});

it('goes on behind as many as there were where the one seen last is not in the list any more', async () => {
  const { keys } = await keysOf('EUR');
  const judged = await server.deps.db.reader.closure.findFirstOrThrow({ where: { uuid: keys[9] ?? '' } });
  const { id: closureId, companyId, storeId, terminalId, number } = judged;
  const verdict = { verdict: 'matched', rank: 0, documents: 1, missing: 0, worstE4: 0n };
  const data = { closureId, companyId, storeId, terminalId, number, ...verdict };
  await inTransaction(server.deps.db, (tx) => tx.closureJudgement.create({ data }));
  const due = await keysOf('EUR', { verdict: 'due' });
  const page = await keysOf('EUR', { verdict: 'due', after: `9.${keys[9]}` });
  expect(page.keys).toEqual(due.keys.slice(9));
  await inTransaction(server.deps.db, (tx) => tx.closureJudgement.delete({ where: { closureId } }));
});

it('files have every closure of every currency, whichever page was looked at', async () => {
  const { keys } = await keysOf('EUR');
  const asked = askedWithOptions.parse(november({ after: `100.${keys[99]}` }));
  const { sections } = await wholeAnswer(
    await answerInParts(ctx(), reportNamed('closures') as Report, asked, { rowsAtOnce: 100 }),
  );
  expect(sections.map(({ currency, rows }) => [currency, rows.length])).toEqual([
    ['GBP', inGbp],
    ['EUR', inEur],
  ]);
});

it('the page says of each currency which rows it shows, and leads on in it', async () => {
  const query = `company=${world.slug}&range=own&from=2026-11-01&to=2026-11-30`;
  const first = await accountant.get(`/reports/closures?${query}`);
  expect(first.body).toContain(`Rows 1 to 100 of ${inGbp}.`);
  expect(first.body).toContain(`Rows 1 to 100 of ${inEur}.`);
  const next = (body: string) =>
    [...body.matchAll(/href="([^"]*)" rel="next"/g)].map(
      ([, href]) => href?.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&') ?? '',
    );
  expect(next(first.body)).toHaveLength(2);
  const second = await accountant.get(next(first.body)[1] ?? '');
  expect(second.body).toContain(`Rows 1 to 100 of ${inGbp}.`);
  expect(second.body).toContain(`Rows 101 to 200 of ${inEur}.`);
  const third = await accountant.get(next(second.body)[1] ?? '');
  expect(third.body).toContain(`Rows 201 to ${inEur} of ${inEur}.`);
  expect(next(third.body)).toHaveLength(1);
});

it('stand in the accountant’s pack with texts below the heads of texts and numbers below those of numbers', async () => {
  const page = await accountant.get(`/reports/accountant?company=${world.slug}&month=2026-11`);
  expect(page.status).toBe(200);
  expectAligned(page.body, 'data-part="closures"');
});
