/** A merchant at the portal and the tills of their shop, for the tests of stores, tills and kitchen screens. */

import { afterAll, beforeAll } from 'vitest';
import { flushContacts } from '../../../server/domain/stores/index.ts';
import { grantRole } from '../../../server/domain/tenancy/index.ts';
import { call, recorded, type ShopTerminal } from '../../api/support.ts';
import { goodPassword, hubCtx, makeCompany, makeMember } from '../../support/people.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { type Answer, Visitor } from '../../support/visitor.ts';

export interface Settings {
  /** With the secret. */
  url: string;
  codes: ShopTerminal['codes'];
  toml: string;
}

export const textOf = (body: string) =>
  body.replaceAll('&quot;', '"').replaceAll('&#x3D;', '=').replaceAll('&amp;', '&').replaceAll('&#x27;', "'");

/** What a form shows in one of its fields; null without it. */
export function fieldIn({ body }: Answer, name: string): string | null {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(textOf(body))?.[1] ?? null;
}

/** The settings on the page that shows them once. */
export function settingsIn({ body }: Answer): Settings {
  const toml = textOf(/<textarea[^>]*id="settings"[^>]*>([^<]*)</.exec(body)?.[1] ?? '');
  const value = (name: string) => new RegExp(`^${name} = "([^"]*)"$`, 'm').exec(toml)?.[1] ?? '';
  const codes = {
    office_code: value('office_code'),
    store_code: value('store_code'),
    terminal_code: value('terminal_code'),
  };
  return { url: value('base_url'), codes, toml };
}

/** Sends a sale with an id of its own, as a till does; returns the status. */
export async function sell({ url, codes }: Settings): Promise<number> {
  const body = recorded('transaction-push-real-sale', { codes } as ShopTerminal);
  body.transactions[0].head.id = `a${crypto.randomUUID().slice(1)}`;
  return (await call(`${url}/api/v1/pos/transactions`, { json: body })).status;
}

export class Desk {
  readonly server: TestServer;
  readonly slug: string;
  readonly companyId: number;
  readonly #visitors = new Map<string, Visitor>();

  constructor(server: TestServer, company: { slug: string; id: number }) {
    this.server = server;
    this.slug = company.slug;
    this.companyId = company.id;
  }

  async as(username: string): Promise<Visitor> {
    const known = this.#visitors.get(username);
    if (known) return known;
    const visitor = new Visitor(this.server.url);
    const { status } = await visitor.signIn(username, goodPassword);
    if (status !== 302) throw new Error(`${username}: ${status}`);
    this.#visitors.set(username, visitor);
    return visitor;
  }

  get owner(): Promise<Visitor> {
    return this.as('owner.grocer');
  }

  /** Opens a store as the form does; its address. */
  async open(fields: Record<string, string>): Promise<string> {
    const owner = await this.owner;
    const path = `/stores/${this.slug}/create/`;
    const form = await owner.get(path);
    const shown = Object.fromEntries(['code', 'dayStart'].map((name) => [name, fieldIn(form, name) ?? '']));
    const chosen = { timeZone: 'Europe/London', currency: 'GBP', stockPolicy: 'terminal', fiscalProfile: 'none' };
    const answer = await owner.post(path, { ...shown, ...chosen, ...fields });
    if (answer.status !== 302) throw new Error(`not opened: ${answer.status} ${textOf(answer.body)}`);
    return answer.location ?? '';
  }

  /** Registers a till, or a kitchen screen; its address. */
  async register(store: string, fields: Record<string, string>): Promise<string> {
    const answer = await (await this.owner).post(`${store}register/`, { name: '', number: '', ...fields });
    if (answer.status !== 302) throw new Error(`not registered: ${answer.status}`);
    return (answer.location ?? '').replace(/pair\/$/, '');
  }

  async pair(device: string, fields: Record<string, string> = {}): Promise<Settings> {
    const owner = await this.owner;
    const seen = fieldIn(await owner.get(`${device}pair/`), 'seen') ?? '';
    return settingsIn(await owner.post(`${device}pair/`, { seen, ...fields }));
  }

  /** Writes down what is known of the last contacts, which else happens every few seconds. */
  settle(): Promise<void> {
    return flushContacts(this.server.deps);
  }
}

/** A hub with the company Grocer (owner.grocer, a member, a manager of no store yet) and the company Books. */
export function withDesk(clock?: { now: Date }): { readonly desk: Desk; readonly books: { slug: string; id: number } } {
  let desk: Desk | undefined;
  let books: { slug: string; id: number } | undefined;
  beforeAll(async () => {
    const server = await startTestServer(clock ? { now: () => clock.now } : {});
    const { db } = server.deps;
    const grocer = await makeCompany(db, 'Grocer');
    books = await makeCompany(db, 'Books');
    await makeMember(db, grocer.id, 'grocer.member');
    const accountant = await makeMember(db, grocer.id, 'grocer.accountant');
    await grantRole(hubCtx(db), { companyId: grocer.id, userId: accountant.id, role: 'accountant', storeId: null });
    desk = new Desk(server, grocer);
  });
  afterAll(() => desk?.server[Symbol.asyncDispose]());
  return {
    get desk() {
      if (!desk) throw new Error('the hub runs only while tests run');
      return desk;
    },
    get books() {
      if (!books) throw new Error('the hub runs only while tests run');
      return books;
    },
  };
}
