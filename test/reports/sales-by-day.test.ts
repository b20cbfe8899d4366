import { beforeAll, describe, expect, it } from 'vitest';
import type { Part, Value } from '../../reports/engine/report.ts';
import { type AnsweredSection, runReport } from '../../reports/engine/run.ts';
import { askedWithOptions } from '../../reports/engine/window.ts';
import { tableOf } from '../../reports/files/table.ts';
import { answerInParts } from '../../reports/files/whole.ts';
import { salesByDay as salesReport } from '../../reports/sales/sales-by-day.ts';
import { answerView } from '../../reports/screen/view.ts';
import { addDays, daysBetween } from '../../server/core/business-day.ts';
import { formatsOf } from '../../server/core/formats.ts';
import type { CompanyGrant } from '../../server/core/scope.ts';
import { translatorOf } from '../../server/core/translate.ts';
import { type Ctx, deriveContext } from '../../server/db/index.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { makeWorld, now, sell, type World } from './world.ts';

const test = withDatabase();
const english = { t: translatorOf('en'), formats: formatsOf('en') };
let world: World;
let other: World;

/** London, where 2026-10-25 has 25 hours; a night shop whose day begins at 05:00; a shop in Auckland that takes two currencies. */
beforeAll(async () => {
  world = await makeWorld(test.db, [
    { code: 'STORE-001', name: '=1+1 Harbour', terminals: 2 },
    { code: 'STORE-002', name: 'Night shop', dayStartMinutes: 300 },
    { code: 'STORE-003', name: 'Auckland', timeZone: 'Pacific/Auckland' },
  ]);
  other = await makeWorld(test.db, [{ code: 'STORE-001', name: 'Not ours' }]);
  await sell(test.db, world.till('STORE-001/POS-001'), [
    { at: '2026-11-19T09:30:00', total: '100.0000', discount: '10.0000', vat: '16.6700', lines: 2 },
    { at: '2026-11-19T11:00:00', total: '20.0000', vat: '3.3300' },
    { at: '2026-11-19T12:00:00', total: '5.5000', type: 'return' },
    { at: '2026-11-19T13:00:00', total: '77.0000', isCancelled: true, lines: 1 },
    { at: '2026-11-18T09:00:00', total: '3.2500', type: 'return' },
    { at: '2025-11-20T09:30:00', total: '80.0000' },
  ]);
  await sell(test.db, world.till('STORE-001/POS-002'), [{ at: '2026-11-19T10:00:00', total: '1.0000' }]);
  await sell(test.db, world.till('STORE-002/POS-001'), [
    { at: '2026-11-19T04:59:59', total: '8.0000' },
    { at: '2026-11-19T05:00:00', total: '9.0000' },
    { at: '2026-10-25T01:30:00', total: '2.0000' },
    { at: '2026-10-25T23:30:00', total: '4.0000' },
  ]);
  await sell(test.db, world.till('STORE-003/POS-001'), [
    { at: '2026-11-19T23:59:59', total: '6.0000', currency: 'JPY' },
    { at: '2026-11-20T00:00:00', total: '7.0000' },
  ]);
  await sell(test.db, other.till('STORE-001/POS-001'), [{ at: '2026-11-19T09:30:00', total: '999.0000' }]);
});

type Filters = Partial<Record<'company' | 'range' | 'from' | 'to' | 'store' | 'compare', string>>;

const answerTo = (filters: Filters, ctx: Ctx = hubCtx(test.db, now)) =>
  runReport(ctx, salesReport, askedWithOptions.parse({ company: world.slug, ...filters }));

/** The answer in the words of these tests. */
async function ask(filters: Filters, ctx: Ctx = hubCtx(test.db, now)) {
  const { window, sections, asOf, lastReceivedAt } = await answerTo(filters, ctx);
  const { range, stores, compare } = window;
  const parts = (await salesReport.parts?.(ctx, window)) ?? new Map();
  const amount = (value: Value | undefined) => BigInt(value ?? 0);
  const comparedDay = (day: string) => (compare ? addDays(day, daysBetween(range.from, compare.range.from)) : '');
  const dayOf = (row: AnsweredSection['rows'][number]) => {
    const { values, label } = row;
    const day = label.kind === 'day' ? label.day : '';
    return {
      day,
      grossE4: values['gross'],
      discountE4: values['discounts'],
      netE4: values['net'],
      vatE4: values['vat'],
      receipts: values['receipts'],
      averageE4: values['average'],
      returns: values['returns'],
      cancelled: values['cancelled'],
      cancelledE4: values['cancelledAmount'],
      withLinesBasisPoints: values['withLines'],
      compared: compare && { day: comparedDay(day), netE4: amount(row.compared) },
    };
  };
  return {
    range,
    stores,
    asOf,
    lastReceivedAt,
    currencies: sections.map((section) => ({
      currency: section.currency,
      days: section.rows.map(dayOf),
      total: { netE4: section.total?.['net'] },
      comparedNetE4: section.comparedTotal,
      parts: parts.get(section.currency ?? '') ?? [],
    })),
  };
}

