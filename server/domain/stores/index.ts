/** Stores and the terminals in them. */
export type { TerminalIdentity } from './terminal-identity.ts';
