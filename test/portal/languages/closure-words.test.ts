import { expect, it } from 'vitest';
import { judgementSentence } from '../../../portal/pages/closure-words.ts';
import { formatsOf } from '../../../server/core/formats.ts';
import type { Language } from '../../../server/core/languages.ts';
import { translatorOf } from '../../../server/core/translate.ts';
import type { FigureLine } from '../../../server/domain/reconciliation/index.ts';
import { conclude } from '../../../server/domain/reconciliation/judgement.ts';

type Compared = Parameters<typeof conclude>[0];
type Evidence = Parameters<typeof conclude>[1];

const now = new Date('2026-12-20T10:00:00Z');
const said = { receivedAt: now } as Parameters<typeof conclude>[2]['said'];
const speech = (language: Language) => ({ t: translatorOf(language), formats: formatsOf(language) });

const figure = (name: FigureLine['name'], more: bigint): FigureLine => ({
  ...{ name, said: 10n + more, found: 10n, ours: null, isMoney: false, isSame: more === 0n },
});

function judged(facts: Partial<Compared>, evidence: Partial<Evidence> = {}) {
  const compared = {
    figures: [],
    numbers: { missing: [], doubled: [] },
    copies: [],
    documents: 3,
    worstE4: 0n,
    ...facts,
  };
  return conclude(compared as Compared, { suspects: [], elsewhere: [], ...evidence }, { said, now });
}

const doubled = (number: number) => ({ number, uuids: ['a', 'b'] });
const suspect = { uuid: 'a', receiptNumber: 1, reasons: [] };
const late = { uuid: 'a', receiptNumber: 1, number: 4 };
const dozen = Array.from({ length: 12 }, (_, index) => index + 1);
const lost = (count: bigint) =>
  (['cancelled', 'documents', 'discountE4', 'grossE4'] as const).map((name) => figure(name, count));

const cases = [
  judged({}),
  judged({ numbers: { missing: [], doubled: [doubled(1)] } }),
  judged({ numbers: { missing: [], doubled: [doubled(1), doubled(2)] } }),
  judged({ numbers: { missing: [7], doubled: [] } }),
  judged({ numbers: { missing: dozen, doubled: [] } }),
  judged({ figures: lost(1n) }),
  judged({ figures: lost(2n) }),
  judged({ figures: [figure('documents', 2n), figure('cancelled', 2n)] }),
  judged({ figures: [figure('documents', 2n), figure('valid', 2n)], numbers: { missing: [8, 9], doubled: [] } }),
  judged({ figures: [figure('vatE4', 1n)], copies: [['a', 'b']] }, { suspects: [suspect], elsewhere: [late] }),
  judged(
    {
      ...{
        figures: [figure('vatE4', 1n), figure('netE4', 1n)],
        copies: [
          ['a', 'b'],
          ['c', 'd'],
        ],
      },
      numbers: { missing: dozen, doubled: [doubled(3), doubled(4)] },
    },
    { suspects: [suspect, suspect], elsewhere: [late, late] },
  ),
];

it('a judgement is told in English as it is stored, and in every language without a hole', () => {
  expect(new Set(cases.map(({ rule }) => rule)).size).toBe(5);
  for (const judgement of cases) {
    expect(judgementSentence(speech('en'), judgement, judgement)).toBe(judgement.sentence);
    for (const language of ['tr', 'de'] as const) {
      const told = judgementSentence(speech(language), judgement, judgement);
      expect(told).not.toBe(judgement.sentence);
      expect(told).toMatch(/^[\p{Lu}\d][^{}]*\.$/u);
      expect(told.match(/\d+/g), told).toEqual(judgement.sentence.match(/\d+/g));
    }
  }
});
