/** Stores, the terminals in them with what they identify themselves by, and the cashiers who work there. */
export { admitTerminal, requireOwnCodes, unknownTerminal } from './admit-terminal.ts';
export { assignCashier } from './assign-cashier.ts';
export { cashierContext, createCashier, deleteCashier, updateCashier } from './cashiers.ts';
export { createStore } from './create-store.ts';
export { createTerminal } from './create-terminal.ts';
export { type TerminalCodes, takesCodesFrom } from './find-terminal.ts';
export { moveTerminal } from './move-terminal.ts';
export { isInNetworks } from './networks.ts';
export { flush as flushContacts, noteContact } from './note-contact.ts';
export { type IssuedSecret, issueTerminalSecret, pairTerminal } from './pair-terminal.ts';
export { getStoreLife, listStores, listTerminalCompanies } from './read-stores.ts';
export { getTerminalLife, listTerminals, type TerminalLife } from './read-terminals.ts';
export { retireTerminal, revokeTerminal } from './revoke-terminal.ts';
export type { TerminalIdentity } from './terminal-identity.ts';
export type { TerminalState } from './terminal-state.ts';
export { setCodeOnlyAccess, updateStore } from './update-store.ts';
export { updateTerminal } from './update-terminal.ts';
