/** Hub staff acting for a company. */
export { beginActing, endLapsedActing, stopActing } from './acting.ts';
