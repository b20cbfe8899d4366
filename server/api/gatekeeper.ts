/** Who is let in at the device door, and who is kept waiting for having guessed too much. */
import { DomainError } from '../core/errors.ts';
import { admitTerminal, noteContact, type TerminalCodes, type TerminalIdentity } from '../domain/stores/index.ts';
import type { AppDeps } from '../http/deps.ts';
import { deviceAddress } from './client.ts';
import { GuessLimit } from './guess-limit.ts';
import type { DeviceCall } from './pos/handlers.ts';

type SentCodes = Partial<TerminalCodes>;

export class Gatekeeper {
  readonly #deps: AppDeps;
  readonly #guesses = new GuessLimit();

  constructor(deps: AppDeps) {
    this.#deps = deps;
  }

  /** The terminal that calls. A right secret is always let in: it cannot be guessed. Codes can, so an address that has tried
   *  many wrong ones has to wait before further ones are looked at, unless they were right before.
   *  @throws terminal_unknown, terminal_disabled, network_not_allowed, unavailable as `admitTerminal`
   *  @throws too_many_requests */
  async admit(call: DeviceCall, codes: SentCodes, purpose: 'push' | 'pull'): Promise<TerminalIdentity> {
    const { db, now, config } = this.#deps;
    const at = now();
    const address = deviceAddress(call.req, config);
    const credential = call.secret ?? JSON.stringify([codes.officeCode, codes.storeCode, codes.terminalCode]);
    if (call.secret === null) this.#refuseGuesser(address, credential, at);
    try {
      const terminal = await admitTerminal(db, { secret: call.secret, codes }, { address, purpose, at });
      // Only codes are ever kept waiting, so only they need to be remembered as right.
      if (call.secret === null) this.#guesses.right(address, credential);
      this.#note(call, terminal, { address, at, isHealth: false });
      return terminal;
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'terminal_unknown') throw error;
      this.#refuseGuesser(address, credential, at);
      this.#guesses.wrong(address, credential, at);
      throw error;
    }
  }

  /** Remembers that a terminal asked whether the hub is healthy. Its answer is out already. */
  async noteHealth(call: DeviceCall): Promise<void> {
    if (call.secret === null) return;
    const { db, now, config } = this.#deps;
    const at = now();
    const address = deviceAddress(call.req, config);
    const arrival = { address, purpose: 'push', at } as const;
    const terminal = await admitTerminal(db, { secret: call.secret, codes: {} }, arrival).catch(() => null);
    if (terminal) this.#note(call, terminal, { address, at, isHealth: true });
  }

  #refuseGuesser(address: string, credential: string, at: Date): void {
    const retryAfterSeconds = this.#guesses.waitSeconds(address, credential, at);
    if (retryAfterSeconds > 0) {
      throw new DomainError('too_many_requests', { retryAfterSeconds }, 'Too many wrong codes came from this address.');
    }
  }

  #note(call: DeviceCall, terminal: TerminalIdentity, how: { address: string; at: Date; isHealth: boolean }): void {
    const { terminalId, companyId } = terminal;
    noteContact(this.#deps, { terminalId, companyId, agent: call.req.headers['user-agent'] ?? '', ...how });
  }
}
