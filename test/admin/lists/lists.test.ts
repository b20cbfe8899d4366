import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { withDatabase } from '../../support/database.ts';
import { everything, type Rows } from '../everything.ts';
import { type Browser, type Office, openOffice } from '../office.ts';

const test = withDatabase();
const colours = 30;
let office: Office;
let superuser: Browser;
let limited: Browser;
let alpha: Rows;
let beta: Rows;

interface List {
  meta: {
    total: number | null;
    next: string | null;
    previous: string | null;
    isStart: boolean;
    isEnd: boolean;
    columns: string[];
    sorts: Record<string, boolean>;
    names: Record<string, Record<string, string>>;
  };
  records: { id: string; params: Record<string, unknown>; populated: Record<string, { title: string }> }[];
  code?: string;
  detail?: string;
}

const idOf = (rows: Rows, model: string) => rows.get(model)?.['id'];
const list = async (query: string, who = superuser) =>
  (await (await who.get(`/admin/api/resources/Manufacturer/actions/list?${query}`)).json()) as List;
const names = async (query: string) => (await list(query)).records.map(({ params }) => params['name']);

beforeAll(async () => {
  office = await openOffice(test.db);
  alpha = await everything(test.db, 'alpha');
  beta = await everything(test.db, 'beta');
  superuser = await office.person('boss', { role: 'superuser' });
  limited = await office.person('limited', { role: 'operator', companyIds: [Number(idOf(alpha, 'Company'))] });
  const row = (index: number) => ({
    ...{ id: `maker-${index}`, companyId: Number(idOf(index % 2 === 0 ? alpha : beta, 'Company')) },
    ...{ name: `Maker ${String(index).padStart(2, '0')}`, description: index % 3 === 0 ? null : 'red' },
    ...{ updatedAt: new Date(), deletedAt: null as Date | null },
  });
  await inTransaction(test.db, (tx) =>
    tx.manufacturer.createMany({
      data: [
        ...Array.from({ length: colours }, (_, index) => row(index)),
        { ...row(0), id: 'gone', name: 'In the trash', deletedAt: new Date() },
      ],
    }),
  );
});
afterAll(() => office[Symbol.asyncDispose]());

describe('the address of a list', () => {
  it('leads from page to page by cursors, forward and back, whatever is filtered and sorted', async () => {
    const query = 'perPage=7&sortBy=name&direction=desc&filters.name~~starts=maker';
    const seen: unknown[] = [];
    let page = await list(query);
    expect(page.meta).toMatchObject({ isStart: true, previous: null, total: colours });
    for (;;) {
      seen.push(...page.records.map(({ id }) => id));
      if (page.meta.next === null) break;
      page = await list(`${query}&cursor=${page.meta.next}`);
    }
    expect(page.meta.isEnd).toBe(true);
    expect(seen).toEqual(Array.from({ length: colours }, (_, index) => `maker-${colours - 1 - index}`));
    const before = await list(`${query}&cursor=${page.meta.previous}`);
    expect(before.records.map(({ id }) => id)).toEqual(seen.slice(21, 28));
    expect((await list(`${query}&page=3`)).records.map(({ id }) => id)).toEqual(seen.slice(14, 21));
    expect((await list(`${query}&at=last`)).records.at(-1)?.id).toBe('maker-0');
    expect((await list(`${query}&jump=Maker 11`)).records[0]?.id).toBe('maker-11');
  });

  it('asks for one of several values, for parts and whole texts, and for what is empty', async () => {
    const companies = [alpha, beta].map((rows) => `filters.companyId=${idOf(rows, 'Company')}`).join('&');
    expect((await list(`${companies}&perPage=500`)).records.length).toBe(colours + 2);
    expect(await names('filters.name=KER 1&filters.name=maker 20&perPage=100')).toHaveLength(11);
    expect(await names('filters.name~~exact=Maker 05')).toEqual(['Maker 05']);
    expect(await names('filters.name~~exact=maker 05')).toEqual([]);
    expect(await names('filters.deletedAt~~is=filled')).toEqual(['In the trash']);
    expect(await names('filters.deletedAt~~during=today')).toEqual(['In the trash']);
    expect(await names('filters.deletedAt~~during=previous-month')).toEqual([]);
    const one = await list(`filters.companyId=${idOf(alpha, 'Company')}`);
    expect(one.meta.names['companyId']).toEqual({ [String(idOf(alpha, 'Company'))]: 'name alpha' });
  });

  it('chooses columns, and says by which the list can be sorted', async () => {
    const { meta, records } = await list('columns=description,companyId&perPage=1&filters.name=maker');
    expect(meta.columns).toEqual(['description', 'companyId']);
    expect(records[0]?.populated['companyId']?.title).toMatch(/^name (alpha|beta)$/);
    expect(meta.sorts).toMatchObject({ name: true, updatedAt: true });
    expect(meta.sorts).not.toHaveProperty('companyId');
  });

  it('is refused with the name of what it does not know', async () => {
    for (const [query, part] of [
      ['filters.nothing=1', 'filters.nothing'],
      ['filters.updatedAt~~from=yesterdayish', 'filters.updatedAt'],
      ['filters.updatedAt~~during=soon', 'filters.updatedAt'],
      ['filters.companyId~~is=odd', 'filters.companyId'],
      ['filters.name~~from=a', 'filters.name'],
      ['columns=name,secret', 'columns'],
      ['cursor=bm9wZQ', 'cursor'],
      ['page=0', 'page'],
    ] as const) {
      const answer = await superuser.get(`/admin/api/resources/Manufacturer/actions/list?${query}`);
      expect({ query, status: answer.status }).toEqual({ query, status: 400 });
      expect(await answer.text()).toContain(part);
    }
  });
});

describe('limited staff', () => {
  it('see and count rows of their companies alone, by any page, filter and order', async () => {
    for (const query of ['', 'at=last', 'sortBy=updatedAt', 'filters.name=maker', 'page=2']) {
      const { records, meta } = await list(`${query}&columns=companyId,name&perPage=9`, limited);
      expect(records.every(({ params }) => params['companyId'] === idOf(alpha, 'Company'))).toBe(true);
      expect(meta.total).toBeLessThanOrEqual(colours / 2 + 1);
    }
    const foreign = await list(`filters.companyId=${idOf(beta, 'Company')}`, limited);
    expect({ total: foreign.meta.total, rows: foreign.records.length }).toEqual({ total: 0, rows: 0 });
    expect(foreign.meta.names).toEqual({ companyId: {} });
  });
});
