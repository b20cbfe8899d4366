/** A hub with a company that has somebody of each kind, for the tests of the pages about companies and people. */
import { afterAll, beforeAll } from 'vitest';
import { addMember, createCompany, grantRole } from '../../../server/domain/tenancy/index.ts';
import { goodPassword, hubCtx, makeUser } from '../../support/people.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { makeStore } from '../../support/stores.ts';
import { type Answer, Visitor } from '../../support/visitor.ts';

let shops = 0;

/** A company whose people are called `<what they are>.<number>`. */
export interface Shop {
  id: number;
  slug: string;
  name: string;
  stores: { id: number; name: string }[];
  /** Ids of accounts by what they are. */
  ids: Record<(typeof kinds)[number], string>;
  nameOf(kind: (typeof kinds)[number]): string;
}

const kinds = ['owner', 'co-owner', 'administrator', 'manager', 'accountant', 'member', 'outsider'] as const;

export class Desk {
  #server: TestServer | undefined;

  constructor() {
    beforeAll(async () => {
      this.#server = await startTestServer();
    });
    afterAll(() => this.#server?.[Symbol.asyncDispose]());
  }

  get server(): TestServer {
    if (!this.#server) throw new Error('the hub runs only while tests run');
    return this.#server;
  }

  get db() {
    return this.server.deps.db;
  }

  stranger(): Visitor {
    return new Visitor(this.server.url);
  }

  /** Somebody who has just signed in. */
  async as(username: string): Promise<Visitor> {
    const visitor = this.stranger();
    const { status } = await visitor.signIn(username, goodPassword);
    if (status !== 302) throw new Error(`${username} is not signed in`);
    return visitor;
  }

  /** A new account, signed in. */
  async newcomer(username: string): Promise<Visitor> {
    await makeUser(this.db, username);
    return this.as(username);
  }

  async shop(): Promise<Shop> {
    shops += 1;
    const number = shops;
    const nameOf = (kind: (typeof kinds)[number]) => `${kind}.${number}`;
    const made: [string, string][] = [];
    for (const kind of kinds) made.push([kind, (await makeUser(this.db, nameOf(kind))).id]);
    const ids = Object.fromEntries(made) as Shop['ids'];
    const name = `Corner Shop ${number}`;
    const hub = hubCtx(this.db);
    const { id, slug } = await createCompany(hub, { name, ownerUserId: ids.owner });
    await addMember(hub, { companyId: id, userId: ids['co-owner'], isOwner: true });
    await addMember(hub, { companyId: id, userId: ids.administrator, isAdministrator: true });
    for (const kind of ['manager', 'accountant', 'member'] as const)
      await addMember(hub, { companyId: id, userId: ids[kind] });
    const stores = [];
    for (const code of ['Quay', 'Market']) stores.push({ id: await makeStore(this.db, id, code), name: code });
    const storeId = stores[0]?.id ?? null;
    await grantRole(hub, { companyId: id, userId: ids.manager, role: 'manager', storeId });
    await grantRole(hub, { companyId: id, userId: ids.accountant, role: 'accountant', storeId: null });
    return { id, slug, name, stores, ids, nameOf };
  }
}

/** The message on the page that an answer leads to, with its level: `success: Saved.` */
export async function flashAfter(visitor: Visitor, answer: Answer): Promise<string> {
  const { body } = await visitor.get(answer.location ?? '/');
  const [, level, text] = /gate-flash is-(\w+)" role="(?:alert|status)"[\s\S]*?<div>([^<]*)<\/div>/.exec(body) ?? [];
  return `${level}: ${unescaped(text ?? '')}`;
}

function unescaped(text: string): string {
  return text
    .replace(/&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