const ownDay = (day: string) => ({ range: 'own', from: day, to: day }) as const;

describe('sales by day', () => {
  it('shows a day as the plain sum of its documents: returns negative, cancelled ones apart', async () => {
    const report = await ask({ ...ownDay('2026-11-19'), store: 'STORE-001' });
    expect(report.currencies.map((sales) => sales.currency)).toEqual(['GBP']);
    expect(report.currencies[0]?.days).toEqual([
      {
        day: '2026-11-19',
        grossE4: 1_155_000n,
        discountE4: 100_000n,
        netE4: 1_055_000n,
        vatE4: 200_000n,
        receipts: 4,
        averageE4: 263_750n,
        returns: 1,
        cancelled: 1,
        cancelledE4: 770_000n,
        withLinesBasisPoints: 2500,
        compared: { day: '2026-11-18', netE4: -32_500n },
      },
    ]);
  });

  it('never adds currencies up; the company’s own comes first', async () => {
    const report = await ask({ range: 'own', from: '2026-11-19', to: '2026-11-20' });
    expect(report.currencies.map(({ currency, total }) => [currency, total.netE4])).toEqual([
      ['GBP', 1_055_000n + 90_000n + 70_000n],
      ['JPY', 60_000n],
    ]);
  });

  it('counts by each store’s own clocks and day start, also where a day has 25 hours', async () => {
    const night = await ask({ range: 'own', from: '2026-10-24', to: '2026-10-25', store: 'STORE-002' });
    expect(night.currencies[0]?.days.map(({ day, netE4 }) => [day, netE4])).toEqual([
      ['2026-10-24', 20_000n],
      ['2026-10-25', 40_000n],
    ]);
    const edge = await ask({ range: 'own', from: '2026-11-18', to: '2026-11-19', store: 'STORE-002' });
    expect(edge.currencies[0]?.days.map((day) => day.netE4)).toEqual([80_000n, 90_000n]);
  });

  it('“today” is the day that the chosen store’s clocks show', async () => {
    const at = (text: string) => hubCtx(test.db, new Date(text));
    const dayOf = async (store: string, text: string) => (await ask({ range: 'today', store }, at(text))).range.from;
    expect(await dayOf('STORE-001', '2026-11-20T12:00:00Z')).toBe('2026-11-20');
    expect(await dayOf('STORE-002', '2026-11-20T04:59:00Z')).toBe('2026-11-19');
    expect(await dayOf('STORE-003', '2026-11-20T12:00:00Z')).toBe('2026-11-21');
  });

  it('shows days without sales as zeros, and compares with the same weekdays last year', async () => {
    const report = await ask({ range: '7-days', store: 'STORE-001', compare: 'last-year' });
    const days = report.currencies[0]?.days ?? [];
    expect(days.map((day) => day.day)).toEqual([
      '2026-11-14',
      '2026-11-15',
      '2026-11-16',
      '2026-11-17',
      '2026-11-18',
      '2026-11-19',
      '2026-11-20',
    ]);
    expect(days[0]).toMatchObject({ netE4: 0n, receipts: 0, averageE4: null, withLinesBasisPoints: null });
    expect(days[5]?.compared).toEqual({ day: '2025-11-20', netE4: 800_000n });
    expect(report.currencies[0]?.comparedNetE4).toBe(800_000n);
  });

  it('splits a day by store, and the stores sum up to the day', async () => {
    const report = await ask(ownDay('2026-11-19'));
    const [sales] = report.currencies;
    expect(sales?.parts.map(({ name, values }: Part) => [name, [...values.values()]])).toEqual([
      ['=1+1 Harbour', [1_055_000n]],
      ['Night shop', [90_000n]],
    ]);
    expect(sales?.total.netE4).toBe(1_145_000n);
  });

  it('is empty where nothing was sold, and says when a till last delivered', async () => {
    const report = await ask({ ...ownDay('2026-03-01'), compare: 'none' });
    expect(report.currencies).toEqual([]);
    expect(report.lastReceivedAt).toEqual(now);
    expect(report.asOf).toEqual(now);
  });
});

describe('ranges', () => {
  const rangeOf = async (filters: Filters) => (await ask(filters)).range;

  it.each([
    ['today', '2026-11-20', '2026-11-20'],
    ['7-days', '2026-11-14', '2026-11-20'],
    ['30-days', '2026-10-22', '2026-11-20'],
    ['this-month', '2026-11-01', '2026-11-20'],
    ['last-month', '2026-10-01', '2026-10-31'],
    ['12-months', '2025-11-21', '2026-11-20'],
  ] as const)('%s is %s to %s', async (range, from, to) => {
    expect(await rangeOf({ range, store: 'STORE-001' })).toEqual({ from, to });
  });

  it.each([
    ['a day that does not exist', '2026-02-30', '2026-03-01', ['from']],
    ['an end before its start', '2026-03-02', '2026-03-01', ['to']],
    ['more days than fit', '2020-01-01', '2026-03-01', ['to']],
    ['no days at all', undefined, undefined, ['from', 'to']],
    ['words', 'yesterday', '2026-03-01', ['from']],
  ])('%s is refused with the field that is wrong', async (_what, from, to, paths) => {
    const error = await ask({ range: 'own', ...(from && { from }), ...(to && { to }) }).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'invalid_input' });
    expect(error.facts.errors.map(({ path }: { path: string }) => path)).toEqual(paths);
  });
});

