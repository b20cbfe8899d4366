/** What stores and companies are meant to sell in a month. */

export { listTargets, mayEditTargets, type SetTargets, setTargets, type Target } from './targets.ts';
