/** The verdict on a closure, as its page in the back office shows it. */

import { formatMoney } from '../../server/core/money.ts';
import {
  type FigureLine,
  figureWords,
  type getReconciliation,
  kindsText,
  ruleWords,
  verdictWords,
} from '../../server/domain/reconciliation/index.ts';
import { formatInstant } from '../adapter/display.ts';
import type { Fact, Section } from '../components/document-view.ts';
import { fact, facts, table } from './view-parts.ts';

type Judged = Awaited<ReturnType<typeof getReconciliation>>;

const tones = { matched: 'good', unexplained: 'bad' } as const;

export function judgementFacts({ verdict, rule, details, judgedAt, store }: Judged): Fact[] {
  const tone = tones[verdict as keyof typeof tones];
  const words = verdict === null ? 'Not judged yet' : verdictWords[verdict as keyof typeof verdictWords];
  return facts(
    fact('Verdict', words, { ...(tone && { tone }), isWord: true }),
    fact('Because', details?.sentence),
    fact('Rule', rule && ruleWords[rule as keyof typeof ruleWords], { isWord: true }),
    fact('Judged', judgedAt && formatInstant(judgedAt, store.timeZone)),
    fact('Numbers without a receipt', details?.numbers.missing.join(', ')),
  );
}

export function judgementSections({ details, store }: Judged): Section[] {
  if (!details) return [];
  const text = (line: FigureLine, value: bigint | string | null) => {
    if (typeof value === 'string')
      return kindsText(value, (e4) => formatMoney(e4, store.currency)).replaceAll('\n', '; ');
    if (value === null) return null;
    return line.isMoney ? formatMoney(value, store.currency) : String(value);
  };
  const responsible = [
    ...details.numbers.doubled.flatMap(({ number, uuids }) => uuids.map((uuid) => [uuid, `number ${number}, twice`])),
    ...details.copies.flatMap((uuids) => uuids.map((uuid) => [uuid, 'one sale under several ids'])),
    ...details.suspects.map(({ uuid, reasons }) => [uuid, reasons.join('; ')]),
    ...details.elsewhere.map(({ uuid, number }) => [uuid, `booked on period ${number}`]),
  ];
  return [
    ...table('Receipts responsible', responsible, [
      ['Document', ([uuid]) => uuid ?? null],
      ['Why', ([, why]) => why ?? null],
    ]),
    ...table('Side by side', details.figures, [
      ['Figure', ({ name }) => figureWords[name].label, 'word'],
      ['The till says', (line) => text(line, line.said), 'figure'],
      ['Its receipts say', (line) => text(line, line.found), 'figure'],
      ['Same', ({ isSame }) => (isSame ? 'yes' : 'NO'), 'word'],
      ['By our arithmetic', (line) => text(line, line.ours), 'figure'],
    ]),
  ];
}
