/** Whether a terminal that was recognised is let in. */
import { DomainError } from '../../core/errors.ts';
import type { Database } from '../../db/index.ts';
import { findTerminalByCodes, findTerminalBySecret, type TerminalCodes } from './find-terminal.ts';
import { isInNetworks } from './networks.ts';
import type { TerminalIdentity } from './terminal-identity.ts';
import type { FoundTerminal } from './terminal-row.ts';

/** What a device shows. With a secret the codes are not needed; those that it sends all the same must be its own. */
interface Credentials {
  secret: string | null;
  codes: Partial<TerminalCodes>;
}

export interface Arrival {
  /** Client address, as far as the configured proxies are trusted. */
  address: string;
  /** In a time of grace a terminal, or a replaced secret, may still push, but gets nothing any more. `greet`: it only wants to
   *  be known; that is all a kitchen screen may do here, because it is no till. */
  purpose: 'push' | 'pull' | 'greet';
  /** What is asked for is for kitchen screens too. */
  takesKitchens?: boolean;
  at: Date;
}

/** The terminal that these credentials stand for, if it may do this now and from here. Read afresh each time: a revocation
 *  counts from the next request on, whichever process made it.
 *
 *  Without a secret, a store that does not take codes from this network answers exactly like codes that nobody has: the
 *  codes are easily guessed and must not be a way to find out what exists.
 *  @throws terminal_unknown   nobody has these credentials, or the codes contradict the secret
 *  @throws terminal_disabled  the terminal or its store is switched off, its secret was revoked or replaced, or it is a kitchen
 *                             screen and asks for what only tills get
 *  @throws network_not_allowed the terminal may not come from this network
 *  @throws unavailable */
export async function admitTerminal(
  db: Database,
  credentials: Credentials,
  arrival: Arrival,
): Promise<TerminalIdentity> {
  const { secret, codes } = credentials;
  const found = secret === null ? await findByCodesAlone(db, codes, arrival) : await findBySecret(db, secret, arrival);
  if (!found || !agrees(found.identity, codes)) throw unknownTerminal(secret !== null);
  refuseIfClosed(found, arrival);
  return found.identity;
}

/** A replaced secret whose time of grace is over is as unknown as any other. */
async function findBySecret(db: Database, secret: string, { at }: Arrival): Promise<FoundTerminal | null> {
  const found = await findTerminalBySecret(db, secret);
  return found?.access.pushesUntil && found.access.pushesUntil <= at ? null : found;
}

async function findByCodesAlone(
  db: Database,
  codes: Partial<TerminalCodes>,
  { address }: Arrival,
): Promise<FoundTerminal | null> {
  const { officeCode, storeCode, terminalCode } = codes;
  if (officeCode === undefined || storeCode === undefined || terminalCode === undefined) return null;
  const found = await findTerminalByCodes(db, { officeCode, storeCode, terminalCode });
  // A store opens itself for its tills only: whoever guesses the codes of a kitchen screen is a stranger.
  return found && !found.access.isKitchen && isInNetworks(address, found.access.codeOnlyNetworks) ? found : null;
}

function agrees(identity: TerminalIdentity, codes: Partial<TerminalCodes>): boolean {
  return (['officeCode', 'storeCode', 'terminalCode'] as const).every(
    (name) => codes[name] === undefined || codes[name] === identity[name],
  );
}

/** For a terminal that its secret has let in before its body could be read: the codes in the body must be its own.
 *  @throws terminal_unknown */
export function requireOwnCodes(identity: TerminalIdentity, codes: Partial<TerminalCodes>): void {
  if (!agrees(identity, codes)) throw unknownTerminal(true);
}

/** The error of credentials that nobody has. */
export function unknownTerminal(hasSecret: boolean): DomainError {
  const message = hasSecret
    ? 'No terminal has this address and these codes. Compare base_url, office_code, store_code and terminal_code with the settings that were issued for this terminal; a secret that was renewed needs the new base_url.'
    : 'These codes alone open nothing from this network. Set base_url to the address with the secret that was issued for this terminal, or let an administrator open the store for this network; then compare office_code, store_code and terminal_code.';
  return new DomainError('terminal_unknown', {}, message);
}

/** Whether a terminal that was recognised, by whatever it showed, may do this now and from here.
 *  @throws terminal_disabled, network_not_allowed as `admitTerminal` */
export function refuseIfClosed({ identity, access }: FoundTerminal, arrival: Arrival): void {
  const { address, purpose, at } = arrival;
  const { terminalId } = identity;
  if (access.isKitchen && purpose !== 'greet' && !arrival.takesKitchens) {
    const message = 'This is the registration of a kitchen screen. A till needs settings of its own.';
    throw new DomainError('terminal_disabled', { terminalId }, message);
  }
  if (access.networks.length > 0 && !isInNetworks(address, access.networks)) {
    throw new DomainError('network_not_allowed', { terminalId }, 'This terminal may not connect from this network.');
  }
  const isRevoked = access.revokedAt !== null && access.revokedAt <= at;
  const isGraced = purpose !== 'pull' && access.graceUntil !== null && at < access.graceUntil;
  if (isRevoked && !isGraced) {
    throw new DomainError('terminal_disabled', { terminalId }, 'The access of this terminal was revoked.');
  }
  if (access.pushesUntil !== null && purpose === 'pull') {
    const message = 'This terminal has got new settings: with the old ones it may only deliver what it has sold.';
    throw new DomainError('terminal_disabled', { terminalId }, message);
  }
  if (!access.isActive) {
    throw new DomainError('terminal_disabled', { terminalId }, 'This terminal is switched off in the hub.');
  }
  if (!access.isStoreActive) {
    throw new DomainError(
      'terminal_disabled',
      { terminalId },
      'The store of this terminal is switched off in the hub.',
    );
  }
}
