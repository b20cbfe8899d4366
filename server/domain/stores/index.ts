/** Stores, the terminals in them with what they identify themselves by, and the cashiers who work there. */
export { admitTerminal, type Credentials, requireOwnCodes } from './admit-terminal.ts';
export { type AssignCashier, assignCashier } from './assign-cashier.ts';
export {
  type CreateCashier,
  cashierContext,
  createCashier,
  deleteCashier,
  type UpdateCashier,
  updateCashier,
} from './cashiers.ts';
export { type CreateStore, createStore } from './create-store.ts';
export { type CreateTerminal, createTerminal } from './create-terminal.ts';
export type { TerminalCodes } from './find-terminal.ts';
export { isInNetworks } from './networks.ts';
export { flush as flushContacts, noteContact } from './note-contact.ts';
export type { TerminalIdentity } from './terminal-identity.ts';
export { setCodeOnlyAccess, type UpdateStore, updateStore } from './update-store.ts';
export {
  type IssuedSecret,
  issueTerminalSecret,
  revokeTerminal,
  type UpdateTerminal,
  updateTerminal,
} from './update-terminal.ts';
