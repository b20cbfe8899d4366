import type { Request, Response } from 'express';
import type { Language } from '../../server/core/languages.ts';
import { createVault, type Vault } from '../../server/core/vault.ts';
import type { OpenedSession, Visitor } from '../../server/domain/tenancy/index.ts';
import type { AppDeps } from '../../server/http/deps.ts';
import { clientAddress } from '../../server/http/proxies.ts';
import { beginSession, leaveSession } from '../../server/http/session.ts';
import {
  dropHalfTicket,
  keepBrowserMark,
  keepHalfTicket,
  readBrowserMark,
  readHalfTicket,
} from '../../server/http/sign-in-cookies.ts';
import { contextOf, sessionRows, speechOf } from '../../server/http/user-context.ts';
import { type External, externalOf } from './external.ts';

/** What procedures are told: who acts, and the little of HTTP that signing in needs. */
export interface PortalContext {
  ctx: ReturnType<typeof contextOf>;
  browser: Browser;
  /** Of the visitor: errors are told in it. */
  language: Language;
  /** Address of this hub as people and tills reach it, without a trailing slash. */
  publicUrl: string;
  /** Of deletions that are started now. */
  deletionCoolOffDays: number;
  /** Seals what tills must read again: cashiers' passwords. */
  vault: Vault;
}

/** The visitor's browser, as far as a session concerns it. */
export interface Browser {
  visitor: Visitor;
  /** Signing in by another service. */
  external: External;
  /** Hands over the ticket of a session that was just opened; one that the browser held before is ended. */
  begin(session: OpenedSession): Promise<void>;
  /** Keeps the ticket of a session that was opened in part: the second factor is still asked for. */
  beginPartly(session: OpenedSession): Promise<void>;
  /** That ticket, or null. */
  partly(): Promise<{ id: string; version: number } | null>;
  /** Ends the session and takes the ticket away. */
  leave(): Promise<void>;
}

/** The same for a page's own calls and for those of scripts over `/trpc`. */
export function portalContext(deps: AppDeps, { req, res }: { req: Request; res: Response }): PortalContext {
  const http = { req, res, config: deps.config };
  const rows = sessionRows(deps);
  return {
    ctx: contextOf(res),
    language: speechOf(res).language,
    publicUrl: deps.config.publicUrl,
    deletionCoolOffDays: deps.config.companyDeletionCoolOffDays,
    vault: vaultOf(deps.config.secrets.vault),
    browser: {
      visitor: {
        door: 'portal',
        address: clientAddress(req, deps.config),
        agent: String(req.headers['user-agent'] ?? ''),
        device: readBrowserMark(req, deps.config),
      },
      external: externalOf(deps, { req, res }),
      async begin({ id, version, userId }) {
        await leaveSession(http, rows);
        await beginSession(http, { sessionId: id, sessionVersion: version });
        keepBrowserMark(req, res, { config: deps.config, userId });
        dropHalfTicket(res, deps.config);
      },
      beginPartly: ({ id, version }) => keepHalfTicket(res, deps.config, { sessionId: id, sessionVersion: version }),
      async partly() {
        const ticket = await readHalfTicket(req, deps.config);
        return ticket && { id: ticket.sessionId, version: ticket.sessionVersion };
      },
      leave: () => leaveSession(http, rows),
    },
  };
}

const vaults = new Map<string, Vault>();

/** Its key is derived once. */
function vaultOf(secret: string): Vault {
  const vault = vaults.get(secret) ?? createVault(secret);
  vaults.set(secret, vault);
  return vault;
}
