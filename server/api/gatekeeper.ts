/** Who is let in at the device door, and who is kept waiting for having guessed too much. */
import { DomainError } from '../core/errors.ts';
import { noteKeyUse, readShownKey } from '../domain/access/index.ts';
import {
  admitByKey,
  admitTerminal,
  admitToken,
  noteContact,
  type TerminalCodes,
  type TerminalIdentity,
  type TerminalToken,
} from '../domain/stores/index.ts';
import type { AppDeps } from '../http/deps.ts';
import { deviceAddress } from './client.ts';
import { GuessLimit } from './guess-limit.ts';
import type { DeviceCall } from './pos/handlers.ts';
import { TerminalLimit } from './terminal-limit.ts';

type SentCodes = Partial<TerminalCodes>;
type Purpose = 'push' | 'pull' | 'greet';

/** What a device that comes to the door is about to do. */
export interface Wish {
  purpose: Purpose;
  /** Kitchen screens may do it, too. */
  takesKitchens?: boolean;
  /** It reads all rows of something. */
  isFullLoad?: boolean;
  /** It was let in before and asks on: it has been counted. */
  isAgain?: boolean;
}

export class Gatekeeper {
  readonly #deps: AppDeps;
  readonly #wrongCodes = new GuessLimit();
  /** Apart, so that whoever tries secrets keeps nobody waiting who comes with codes from the same address. */
  readonly #wrongSecrets = new GuessLimit();
  readonly #wrongKeys = new GuessLimit();
  readonly #limit: TerminalLimit;

  constructor(deps: AppDeps) {
    this.#deps = deps;
    this.#limit = new TerminalLimit(deps.config.terminalRequestsPerMinute);
  }

