/** The back office over real HTTP, behind the hub's own session, on a database with a row of everything. */

import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import { createAdminRouter } from '../../admin/index.ts';
import { loadConfig } from '../../server/config.ts';
import type { StaffRole } from '../../server/core/scope.ts';
import type { Database } from '../../server/db/index.ts';
import { createStaff, createUser, signIn } from '../../server/domain/tenancy/index.ts';
import { createAssetsRouter } from '../../server/http/assets.ts';
import type { AppDeps } from '../../server/http/deps.ts';
import { notFound, problemHandler } from '../../server/http/problem.ts';
import { requestId } from '../../server/http/request-id.ts';
import { securityHeaders } from '../../server/http/security-headers.ts';
import { beginSession } from '../../server/http/session.ts';
import { contextOf, withUser } from '../../server/http/user-context.ts';
import { createLogger } from '../../server/log.ts';
import { ask } from '../support/ask.ts';
import { hubCtx } from '../support/hub.ts';

export interface Office extends AsyncDisposable {
  url: string;
  deps: AppDeps;
  /** Makes a person and answers a browser that is signed in as them; a role makes them staff, `companyIds` limits them. */
  person(username: string, staff?: { role: StaffRole; companyIds?: number[] }): Promise<Browser>;
}

/** Keeps one cookie and says where its requests come from, as browsers do. */
export class Browser {
  readonly cookie: string;
  private readonly url: string;

  constructor(url: string, cookie: string) {
    this.url = url;
    this.cookie = cookie;
  }

  async get(address: string, headers: Record<string, string> = {}): Promise<Response> {
    const answer = await ask(this.url + address, { headers: { cookie: this.cookie, ...headers } });
    const { status, headers: said } = answer;
    return new Response(status === 204 || status === 304 ? null : new Uint8Array(answer.body), {
      status,
      headers: said,
    });
  }

  async json(address: string): Promise<Answer> {
    return (await (await this.get(address)).json()) as Answer;
  }

  post(address: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Response> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const own = { cookie: this.cookie, 'sec-fetch-site': 'same-origin', accept: 'application/json' };
    return fetch(this.url + address, { method: 'POST', body, headers: { ...own, ...headers }, redirect: 'manual' });
  }
}

/** What AdminJS's API answers. */
export interface Answer {
  meta?: { total: number };
  records?: ApiRecord[];
  record?: ApiRecord & { errors: Record<string, { message: string }>; baseError: { message: string } | null };
  notice?: { message: string; type: string };
  redirectUrl?: string;
  data?: Record<string, unknown>;
  code?: string;
}

export interface ApiRecord {
  id: string | number;
  title: string;
  params: Record<string, unknown>;
  populated: Record<string, { title: string }>;
}

const password = 'a quiet harbour 1907';

export async function openOffice(db: Database): Promise<Office> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gate-admin-'));
  const config = loadConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', GATE_DATA_DIR: folder, PORT: '0' });
  const log = createLogger(config);
  const deps: AppDeps = { config, db, log, now: () => new Date(), stopping: () => false };
  const app = express();
  app.set('etag', false);
  app.use(requestId(), securityHeaders(deps), withUser(deps, 'portal'));
  app.use('/assets', createAssetsRouter());
  app.post('/sign-in/:username', async (req, res) => {
    const visitor = { door: 'portal' as const, address: '127.0.0.1', agent: 'test' };
    const session = await signIn(contextOf(res), { username: req.params.username, password, visitor });
    await beginSession({ req, res, config }, { sessionId: session.id, sessionVersion: session.version });
    res.end();
  });
  app.use('/admin', await createAdminRouter(deps));
  app.use(notFound(), problemHandler(deps));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    deps,
    async person(username, staff) {
      const fields = { username, password, email: `${username}@example.test`, firstName: 'A', lastName: 'Person' };
      if (!staff) await createUser(hubCtx(db), fields);
      else {
        const { role, companyIds = null } = staff;
        await createStaff(hubCtx(db), { ...fields, staffRole: role, companyIds });
      }
      const answer = await fetch(`${url}/sign-in/${username}`, { method: 'POST' });
      return new Browser(
        url,
        answer.headers
          .getSetCookie()
          .map((cookie) => cookie.split(';')[0])
          .join('; '),
      );
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