describe('the page', () => {
  it('holds the same figures as the file, cell by cell', async () => {
    const asked = askedWithOptions.parse({ company: world.slug, range: '7-days' });
    const parts = await answerInParts(hubCtx(test.db, now), salesReport, asked);
    const { answer } = parts;
    const view = answerView({ words: english, answer, asked, parts: new Map(), targets: null });
    const shown = view.sections.flatMap(({ currency, rows, total }) =>
      [...rows, ...(total ? [total] : [])].map(({ cells }) => [currency, ...cells.map(({ text }) => plain(text))]),
    );
    const chunks = [];
    for await (const chunk of tableOf(english, parts, { hasTotals: true }).chunks()) chunks.push(chunk);
    const file = chunks.flat().map((cells) =>
      cells.slice(1).map((cell) => {
        if (cell.kind === 'share') return (cell.basisPoints / 100).toFixed(2);
        return cell.kind === 'number' || cell.kind === 'text' ? cell.text : '';
      }),
    );
    expect(shown.map((cells) => cells.map(rounded))).toEqual(file.map((cells) => cells.map(rounded)));
  });
});

/** A figure of the page as files write it. */
function plain(text: string): string {
  return text
    .replace(/JP¥|[£,%+\s]/g, '')
    .replace('–', '')
    .replace('−', '-');
}

/** Averages are rounded on the page. */
function rounded(text: string): string {
  return /^-?\d+\.\d+$/.test(text) ? Number(text).toFixed(2) : text;
}

describe('who may see figures', () => {
  const person = (grants: readonly CompanyGrant[]): Ctx =>
    deriveContext(hubCtx(test.db, now), {
      actor: { kind: 'user', userId: 'u', username: 'u', staffRole: null, staffCompanyIds: null, grants },
    });
  const grant = (changes: Partial<CompanyGrant>): CompanyGrant[] => [
    { companyId: world.companyId, isOwner: false, isAdministrator: false, roles: [], ...changes },
  ];
  const seen = async (ctx: Ctx, filters: Filters = {}) => {
    const report = await ask({ ...ownDay('2026-11-19'), ...filters }, ctx);
    return report.stores.map((store) => store.code);
  };

  it.each([
    ['an owner', { isOwner: true }],
    ['an administrator', { isAdministrator: true }],
    ['a manager', { roles: [{ role: 'manager', storeIds: null }] }],
    ['an accountant', { roles: [{ role: 'accountant', storeIds: null }] }],
  ] as const)('%s sees every store', async (_who, changes) => {
    expect(await seen(person(grant(changes)))).toEqual(['STORE-001', 'STORE-002', 'STORE-003']);
  });

  it.each([
    ['a plain member', {}],
    ['a stock keeper', { roles: [{ role: 'stock', storeIds: null }] }],
    ['a waiter', { roles: [{ role: 'waiter', storeIds: null }] }],
    ['somebody from the office', { roles: [{ role: 'office', storeIds: null }] }],
  ] as const)('for %s the report does not exist', async (_who, changes) => {
    await expect(seen(person(grant(changes)))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('a manager of one store sees that store, and for the others gets what a missing one gets', async () => {
    const ctx = person(grant({ roles: [{ role: 'manager', storeIds: [world.storeId('STORE-002')] }] }));
    expect(await seen(ctx)).toEqual(['STORE-002']);
    const report = await ask(ownDay('2026-11-19'), ctx);
    expect(report.currencies[0]?.total.netE4).toBe(90_000n);
    await expect(seen(ctx, { store: 'STORE-001' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(seen(ctx, { store: 'STORE-999' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('another company is no different from one that does not exist', async () => {
    const ctx = person(grant({ isOwner: true }));
    for (const company of [other.slug, 'no-such-company']) {
      await expect(seen(ctx, { company })).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

it('asks the same few questions whatever the range', async () => {
  const asked: string[] = [];
  const base = hubCtx(test.db, now);
  const counting: Ctx = {
    ...base,
    db: {
      ...test.db,
      reader: test.db.reader,
      dialect: {
        ...test.db.dialect,
        query: (client, target, params) => {
          asked.push('query');
          return test.db.dialect.query(client, target, params);
        },
      },
    },
  };
  await ask({ range: 'today' }, counting);
  const few = asked.length;
  await ask({ range: '12-months' }, counting);
  expect(asked.length - few).toBe(few);
});
