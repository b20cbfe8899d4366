/** Finding anything of the hub by what is written on it: for its staff. */
export { type Detail, type Found, type FoundGroup, type FoundKind, searchHub } from './search-hub.ts';
