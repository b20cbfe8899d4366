/** Closures proved against the documents of their periods. */

export type { FigureLine } from './figure-lines.ts';
export { judge, judgeAgain, judgeDue } from './judge.ts';
export type { Judgement, Rule, Verdict } from './judgement.ts';
export { openPeriods } from './open-periods.ts';
export { countVerdicts, getReconciliation, listReconciliations } from './read.ts';
export { readAfter } from './read-closures.ts';
export type { StoredDetails } from './stored-details.ts';
export { figureWords, kindsText, ruleWords, verdictWords } from './words.ts';
