/** What a terminal is given to work with. */
export { openInit } from './open-init.ts';
export type { PartSink, SharedPart, Stretch } from './part.ts';
