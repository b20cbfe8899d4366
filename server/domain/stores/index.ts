/** Stores, the terminals in them with what they identify themselves by, and the cashiers who work there. */
export { admitByKey, admitToken, type TerminalToken } from './admit-device.ts';
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
export { type DeviceName, deviceNames, readDevices } from './devices.ts';
export { endKeys } from './end-keys.ts';
export { type TerminalCodes, takesCodesFrom } from './find-terminal.ts';
export { type FormerPlace, findFormerPlaces } from './former-places.ts';
export { moveTerminal } from './move-terminal.ts';
export { isInNetworks } from './networks.ts';
export { flushContacts, noteContact } from './note-contact.ts';
export { type IssuedSecret, issueTerminalSecret, pairTerminal } from './pair-terminal.ts';
export { getCashierLife, listCashierPlaces, listCashiers } from './read-cashiers.ts';
export { getStoreLife, getStoreProfile, listStores, listTerminalCompanies, storeChoices } from './read-stores.ts';
export { readTerminalColumns } from './read-terminal-columns.ts';
export { getTerminalLife, listTerminals, type TerminalLife } from './read-terminals.ts';
export { retireTerminal, revokeTerminal } from './revoke-terminal.ts';
export { addCashier, changeCashier, removeCashier, setCashierActive } from './save-cashier.ts';
export { type FeatureFlags, fiscalProfiles, readFeatureFlags } from './store-references.ts';
export { type Authority, type ManagedArea, managedAreas, readSyncPolicy } from './sync-policy.ts';
export type { TerminalIdentity } from './terminal-identity.ts';
export { isTerminalSecret } from './terminal-secret.ts';
export { heardAt, stateOf, type TerminalState } from './terminal-state.ts';
export { setCodeOnlyAccess, updateStore, updateStoreIn } from './update-store.ts';
export { updateTerminal, updateTerminalIn } from './update-terminal.ts';
