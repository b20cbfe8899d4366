/** From a terminal's key to the token that it calls with. */
import type { TerminalToken } from '../stores/index.ts';
import { isTerminalSecret } from '../stores/index.ts';
import { hashKey, isTerminalKeyText } from './key-text.ts';
import type { Tokens } from './tokens.ts';

/** A quarter of an hour: what a token that was stolen is worth when nobody notices. */
export const deviceTokenSeconds = 900;

/** What a device shows for a token: the key of its terminal, or the secret of its office settings. Null: neither. */
export function readShownKey(text: string): { keyHash: string } | { secret: string } | null {
  if (isTerminalKeyText(text)) return { keyHash: hashKey(text) };
  return isTerminalSecret(text) ? { secret: text } : null;
}

/** A token for a device that has shown a good key.
 *  @throws unavailable */
export function issueDeviceToken(tokens: Tokens, token: TerminalToken): Promise<string> {
  return tokens.sign({ typ: 'device', sub: `terminal:${token.terminal}`, ...token }, deviceTokenSeconds);
}
