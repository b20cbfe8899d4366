/** What a terminal is given to work with. */
export { buildInit, type InitSink } from './build-init.ts';
