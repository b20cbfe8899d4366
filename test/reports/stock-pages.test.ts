/** Long lists of stock and of closures: page by page, without a gap, with their count, on the screen, over the API and whole in files. */
import { beforeAll, describe, expect, it } from 'vitest';
import { askReport } from '../../reports/api/answer.ts';
import { catalogue, reportNamed } from '../../reports/catalogue.ts';
import type { Report } from '../../reports/engine/report.ts';
import { askedWithOptions } from '../../reports/engine/window.ts';
import { answerInParts } from '../../reports/files/whole.ts';
import { formatsOf } from '../../server/core/formats.ts';
import { newId } from '../../server/core/ids.ts';
import { translatorOf } from '../../server/core/translate.ts';
import { inTransaction } from '../../server/db/index.ts';
import { addMember, grantRole } from '../../server/domain/tenancy/index.ts';
import { goodPassword, hubCtx, makeUser } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';
import { closeGoods, type Goods, makeGoods } from './goods.ts';
import { type Asking, ask } from './shop.ts';
import { wholeAnswer } from './whole-answer.ts';
import { now } from './world.ts';

let server: TestServer;
let goods: Goods;
let keeper: Visitor;

/** More than the page shows of them. */
const many = 230;

beforeAll(async () => {
  server = await startTestServer({ now: () => now });
  const { db } = server.deps;
  goods = await makeGoods(db);
  const { companyId } = goods.world;
  const place = await db.reader.warehouseLocation.findFirstOrThrow({ where: { companyId, code: 'L-LON' } });
  await inTransaction(db, async (tx) => {
    const { subGroupId } = await tx.product.findFirstOrThrow({ where: { id: goods.bread } });
    for (let number = 0; number < many; number += 1) {
      const id = newId();
      const name = `Item ${String(number).padStart(3, '0')}`;
      const product = { id, companyId, code: `I${number}`, name, nameFolded: name.toLowerCase(), subGroupId };
      await tx.product.create({ data: { ...product, mainGroupId: goods.food } });
      await tx.stockLevel.create({
        data: {
          ...{ id: newId(), companyId, locationId: place.id, productId: id, stockKey: `${place.id}:${id}:-` },
          // Half of them lie below their level, and half below nothing; many are alike.
          ...{
            onHandE4: number % 2 ? 10_000n : -10_000n * BigInt(number % 7),
            minLevelE4: 50_000n,
            averageCostE4: 1_0000n,
          },
        },
      });
    }
  });
  await closeGoods(db, goods);
  const { id: userId } = await makeUser(db, 'keeper');
  const ctx = hubCtx(db, () => now);
  await addMember(ctx, { companyId, userId });
  for (const role of ['stock', 'manager'] as const) {
    await grantRole(ctx, { companyId, userId, role, storeId: null });
  }
  keeper = new Visitor(server.url);
  expect((await keeper.signIn('keeper', goodPassword)).status).toBe(302);
  return async () => server[Symbol.asyncDispose]();
});

const ctx = () => hubCtx(server.deps.db, () => now);

const paged = catalogue.filter(({ isPaged }) => isPaged);

function asking({ name, hasRange }: Report): Asking {
  return {
    company: goods.world.slug,
    ...(hasRange && { range: 'own', from: '2026-11-01', to: '2026-11-30' }),
    ...(name === 'stock-value' && { by: 'product' }),
  };
}

async function keysOf(report: Report, more: Asking) {
  const [section] = (await ask(ctx(), report.name, { ...asking(report), ...more })).sections;
  const rows = section?.rows.filter(({ key, kind }) => key !== '(others)' && kind === undefined) ?? [];
  return { keys: rows.map(({ key }) => key), listed: section?.listed };
}

