/** Who is asking, for the doors that people use: one session, read with every request. */

import type { Request, RequestHandler, Response } from 'express';
import { DomainError } from '../core/errors.ts';
import { type Formats, formatsOf } from '../core/formats.ts';
import { chooseLanguage, type Language } from '../core/languages.ts';
import type { Actor, Door } from '../core/scope.ts';
import { type Translate, translatorOf } from '../core/translate.ts';
import { createVault, type Vault } from '../core/vault.ts';
import { type Ctx, deriveContext } from '../db/index.ts';
import {
  endSession,
  type LiveSession,
  noteSeen,
  type Preferences,
  readSession,
  scopeFor,
} from '../domain/tenancy/index.ts';
import { readLanguage } from './cookies.ts';
import { issueCsrfToken } from './csrf.ts';
import type { AppDeps } from './deps.ts';
import { requestIdOf } from './request-id.ts';
import { currentSession, type SessionRows } from './session.ts';

/** The signed-in browser of a request. */
export interface BrowserSession {
  id: string;
  /** For this page's forms (field `_csrf`) and scripts (header `X-CSRF-Token`). */
  csrfToken: string;
}

const anonymous: Actor = { kind: 'anonymous' };

/** Reads the session and sets `res.locals`: `ctx` (who acts, how far they reach), `session` (null for a stranger) and
 *  `csrfToken` (for strangers' forms too). Mounted again for another door it only renames the door. */
export function withUser(deps: AppDeps, door: Door): RequestHandler {
  const rows = sessionRows(deps);
  const vault = createVault(deps.config.secrets.vault, 'second factors');
  const tillVault = createVault(deps.config.secrets.vault);
  return async (req, res, next) => {
    const known = findContext(res);
    if (known !== null) {
      const actor = actorAt(door, known.actor);
      res.locals['ctx'] = deriveContext(known, { door, actor, scope: scopeFor({ actor }, 'company.see') });
      return next();
    }
    const live = await currentSession({ req, res, config: deps.config }, rows);
    if (live !== null) await noteSeenQuietly(deps, live);
    const csrfToken = issueCsrfToken(deps.config, live?.id ?? null);
    res.locals['session'] = live === null ? null : ({ id: live.id, csrfToken } satisfies BrowserSession);
    res.locals['csrfToken'] = csrfToken;
    res.locals['config'] = deps.config;
    res.locals['preferences'] = live?.preferences ?? null;
    res.locals['speech'] = speechFor(req, live?.preferences ?? null);
    const who = { door, actor: actorAt(door, live?.actor ?? anonymous), requestId: requestIdOf(res) };
    const sealing = { ...who, vault, tillVault };
    res.locals['ctx'] = userContext(deps, live === null ? sealing : { ...sealing, sessionId: live.id });
    next();
  };
}

/** Staff looks in at the merchants' doors, and works in the back office. */
export function actorAt(door: Door, actor: Actor): Actor {
  if (actor.kind !== 'user' || actor.staffRole === null) return actor;
  return { ...actor, isAtPortal: door === 'portal' || door === 'reports' || door === 'api' };
}

/** How sessions are read and ended; for whoever begins or ends one. */
export function sessionRows(deps: AppDeps): SessionRows<LiveSession> {
  return {
    read: ({ sessionId, sessionVersion }) =>
      readSession(deps.db, { id: sessionId, version: sessionVersion }, deps.now()),
    end: (sessionId) => endSession(deps.db, sessionId, deps.now()),
  };
}

type Who = { door: Door; actor: Actor; requestId: string; vault: Vault; tillVault: Vault; sessionId?: string };

function userContext(deps: AppDeps, who: Who): Ctx {
  const scope = scopeFor(who, 'company.see');
  const base: Ctx = { ...who, scope, db: deps.db, now: () => deps.now(), log: deps.log };
  return deriveContext(base, {});
}

/** That somebody was here is worth no failed page. */
async function noteSeenQuietly(deps: AppDeps, live: LiveSession): Promise<void> {
  try {
    await noteSeen(deps.db, live, deps.now());
  } catch (error) {
    deps.log.warn({ err: error }, 'last use of a session could not be noted');
  }
}

function findContext(res: Response): Ctx | null {
  return (res.locals['ctx'] as Ctx | undefined) ?? null;
}

/** The context that `withUser` made. */
export function contextOf(res: Response): Ctx {
  const ctx = findContext(res);
  if (ctx === null) throw new Error('withUser is not mounted before this handler');
  return ctx;
}

/** The session that `withUser` found; null for a stranger. */
export function sessionOf(res: Response): BrowserSession | null {
  return (res.locals['session'] as BrowserSession | null | undefined) ?? null;
}

/** How this visitor is spoken to. */
export interface Speech {
  language: Language;
  t: Translate;
  /** Dates, numbers and money as the visitor writes them. */
  formats: Formats;
  /** IANA zone for the person's own times; null: none was chosen, so the shop's counts. */
  timeZone: string | null;
}

/** By profile, then by what a stranger chose, then as the browser asks. */
function speechFor(req: Request, preferences: Preferences | null): Speech {
  const language = chooseLanguage([preferences?.language, readLanguage(req)], req.headers['accept-language']);
  return speechIn(language, preferences?.timeZone || null);
}

function speechIn(language: Language, timeZone: string | null): Speech {
  return { language, t: translatorOf(language), formats: formatsOf(language), timeZone };
}

/** What `withUser` found out about the visitor's language. */
export function speechOf(res: Response): Speech {
  return (res.locals['speech'] as Speech | undefined) ?? speechIn('en', null);
}

/** What the signed-in person chose; null for a stranger. */
export function preferencesOf(res: Response): Preferences | null {
  return (res.locals['preferences'] as Preferences | null | undefined) ?? null;
}

/** Lets only signed-in people pass: a page sends the others to sign in and back again, everything else is 401. After a POST
 *  the way back is the front page: an address that only takes POSTs cannot be visited. */
export const requireSignIn: RequestHandler = (req, res, next) => {
  if (contextOf(res).actor.kind === 'user') return next();
  if (!wantsHtml(req)) throw new DomainError('not_signed_in');
  const back = req.method === 'GET' || req.method === 'HEAD' ? `?next=${encodeURIComponent(req.originalUrl)}` : '';
  res.redirect(302, `/accounts/login/${back}`);
};

/** Lets only hub staff pass; for everybody else who is signed in the address does not exist. */
export const requireStaff: RequestHandler = (req, res, next) => {
  const { actor } = contextOf(res);
  if (actor.kind !== 'user') return requireSignIn(req, res, next);
  if (actor.staffRole === null) throw new DomainError('not_found');
  next();
};

function wantsHtml(req: Request): boolean {
  return req.accepts(['html', 'json']) === 'html';
}
