/** Whether a device that comes with a key, or with a token that it got for one, is let in. */
import { DomainError } from '../../core/errors.ts';
import type { Database } from '../../db/index.ts';
import { type Arrival, refuseIfClosed } from './admit-terminal.ts';
import { findTerminalByKey } from './find-by-key.ts';
import { findTerminalBySecret, findTerminalBySecretHash } from './find-terminal.ts';
import type { TerminalIdentity } from './terminal-identity.ts';
import type { FoundTerminal } from './terminal-row.ts';
import { hashTerminalSecret } from './terminal-secret.ts';

/** What a genuine token says. */
export interface TerminalToken {
  /** UUIDs. */
  terminal: string;
  store: string;
  company: string;
  /** `key:<id>`, or `secret:<hash>` where the device has shown its terminal's secret instead of a key. */
  key: string;
}

interface Admitted {
  terminal: TerminalIdentity;
  token: TerminalToken;
}

/** The terminal that a key, or a terminal's secret in its place, stands for. Whether it may do more than be known is asked when
 *  it does more.
 *  @param shown the key's hash, or the text of a secret
 *  @returns null: nobody has this key or secret, or not any more
 *  @throws terminal_disabled, network_not_allowed as `admitTerminal`
 *  @throws unavailable */
export async function admitByKey(
  db: Database,
  shown: { keyHash: string } | { secret: string },
  arrival: Omit<Arrival, 'purpose'>,
): Promise<Admitted | null> {
  const byKey = 'keyHash' in shown ? await findTerminalByKey(db, { hash: shown.keyHash }, arrival.at) : null;
  const found = 'secret' in shown ? stillGood(await findTerminalBySecret(db, shown.secret), arrival.at) : byKey;
  if (found === null) return null;
  refuseIfClosed(found, { ...arrival, purpose: 'greet' });
  const key = 'secret' in shown ? `secret:${hashTerminalSecret(shown.secret)}` : `key:${byKey?.keyId}`;
  return { terminal: found.identity, token: { ...found.uuids, key } };
}

/** The terminal of a genuine token, if what the token was given for is still good, and the terminal may do this now and from
 *  here. Read afresh each time: a revocation counts from the next request on, whichever process made it.
 *  @throws not_signed_in its key was revoked or has ended, or the terminal is in another store by now: the device needs a new
 *                        token, with which it learns where it is
 *  @throws terminal_disabled, network_not_allowed as `admitTerminal`
 *  @throws unavailable */
export async function admitToken(db: Database, token: TerminalToken, arrival: Arrival): Promise<TerminalIdentity> {
  const found = await findByToken(db, token.key, arrival.at);
  const { uuids } = found ?? {};
  const isSame = uuids?.terminal === token.terminal && uuids.store === token.store && uuids.company === token.company;
  if (!found || !isSame) {
    const message = 'What this token was given for is no longer good. Ask for a new one with the terminal’s key.';
    throw new DomainError('not_signed_in', {}, message);
  }
  refuseIfClosed(found, arrival);
  return found.identity;
}

async function findByToken(db: Database, key: string, at: Date): Promise<FoundTerminal | null> {
  const [kind, rest = ''] = key.split(':', 2);
  if (kind === 'secret') return stillGood(await findTerminalBySecretHash(db, rest), at);
  return findTerminalByKey(db, { id: rest }, at);
}

/** A replaced secret whose time of grace is over is as unknown as any other. */
function stillGood(found: FoundTerminal | null, at: Date): FoundTerminal | null {
  return found?.access.pushesUntil && found.access.pushesUntil <= at ? null : found;
}
