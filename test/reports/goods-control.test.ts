/** Every report of control on a small shop, with numbers reckoned by hand. */
import { describe, expect, it } from 'vitest';
import { askedWithOptions } from '../../reports/engine/window.ts';
import { answerView } from '../../reports/screen/view.ts';
import { formatsOf } from '../../server/core/formats.ts';
import { newId } from '../../server/core/ids.ts';
import { translatorOf } from '../../server/core/translate.ts';
import { withDatabase } from '../support/database.ts';
import { said } from './said.ts';
import { bodyOf, push } from './shop.ts';
import { withGoods } from './with-goods.ts';
import { makeWorld } from './world.ts';

const test = withDatabase();
const shop = withGoods(test);
const { asked } = shop;

describe('control of cashiers', () => {
  it('shows each beside the others of the same stores', async () => {
    const answer = await asked('cashier-control');
    const columns = ['standsOut', 'receipts', 'voidedLines', 'voidedAmount', 'voidRate', 'voidRatePeers'];
    expect(said(answer, columns)).toEqual([
      'Ben Cole | 1 | 4 | 1 | 8.00 | 25.00% | 0.00%',
      'Not told (unknown) | 0 | 1 | 0 | 0.00 | 0.00% | –',
      'Anna Bell | 0 | 2 | 0 | 0.00 | 0.00% | 25.00%',
      'Total | 1 | 7 | 1 | 8.00 | 14.29% | –',
    ]);
    const other = ['cancelled', 'cancelledAmount', 'cancelRate', 'returns', 'returned', 'unproven', 'unprovenAmount'];
    expect(said(answer, other)[0]).toBe('Ben Cole | 1 | 50.00 | 20.00% | 1 | 2.00 | 1 | 2.00');
    expect(said(answer, ['discounts', 'discountShare', 'discountSharePeers'])[0]).toBe(
      'Ben Cole | 2.00 | 6.66% | 1.04%',
    );
    expect(answer.sections[0]?.rows[0]?.marked).toEqual(['discountShare']);
  });

  it('colours more voided than before as the worse, and less as the better', async () => {
    const answer = await asked('cashier-control', { compare: 'previous' });
    const colourAfter = (voidedAmount: bigint) => {
      const sections = answer.sections.map((section) => ({ ...section, comparedTotal: voidedAmount }));
      const query = askedWithOptions.parse({ company: shop.goods.world.slug });
      const words = { t: translatorOf('en'), formats: formatsOf('en') };
      const shown = { words, answer: { ...answer, sections }, asked: query, parts: new Map(), targets: null };
      return answerView(shown).sections[0]?.tiles[0]?.verdict;
    };
    expect([70_000n, 80_000n, 90_000n].map(colourAfter)).toEqual(['down', '', 'up']);
  });

  it('keeps the others when one is asked for', async () => {
    const answer = await asked('cashier-control', { cashier: shop.goods.anna });
    expect(said(answer, ['receipts', 'voidRatePeers'])).toEqual(['Anna Bell | 2 | 25.00%', 'Total | 2 | –']);
  });

  it('marks what is more than twice the others’, from five cases on', async () => {
    const world = await makeWorld(test.db, [{ code: 'S' }]);
    const [anna, ben, carl] = [newId(), newId(), newId()];
    const line = { total: '1.0000' };
    const sale = (cashier: string, voided = 0) =>
      bodyOf({
        ...{ at: '2026-11-03T10:00:00', total: '1.0000', cashier },
        lines: [line, ...Array.from({ length: voided }, () => ({ ...line, is: 'voided' as const }))],
      });
    const plain = Array.from({ length: 10 }, () => sale(anna));
    await push(test.db, world.till('S/POS-001'), [...plain, sale(ben, 5), sale(carl, 4)]);
    const [section] = (await asked('cashier-control', { company: world.slug })).sections;
    const of = (id: string) => section?.rows.find(({ key }) => key === id);
    expect([of(ben)?.values['voidRate'], of(ben)?.values['voidRatePeers'], of(ben)?.marked]).toEqual([
      50_000,
      3636,
      ['voidRate'],
    ]);
    expect([of(carl)?.values['voidRate'], of(carl)?.values['voidRatePeers'], of(carl)?.marked]).toEqual([
      40_000,
      4545,
      undefined,
    ]);
    expect(of(anna)?.marked).toBeUndefined();
  });
});

describe('closures', () => {
  it('come with what tills said and what was found, the worst first', async () => {
    const answer = await asked('closures');
    const columns = ['verdict', 'day', 'saidDocuments', 'foundDocuments', 'saidGross', 'countedCash', 'cashDifference'];
    expect(said(answer, columns)).toEqual([
      'Closing 2 | verdict-unexplained | 2026-11-05 | 6 | 4 | 50.00 | 49.00 | -1.00',
      'Closing 3 | verdict-due | 2026-11-06 | 0 | 0 | 4.00 | 4.00 | 0.00',
      'Closing 1 | verdict-matched | 2026-11-02 | 1 | 1 | 80.00 | 80.00 | 0.00',
      'Total | – | – | 7 | 5 | 134.00 | 133.00 | -1.00',
    ]);
    expect(said(answer, ['worstDifference', 'missingReceipts', 'doubleReceipts', 'till'])[0]).toBe(
      'Closing 2 | 12.50 | 2 | 0 | LON · POS-001',
    );
    expect(answer.sections[0]?.rows[0]?.drill?.page).toMatch(
      new RegExp(`^/closures/${shop.goods.world.slug}/[0-9a-f-]{36}/$`),
    );
  });

  it('are counted by verdict, and chosen by it', async () => {
    expect(said(await asked('closures', { by: 'verdict' }), ['closures', 'missingReceipts'])).toEqual(
      ['Unexplained | 1 | 2', 'Not judged yet | 1 | 0', 'Matched | 1 | 0', 'Total | 3 | 2'].sort(byVerdict),
    );
    expect(said(await asked('closures', { verdict: 'due' }), ['closures'])).toEqual(['Closing 3 | 1', 'Total | 1']);
  });

  it('stand beside what could not be taken, by till', async () => {
    const columns = ['quarantineWaiting', 'quarantineSettled', 'conflictsWaiting', 'conflictsSettled', 'till'];
    expect(said(await asked('refused'), columns)).toEqual([
      'POS-001 | 1 | 1 | 1 | 0 | LON · POS-001',
      'Total | 1 | 1 | 1 | 0 | –',
    ]);
  });
});

function byVerdict(a: string, b: string): number {
  const order = ['Unexplained', 'Explained', 'Matched', 'Not judged yet', 'Total'];
  const place = (line: string) => order.findIndex((word) => line.startsWith(word));
  return place(a) - place(b);
}