  /** The terminal that calls. A right secret is always let in: it cannot be guessed. Codes can, so an address that has tried
   *  many wrong ones has to wait before further ones are looked at, unless they were right before. A terminal that is let in
   *  counts as busy until its answer is out.
   *  @throws terminal_unknown, terminal_disabled, network_not_allowed, unavailable as `admitTerminal`
   *  @throws too_many_requests the address has guessed too much, or the terminal asks for too much at once */
  async admit(call: DeviceCall, codes: SentCodes, wish: Wish): Promise<TerminalIdentity> {
    const { db, now, config } = this.#deps;
    const at = now();
    const address = deviceAddress(call.req, config);
    const credential = call.secret ?? JSON.stringify([codes.officeCode, codes.storeCode, codes.terminalCode]);
    if (call.secret === null) refuseGuesser(this.#wrongCodes, { address, credential, at });
    const terminal = await admitTerminal(db, { secret: call.secret, codes }, { address, at, ...wish }).catch(
      (error: unknown) => {
        if (error instanceof DomainError && error.code === 'terminal_unknown') {
          this.#noteGuess(call, { address, credential, at });
        }
        throw error;
      },
    );
    // Only codes are ever kept waiting, so only they need to be remembered as right.
    if (call.secret === null) this.#wrongCodes.right(address, credential);
    this.#note(call, terminal, { address, at, isHealth: false });
    if (!wish.isAgain) this.#begin(call, { terminal, wish, at });
    return terminal;
  }

  /** The terminal of a device's token, which was found genuine before. It counts as busy until its answer is out.
   *  @throws not_signed_in, terminal_disabled, network_not_allowed, unavailable as `admitToken` of the stores
   *  @throws too_many_requests the terminal asks for too much at once */
  async admitToken(call: Arriving, token: TerminalToken, wish: Wish): Promise<TerminalIdentity> {
    const { db, now, config } = this.#deps;
    const at = now();
    const address = deviceAddress(call.req, config);
    const terminal = await admitToken(db, token, { address, at, ...wish });
    this.#note(call, terminal, { address, at, isHealth: false });
    this.#noteKey(token, address, at);
    if (!wish.isAgain) this.#begin(call, { terminal, wish, at });
    return terminal;
  }

  /** The terminal that a key stands for, and what its token says. A right key is always let in: it cannot be guessed. Who has
   *  tried many wrong ones waits before further ones are told to be wrong.
   *  @throws wrong_credentials the key is nobody's, or not any more
   *  @throws terminal_disabled, network_not_allowed, unavailable as `admitByKey`
   *  @throws too_many_requests the address has guessed too much, or the terminal asks for too much at once */
  async admitKey(call: Arriving, text: string): Promise<{ terminal: TerminalIdentity; token: TerminalToken }> {
    const { db, now, config } = this.#deps;
    const at = now();
    const address = deviceAddress(call.req, config);
    const shown = readShownKey(text);
    const admitted = shown && (await admitByKey(db, shown, { address, at }));
    if (!admitted) {
      refuseGuesser(this.#wrongKeys, { address, credential: text, at });
      this.#wrongKeys.wrong(address, text, at);
      const message = 'No terminal has this key. Compare api_key with what was issued for this terminal.';
      throw new DomainError('wrong_credentials', {}, message);
    }
    this.#note(call, admitted.terminal, { address, at, isHealth: false });
    this.#noteKey(admitted.token, address, at);
    this.#begin(call, { terminal: admitted.terminal, wish: { purpose: 'push' }, at });
    return admitted;
  }

  #noteKey({ key }: TerminalToken, address: string, at: Date): void {
    const [kind, keyId] = key.split(':', 2);
    if (kind === 'key' && keyId) noteKeyUse(this.#deps, { keyId, address, at });
  }

  #begin({ res }: Arriving, { terminal, wish, at }: Beginning): void {
    const load = wish.isFullLoad ? 'full' : wish.purpose === 'pull' ? 'page' : 'push';
    const end = this.#limit.begin(terminal.terminalId, load, at);
    // Who has hung up meanwhile is told by no event any more.
    if (res.destroyed) end();
    else res.once('close', end);
  }

  /** Remembers that a terminal asked whether the hub is healthy. Its answer is out already. */
  async noteHealth(call: DeviceCall): Promise<void> {
    if (call.secret === null) return;
    const { db, now, config } = this.#deps;
    const at = now();
    const address = deviceAddress(call.req, config);
    const arrival = { address, purpose: 'greet', at } as const;
    const terminal = await admitTerminal(db, { secret: call.secret, codes: {} }, arrival).catch(() => null);
    if (terminal) this.#note(call, terminal, { address, at, isHealth: true });
  }

  /** @throws too_many_requests the address has guessed too much */
  #noteGuess({ secret }: DeviceCall, guess: Guess): void {
    refuseGuesser(this.#wrongCodes, guess);
    if (secret !== null) refuseGuesser(this.#wrongSecrets, guess);
    const limit = secret === null ? this.#wrongCodes : this.#wrongSecrets;
    limit.wrong(guess.address, guess.credential, guess.at);
  }

  #note(call: Arriving, terminal: TerminalIdentity, how: { address: string; at: Date; isHealth: boolean }): void {
    const { terminalId, companyId } = terminal;
    const { 'user-agent': agent = '', date } = call.req.headers;
    noteContact(this.#deps, { terminalId, companyId, agent, clockDriftMs: driftOf(date, how.at), ...how });
  }
}

/** More is no drift but a clock that was never set; it must fit the column. */
const mostDriftMs = 2_000_000_000;

/** A terminal's clock minus ours, by the header with which it may tell the time. */
function driftOf(date: string | undefined, at: Date): number | undefined {
  const told = date === undefined ? Number.NaN : Date.parse(date);
  if (Number.isNaN(told)) return undefined;
  return Math.max(-mostDriftMs, Math.min(mostDriftMs, told - at.getTime()));
}

type Arriving = Pick<DeviceCall, 'req' | 'res'>;

interface Beginning {
  terminal: TerminalIdentity;
  wish: Wish;
  at: Date;
}

interface Guess {
  address: string;
  credential: string;
  at: Date;
}

function refuseGuesser(limit: GuessLimit, { address, credential, at }: Guess): void {
  const retryAfterSeconds = limit.waitSeconds(address, credential, at);
  if (retryAfterSeconds > 0) {
    throw new DomainError('too_many_requests', { retryAfterSeconds }, 'Too many wrong codes came from this address.');
  }
}
