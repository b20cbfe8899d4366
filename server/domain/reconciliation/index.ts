/** Closures proved against the documents of their periods. */
export { judge, judgeAgain, judgeDue } from './judge.ts';
export type { FigureLine, FigureName, Judgement, Rule, Verdict } from './judgement.ts';
export { countVerdicts, getReconciliation, listReconciliations, type OpenPeriod, openPeriods } from './read.ts';
export { readAfter } from './read-periods.ts';
