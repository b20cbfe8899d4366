/** Months whose figures were handed in: they stay as they were then, and what comes afterwards is told apart. */
export { type Correction, correctionsOf } from './corrections.ts';
export {
  type FreezeMonth,
  type FrozenMonth,
  freezeMonth,
  isMonth,
  isMonthOver,
  listFrozenMonths,
  noMonthSentence,
  type ThawMonth,
  thawMonth,
} from './freeze.ts';
