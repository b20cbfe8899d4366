/** Who calls the API: by a bearer token or key, by a terminal's secret in the address, or, for looking only, by the session of a
 *  browser that is signed in. */
import type { Request, Response } from 'express';
import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { findKey, noteKeyUse } from '../../domain/access/index.ts';
import type { TerminalToken } from '../../domain/stores/index.ts';
import { programCtx, systemCtx, terminalCtx } from '../../domain/tenancy/index.ts';
import type { CallerKind, Operation } from '../../http/operation.ts';
import { clientAddress } from '../../http/proxies.ts';
import { requestIdOf } from '../../http/request-id.ts';
import { noteRequest } from '../../http/request-log.ts';
import { contextOf, withUser } from '../../http/user-context.ts';
import type { Wish } from '../gatekeeper.ts';
import { noteKey } from './caller-key.ts';
import { noteTerminal } from './calling-terminal.ts';
import type { ApiDeps } from './operations.ts';
import { personContext } from './people/person-context.ts';

interface Arrival {
  req: Request;
  res: Response;
  /** Of a terminal, in the address. */
  secret: string | null;
  operation: Operation;
  /** The same was let in before. */
  isAgain?: boolean;
}

const kindOf = { user: 'person', terminal: 'device', program: 'program' } as const;

export class Callers {
  readonly #deps: ApiDeps;
  readonly #readSession;

  constructor(deps: ApiDeps) {
    this.#deps = deps;
    this.#readSession = withUser(deps, 'api');
  }

  /** @throws not_signed_in nobody is recognised, and the operation is not for everybody
   *  @throws forbidden     the operation is for others, such as devices
   *  @throws what the gatekeeper throws about terminals */
  async read(arrival: Arrival): Promise<Ctx> {
    const { operation, res, secret } = arrival;
    const isForEverybody = operation.callers.length === 0;
    // Programs send what they were last told with every request: an ended token must not keep its owner from signing in anew.
    if (isForEverybody && secret === null) return this.#nobody(res);
    const ctx = await this.#recognise(arrival);
    if (isForEverybody) return ctx;
    const kind = ctx.actor.kind in kindOf ? kindOf[ctx.actor.kind as keyof typeof kindOf] : null;
    if (kind === null)
      throw new DomainError('not_signed_in', {}, 'Send "Authorization: Bearer" with a token or a key.');
    note(res, ctx);
    if (!operation.callers.includes(kind)) throw new DomainError('forbidden', { kind }, wrongKind(operation.callers));
    return ctx;
  }

  async #recognise(arrival: Arrival): Promise<Ctx> {
    const { req, res, secret } = arrival;
    if (secret !== null) {
      const terminal = await this.#deps.gatekeeper.admit({ req, res, secret }, {}, wishOf(arrival));
      noteTerminal(res, terminal);
      return terminalCtx(this.#deps, terminal, requestIdOf(res));
    }
    const token = bearerOf(req);
    if (token !== null) return this.#byToken(token, arrival);
    const isLooking = req.method === 'GET' || req.method === 'HEAD';
    if (isLooking && req.headers.cookie !== undefined) return this.#bySession(req, res);
    return this.#nobody(res);
  }

  async #byToken(token: string, arrival: Arrival): Promise<Ctx> {
    const { req, res } = arrival;
    // Keys have no dot; signed tokens have two.
    const claims = token.includes('.') ? await this.#deps.tokens.read(token) : null;
    if (claims?.typ === 'person') {
      const person = await personContext(this.#deps, claims.sid, requestIdOf(res));
      if (person !== null) return person;
    }
    if (claims?.typ === 'device') return this.#byDevice(claims, arrival);
    const key = await findKey(this.#deps.db, token, this.#deps.now());
    if (key?.kind !== 'program') {
      throw new DomainError('not_signed_in', {}, 'This token or key is not known, or no longer valid.');
    }
    noteKey(res, key);
    const { keyId, name, companyId, actions, storeIds } = key;
    noteKeyUse(this.#deps, { keyId, address: clientAddress(req, this.#deps.config), at: this.#deps.now() });
    return programCtx(this.#deps, { keyId, name, companyId, actions, storeIds }, requestIdOf(res));
  }

  async #byDevice(token: TerminalToken, arrival: Arrival): Promise<Ctx> {
    const { req, res } = arrival;
    const terminal = await this.#deps.gatekeeper.admitToken({ req, res }, token, wishOf(arrival));
    noteTerminal(res, terminal);
    return terminalCtx(this.#deps, terminal, requestIdOf(res));
  }

  async #bySession(req: Request, res: Response): Promise<Ctx> {
    await new Promise<void>((resolve, reject) => {
      void Promise.resolve(this.#readSession(req, res, (error) => (error ? reject(error) : resolve()))).catch(reject);
    });
    return contextOf(res);
  }

  #nobody(res: Response): Ctx {
    return { ...systemCtx(this.#deps, 'nobody', 'api'), ...nothing, requestId: requestIdOf(res) };
  }
}

function wishOf({ operation: { method, takesKitchens, isFullLoad }, isAgain = false }: Arrival): Wish {
  const purpose = method === 'GET' ? 'pull' : 'push';
  return { purpose, takesKitchens: takesKitchens === true, isFullLoad: isFullLoad === true, isAgain };
}

const nothing = { actor: { kind: 'anonymous' }, scope: { companyIds: [], storeIds: [] } } as const;

function bearerOf({ headers, headersDistinct }: Request): string | null {
  if (headers.authorization === undefined) return null;
  // Which of two counts is decided differently by whoever passes them on.
  if (headersDistinct['authorization']?.length !== 1)
    throw new DomainError('not_signed_in', {}, 'Send "Authorization" once.');
  const [, token] = /^Bearer +([A-Za-z0-9._~+/=-]{1,4096})$/i.exec(headers.authorization.trim()) ?? [];
  if (token === undefined)
    throw new DomainError('not_signed_in', {}, 'Send "Authorization: Bearer" with a token or a key.');
  return token;
}

function wrongKind(callers: readonly CallerKind[]): string {
  const names = { device: 'devices', person: 'signed-in people', program: 'programs with a key of the company' };
  return `This address is for ${callers.map((kind) => names[kind]).join(' and ')}.`;
}

function note(res: Response, { actor }: Ctx): void {
  if (actor.kind === 'user') noteRequest(res, { door: 'api', actorId: actor.userId });
  else if (actor.kind === 'program') {
    noteRequest(res, { door: 'api', companyId: actor.companyId, actorId: `program:${actor.keyId}` });
  } else if (actor.kind === 'terminal') {
    noteRequest(res, { door: 'device', companyId: actor.companyId, actorId: `terminal:${actor.terminalId}` });
  }
}
