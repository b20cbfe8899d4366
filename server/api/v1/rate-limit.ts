/** How much each caller may ask for. Whoever is known has an allowance of their own and takes part in their company's; whoever is
 *  not has that of their address. Nothing that a body or a forwarded header says decides whose allowance it is. */
import type { Request, Response } from 'express';
import { DomainError } from '../../core/errors.ts';
import type { Actor } from '../../core/scope.ts';
import { type Standing, settleQuietly, Windows } from '../../domain/rate-limits/index.ts';
import { networkOf } from '../../domain/tenancy/index.ts';
import { clientAddress } from '../../http/proxies.ts';
import { keyOf } from './caller-key.ts';
import type { ApiDeps } from './operations.ts';

/** Requests within a minute. A till that drains its outbox has a rule of its own beside this one (terminal-limit.ts). A thousand
 *  tills behind one router fetch their tokens by one address; whoever could not prove who they are gets far less. */
const perMinute = {
  ...{ terminal: 12_000, user: 600, program: 600, company: 120_000 },
  ...{ address: 6000, stranger: 300 },
} as const;

const settleMs = 1000;

interface Allowance {
  /** For the answer's headers. */
  name: keyof typeof perMinute;
  key: string;
  perMinute: number;
}

export class RateLimit {
  readonly #deps: Pick<ApiDeps, 'db' | 'log' | 'now' | 'config'>;
  readonly #windows = new Windows();
  #isSettling = false;

  constructor(deps: Pick<ApiDeps, 'db' | 'log' | 'now' | 'config'>) {
    this.#deps = deps;
  }

  /** Before anything of the request is read.
   *  @throws too_many_requests with the seconds to wait */
  takeFrom(actor: Actor, req: Request, res: Response): void {
    this.#take(res, allowancesOf(req, res, { actor, config: this.#deps.config }));
  }

  /** For whoever could not prove who they are: guessing keys and tokens is asking, too.
   *  @throws too_many_requests */
  takeFromStranger(req: Request, res: Response): void {
    this.#take(res, [addressAllowance('stranger', clientAddress(req, this.#deps.config))]);
  }

  #take(res: Response, allowances: readonly Allowance[]): void {
    const nowMs = this.#deps.now().getTime();
    for (const { name, key, perMinute: most } of allowances) {
      const standing = this.#windows.take(key, most, { nowMs });
      // The caller's own is the first: what it is told of.
      if (name === allowances[0]?.name || !standing.isAllowed) setHeaders(res, name, standing);
      if (!standing.isAllowed) {
        const message = `Too many requests: ${whose[name]} may send ${most} a minute.`;
        throw new DomainError('too_many_requests', { retryAfterSeconds: standing.seconds, key }, message);
      }
    }
    this.#settleSoon();
  }

  #settleSoon(): void {
    if (this.#isSettling) return;
    this.#isSettling = true;
    setTimeout(() => void this.#settle(), settleMs).unref();
  }

  async #settle(): Promise<void> {
    await settleQuietly(this.#deps, this.#windows, this.#deps.now());
    this.#isSettling = false;
  }
}

const whose = {
  terminal: 'a terminal',
  user: 'a person',
  program: 'this key',
  address: 'an address',
  stranger: 'an address that does not prove who it is',
  company: 'a company',
} as const;

function allowancesOf(
  req: Request,
  res: Response,
  { actor, config }: { actor: Actor; config: ApiDeps['config'] },
): Allowance[] {
  switch (actor.kind) {
    case 'terminal':
      return [allowance('terminal', actor.terminalId), allowance('company', actor.companyId)];
    case 'user':
      return [allowance('user', actor.userId)];
    case 'program': {
      const own = keyOf(res)?.requestsPerMinute ?? perMinute.program;
      return [{ ...allowance('program', actor.keyId), perMinute: own }, allowance('company', actor.companyId)];
    }
    default:
      return [addressAllowance('address', clientAddress(req, config))];
  }
}

function allowance(name: keyof typeof perMinute, id: number | string): Allowance {
  return { name, key: `${name}:${id}`, perMinute: perMinute[name] };
}

/** Of IPv6 the network counts: whoever has one address has all of it. */
function addressAllowance(name: 'address' | 'stranger', address: string): Allowance {
  return allowance(name, networkOf(address));
}

/** As the IETF's draft on rate limit fields has them. */
function setHeaders(res: Response, name: string, { perMinute: most, remaining, seconds }: Standing): void {
  res.set('RateLimit-Policy', `"${name}";q=${most};w=60`);
  res.set('RateLimit', `"${name}";r=${remaining};t=${seconds}`);
}