describe.each(paged.map((report) => [report.name, report] as const))('%s', (_name, report) => {
  it('comes page by page without a gap, and says how many rows there are', async () => {
    const { keys: all, listed } = await keysOf(report, {});
    expect(listed).toEqual({ before: 0, inAll: all.length });
    expect(all.length).toBeGreaterThan(1);
    const walked: string[] = [];
    const take = String(Math.ceil(all.length / 4));
    for (let after = ''; walked.length < all.length; ) {
      const page = await keysOf(report, { take, ...(after && { after }) });
      expect(page.listed).toEqual({ before: walked.length, inAll: all.length });
      walked.push(...page.keys);
      after = `${walked.length}.${walked.at(-1)}`;
    }
    expect(walked).toEqual(all);
    // Where the last row is gone meanwhile, the place counts.
    expect((await keysOf(report, { after: `1.${newId()}` })).keys).toEqual(all.slice(1));
  });

  it('is whole in files, whichever page was looked at', async () => {
    const { keys } = await keysOf(report, {});
    const asked = askedWithOptions.parse({ ...asking(report), compare: 'none', after: `1.${keys[0]}` });
    const whole = await wholeAnswer(await answerInParts(ctx(), report, asked));
    expect(whole.sections[0]?.rows.filter(({ kind }) => kind === undefined).map(({ key }) => key)).toEqual(keys);
  });

  it('is read by files part by part, while they are written', async () => {
    const { keys } = await keysOf(report, {});
    let read = 0;
    const counted: Report = {
      ...report,
      sections(...asked) {
        read += 1;
        return report.sections(...asked);
      },
    };
    const asked = askedWithOptions.parse({ ...asking(report), compare: 'none' });
    const rowsAtOnce = Math.ceil(keys.length / 3);
    const { answer, rowsOf } = await answerInParts(ctx(), counted, asked, { rowsAtOnce });
    const [section] = answer.sections;
    if (section === undefined) throw new Error('Nothing is listed.');
    const parts: string[][] = [];
    const beside: string[] = [];
    for await (const rows of rowsOf(section)) {
      const own = rows.filter(({ kind }) => kind === undefined).map(({ key }) => key);
      if (own.length > 0) {
        parts.push(own);
        expect(own.length).toBeLessThanOrEqual(rowsAtOnce);
        // What is not written yet has not been read.
        expect(read).toBe(parts.length);
      } else beside.push(...rows.map(({ key }) => key));
    }
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.flat()).toEqual(keys);
    const [all] = (await ask(ctx(), report.name, asking(report))).sections;
    expect(beside).toEqual(all?.rows.filter(({ kind }) => kind !== undefined).map(({ key }) => key));
  });
});

it('a page of closures has the totals of all of them', async () => {
  const { sections } = await ask(ctx(), 'closures', asking(reportNamed('closures') as Report));
  const [page] = (await ask(ctx(), 'closures', { ...asking(reportNamed('closures') as Report), take: '1' })).sections;
  expect(page?.rows.map(({ key }) => key)).toEqual([sections[0]?.rows[0]?.key, '(others)']);
  expect(page?.total).toEqual(sections[0]?.total);
  expect(page?.total).toMatchObject({ closures: 3, saidDocuments: 7, missingReceipts: 2 });
});

it('a page shows its part, says which and of how many, and leads on and back', async () => {
  const shown = (body: string) => [...body.matchAll(/<th scope="row"><a href="[^"]*">(Item \d+|[A-Z]\w+)</g)].length;
  const first = await keeper.get(`/reports/negative-stock?company=${goods.world.slug}`);
  const all = (await keysOf(reportNamed('negative-stock') as Report, {})).keys.length;
  expect(all).toBeGreaterThan(90);
  const low = await keeper.get(`/reports/low-stock?company=${goods.world.slug}`);
  const inAll = (await keysOf(reportNamed('low-stock') as Report, {})).keys.length;
  expect(first.status).toBe(200);
  expect(low.body).toContain(`Rows 1 to 100 of ${inAll}.`);
  const next = (body: string) =>
    /href="([^"]*)" rel="next"/.exec(body)?.[1]?.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');
  const second = await keeper.get(next(low.body) ?? '');
  expect(second.body).toContain(`Rows 101 to 200 of ${inAll}.`);
  expect(second.body).toContain('To the first rows');
  const third = await keeper.get(next(second.body) ?? '');
  expect(third.body).toContain(`Rows 201 to ${inAll} of ${inAll}.`);
  expect(next(third.body)).toBeUndefined();
  expect(shown(low.body) + shown(second.body) + shown(third.body)).toBe(inAll);
});

it('programs read on with what the answer before says', async () => {
  const words = { t: translatorOf('en'), formats: formatsOf('en') };
  const report = reportNamed('low-stock') as Report;
  const { keys } = await keysOf(report, {});
  const answer = await askReport(ctx(), words, {
    name: 'low-stock',
    asked: { ...asking(report), after: `${keys.length - 2}.${keys.at(-3)}` },
  });
  expect(answer.sections[0]).toMatchObject({ rowsInAll: keys.length, next: null });
  expect(answer.sections[0]?.rows.map(({ key }) => key)).toEqual(keys.slice(-2));
  await expect(
    askReport(ctx(), words, { name: 'sales-by-day', asked: { company: goods.world.slug, after: '1.x' } }),
  ).rejects.toMatchObject({ code: 'invalid_input' });
});
