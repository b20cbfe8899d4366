/** The dashboard's chart can be read as well as seen. */
import { expect, it } from 'vitest';
import type { ChartSpec } from '../../server/http/chart.ts';
import { goodPassword } from '../support/people.ts';
import { Visitor } from '../support/visitor.ts';
import { lastWeekDay, sell, todayDay, withShops } from './shops.ts';

const shops = withShops();

it('the chart by hour has a table of the same hours and amounts', async () => {
  const [till] = shops.grocer.tills;
  if (!till) throw new Error('no tills');
  await sell(shops.server.deps.db, till, [
    { at: `${todayDay}T08:15:00`, total: '10.0000' },
    { at: `${todayDay}T10:59:59`, total: '1234.5000' },
    { at: `${lastWeekDay}T09:00:00`, total: '20.0000' },
  ]);
  const visitor = new Visitor(shops.server.url);
  await visitor.signIn(shops.grocer.ownerName, goodPassword);
  const { body } = await visitor.get('/dashboard/');
  const chart = JSON.parse(/<script type="application\/json">(.*?)<\/script>/s.exec(body)?.[1] ?? '{}') as ChartSpec;
  const table = new RegExp(`<table[^>]* id="${chart.tableId}">(.*?)</table>`, 's').exec(body)?.[1] ?? '';
  const rows = [...table.matchAll(/<tr><th scope="row">(.*?)<\/th><td[^>]*>(.*?)<\/td><td[^>]*>(.*?)<\/td><\/tr>/g)];
  expect(rows.map(([, hour]) => hour)).toEqual(chart.labels);
  expect(rows.map(([, hour, today, lastWeek]) => [hour, today, lastWeek])).toEqual([
    ['08:00', '£10.00', '£0.00'],
    ['09:00', '£0.00', '£20.00'],
    ['10:00', '£1,234.50', '£0.00'],
  ]);
  expect(chart.series.map(({ values }) => values)).toEqual([
    [10, 0, 1234.5],
    [0, 20, 0],
  ]);
});
