/** Pages of other sites. The API is closed to them unless a company has named their origin with one of its keys. */
import type { Request, Response } from 'express';
import { DomainError } from '../../core/errors.ts';
import { listOrigins } from '../../domain/access/index.ts';
import { keyOf } from './caller-key.ts';
import type { ApiDeps } from './operations.ts';

/** For so long a new origin may have to wait for its first preflight. */
const rememberedMs = 10_000;
const preflightSeconds = 600;
const sendable = 'Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Correlation-Id';
const readable =
  'ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, Idempotency-Replayed, X-Request-Id, X-Correlation-Id';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'config'>;

export class CrossOrigin {
  readonly #deps: Deps;
  #known: { origins: Promise<ReadonlySet<string>>; until: number } | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** What a browser asks before it sends something for a page of another site. Nobody has proved anything yet, and nothing is done:
   *  the request itself is judged by its own key. */
  async answerPreflight(req: Request, res: Response, methods: readonly string[]): Promise<void> {
    const { origin } = req.headers;
    res.status(204).set({ Allow: [...methods, 'OPTIONS'].join(', '), 'Cache-Control': 'no-store', Vary: 'Origin' });
    if (origin !== undefined && (await this.#origins()).has(origin)) {
      res.set({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Methods': methods.join(', '),
        'Access-Control-Allow-Headers': sendable,
        'Access-Control-Max-Age': String(preflightSeconds),
      });
    }
    res.end();
  }

  /** Lets a page of another site read the answer, if the key that it shows is meant for it. A caller without an origin is no page.
   *  @throws bad_origin it is not: nothing is done */
  admit(req: Request, res: Response): void {
    const { origin } = req.headers;
    if (origin === undefined || origin === this.#deps.config.publicUrl || isOwnHost(origin, req)) return;
    res.vary('Origin');
    if (!keyOf(res)?.origins.includes(origin)) {
      throw new DomainError(
        'bad_origin',
        { origin },
        'Pages of other sites may call only with a key that names their origin.',
      );
    }
    res.set({ 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': readable });
  }

  async #origins(): Promise<ReadonlySet<string>> {
    const nowMs = this.#deps.now().getTime();
    if (this.#known === null || this.#known.until <= nowMs) {
      this.#known = { origins: listOrigins(this.#deps.db, this.#deps.now()), until: nowMs + rememberedMs };
      // What failed is asked for again.
      this.#known.origins.catch(() => {
        this.#known = null;
      });
    }
    return this.#known.origins;
  }
}

function isOwnHost(origin: string, { headers }: Request): boolean {
  return origin === `https://${headers.host}` || origin === `http://${headers.host}`;
}
