/** Stores, the terminals in them with what they identify themselves by, and the cashiers who work there. */
export { admitTerminal, requireOwnCodes, unknownTerminal } from './admit-terminal.ts';
export { assignCashier } from './assign-cashier.ts';
export {
  cashierContext,
  createCashier,
  deleteCashier,
  insertCashier,
  updateCashier,
  updateCashierIn,
} from './cashiers.ts';
export { type ClosingEffect, closeStore, closingEffect, reopenStore } from './close-store.ts';
export { createStore, createStoreIn } from './create-store.ts';
export { createTerminal, createTerminalIn } from './create-terminal.ts';
export { describeTerminal, type TerminalDescription } from './describe-terminal.ts';
export { type DeviceName, deviceNames } from './devices.ts';
export { type TerminalCodes, takesCodesFrom } from './find-terminal.ts';
export { moveTerminal } from './move-terminal.ts';
export { isInNetworks } from './networks.ts';
export { flush as flushContacts, noteContact } from './note-contact.ts';
export { type IssuedSecret, issueTerminalSecret, pairTerminal } from './pair-terminal.ts';
export { getCashierLife, listCashierPlaces, listCashiers } from './read-cashiers.ts';
export { getStoreLife, getStoreProfile, listStores, listTerminalCompanies, storeChoices } from './read-stores.ts';
export { getTerminalLife, listTerminals, type TerminalLife } from './read-terminals.ts';
export { retireTerminal, revokeTerminal } from './revoke-terminal.ts';
export { addCashier, changeCashier, setCashierActive } from './save-cashier.ts';
export { type FeatureFlags, fiscalProfiles } from './store-references.ts';
export type { TerminalIdentity } from './terminal-identity.ts';
export type { TerminalState } from './terminal-state.ts';
export { setCodeOnlyAccess, updateStore, updateStoreIn } from './update-store.ts';
export { updateTerminal, updateTerminalIn } from './update-terminal.ts';
