/** Who is let in at the device door, and who is kept waiting for having guessed too much. */
import { DomainError } from '../core/errors.ts';
import { admitTerminal, noteContact, type TerminalCodes, type TerminalIdentity } from '../domain/stores/index.ts';
import type { AppDeps } from '../http/deps.ts';
import { deviceAddress } from './client.ts';
import { GuessLimit } from './guess-limit.ts';
import type { DeviceCall } from './pos/handlers.ts';
import { TerminalLimit } from './terminal-limit.ts';

type SentCodes = Partial<TerminalCodes>;
type Purpose = 'push' | 'pull' | 'greet';

export class Gatekeeper {
  readonly #deps: AppDeps;
  readonly #wrongCodes = new GuessLimit();
  /** Apart, so that whoever tries secrets keeps nobody waiting who comes with codes from the same address. */
  readonly #wrongSecrets = new GuessLimit();
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
  async admit(call: DeviceCall, codes: SentCodes, purpose: Purpose): Promise<TerminalIdentity> {
    const { db, now, config } = this.#deps;
    const at = now();
    const address = deviceAddress(call.req, config);
    const credential = call.secret ?? JSON.stringify([codes.officeCode, codes.storeCode, codes.terminalCode]);
    if (call.secret === null) refuseGuesser(this.#wrongCodes, { address, credential, at });
    const terminal = await admitTerminal(db, { secret: call.secret, codes }, { address, purpose, at }).catch(
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
    this.#begin(call, { terminal, purpose, at });
    return terminal;
  }

  #begin({ res }: DeviceCall, { terminal, purpose, at }: Beginning): void {
    const end = this.#limit.begin(terminal.terminalId, purpose === 'pull' ? 'pull' : 'push', at);
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

  #note(call: DeviceCall, terminal: TerminalIdentity, how: { address: string; at: Date; isHealth: boolean }): void {
    const { terminalId, companyId } = terminal;
    noteContact(this.#deps, { terminalId, companyId, agent: call.req.headers['user-agent'] ?? '', ...how });
  }
}

interface Beginning {
  terminal: TerminalIdentity;
  purpose: Purpose;
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
