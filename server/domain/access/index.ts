/** Keys, tokens and pairing: how devices, programs and people's apps prove who they are at the API. */

export { type DevicePlace, describePlace } from './device-settings.ts';
export { deviceTokenSeconds, issueDeviceToken, readShownKey } from './device-token.ts';
export { type FoundKey, findKey } from './find-key.ts';
export { type NewKey, newKey } from './key-text.ts';
export { listOrigins } from './list-origins.ts';
export { flushKeyUse, noteKeyUse } from './note-key-use.ts';
export { approvePairing, denyPairing, findWaitingDevice } from './pairing/answer.ts';
export { listPairingChoices } from './pairing/choices.ts';
export { removeOldPairings } from './pairing/expire.ts';
export { pollPairing } from './pairing/poll.ts';
export { pairingSeconds, pollSeconds, startPairing } from './pairing/start.ts';
export { programActions } from './program-actions.ts';
export {
  changeProgramKey,
  type IssuedKey,
  issueProgramKey,
  revokeProgramKey,
  rotateProgramKey,
} from './program-keys.ts';
export { getProgramKey, listProgramKeys, type ProgramKey } from './read-program-keys.ts';
export { renewOwnKey } from './renew-own-key.ts';
export { issueTerminalKey, listTerminalKeys, revokeTerminalKey, type TerminalKey } from './terminal-keys.ts';
export { type DeviceClaims, type TokenClaims, Tokens } from './tokens.ts';
