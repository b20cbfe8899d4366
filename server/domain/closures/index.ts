/** Closures: what terminals said at the end of a period. */
export { recordClosures } from './record-closures.ts';
