/** A hub with people in it, for the tests of the portal. */

import { afterAll, beforeAll } from 'vitest';
import { makeCompany, makeMember, makeStaff, makeUser } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';

export { goodPassword } from '../support/people.ts';

/** What every test of the portal finds: two companies that know nothing of each other. Names that would run as script if
 *  anything forgot to escape them. */
export interface Portal {
  server: TestServer;
  ours: Awaited<ReturnType<typeof makeCompany>>;
  theirs: Awaited<ReturnType<typeof makeCompany>>;
}

export const evilName = `<script>alert('x')</script>"&{{7*7}}`;

export function withPortal(): Portal {
  let portal: Portal | undefined;
  beforeAll(async () => {
    const server = await startTestServer();
    const { db } = server.deps;
    const ours = await makeCompany(db, 'Ours');
    const theirs = await makeCompany(db, 'Theirs');
    await makeMember(db, ours.id, 'plain.member');
    await makeUser(db, 'lone.person');
    await makeStaff(db, 'hub.staff', { role: 'support' });
    portal = { server, ours, theirs };
  });
  afterAll(() => portal?.server[Symbol.asyncDispose]());
  const current = (): Portal => {
    if (!portal) throw new Error('the hub runs only while tests run');
    return portal;
  };
  return {
    get server() {
      return current().server;
    },
    get ours() {
      return current().ours;
    },
    get theirs() {
      return current().theirs;
    },
  };
}

export function stranger(portal: Portal): Visitor {
  return new Visitor(portal.server.url);
}
