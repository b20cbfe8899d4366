/** Closures proved against the documents of their periods. */
export { judge, judgeAgain, judgeDue } from './judge.ts';
export type { FigureLine, Judgement, Verdict } from './judgement.ts';
export { countVerdicts, getReconciliation, listReconciliations, openPeriods } from './read.ts';
export { readAfter } from './read-periods.ts';
export { figureWords, ruleWords, verdictWords } from './words.ts';
