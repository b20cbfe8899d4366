/** A hub for the tests of people's own accounts: with a clock that ticks when it is looked at and can be moved, and with its mail. */

import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll } from 'vitest';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { type Answer, Visitor } from '../../support/visitor.ts';

export const password = 'marble kettle orbit';
export const otherPassword = 'violet harbour ladder';

export class Accounts {
  #server: TestServer | undefined;
  #at = Date.now();

  constructor(env: Record<string, string> = {}) {
    beforeAll(async () => {
      this.#server = await startTestServer({ env, now: () => this.now() });
    });
    afterAll(() => this.#server?.[Symbol.asyncDispose]());
  }

  get server(): TestServer {
    if (!this.#server) throw new Error('the hub runs only while tests run');
    return this.#server;
  }

  get reader() {
    return this.server.deps.db.reader;
  }

  now(): Date {
    this.#at += 1;
    return new Date(this.#at);
  }

  pass(ms: number): void {
    this.#at += ms;
  }

  visitor(): Visitor {
    return new Visitor(this.server.url);
  }

  /** Somebody who has just made an account. */
  async person(username: string, email = ''): Promise<Visitor> {
    const visitor = this.visitor();
    const answer = await this.register(visitor, { username, email });
    if (answer.status !== 302) throw new Error(`${username} was not registered: ${answer.status}\n${answer.body}`);
    // What one test makes must not slow another one down.
    await this.forgetTries();
    return visitor;
  }

  register(visitor: Visitor, fields: Record<string, string>): Promise<Answer> {
    return visitor.post('/accounts/register/', { email: '', password, again: password, ...fields });
  }

  /** Somebody with a confirmed address. */
  async confirmedPerson(username: string, email: string): Promise<Visitor> {
    const visitor = await this.person(username, email);
    const answer = await this.visitor().post(await this.lastLink(email, 'confirm-address'), {});
    if (answer.status !== 302) throw new Error(`${email} was not confirmed: ${answer.status}`);
    return visitor;
  }

  async signedIn(username: string, secret = password): Promise<Visitor> {
    const visitor = this.visitor();
    const answer = await visitor.signIn(username, secret);
    if (answer.location !== '/dashboard/') throw new Error(`${username} is not signed in: ${answer.status}`);
    return visitor;
  }

  /** Every mail of a kind to an address, the last one first. */
  mails(toAddress: string, kind: string) {
    return this.reader.mailMessage.findMany({ where: { toAddress, kind }, orderBy: [{ createdAt: 'desc' }] });
  }

  async lastLink(toAddress: string, kind: string): Promise<string> {
    const [mail] = await this.mails(toAddress, kind);
    if (!mail) throw new Error(`no ${kind} was sent to ${toAddress}`);
    return mail.path;
  }

  user(username: string) {
    return this.reader.user.findUniqueOrThrow({ where: { usernameFolded: username } });
  }

  async forgetTries(): Promise<void> {
    await this.server.deps.db.transact((tx) => tx.signInThrottle.deleteMany({}));
  }

  /** Switches the second factor on, as the pages lead; the secret and the codes for paper. */
  async switchOn(visitor: Visitor): Promise<{ code(): string; recoveryCodes: string[] }> {
    await visitor.post('/accounts/two-factor/start/', { proof: password });
    const { body } = await visitor.get('/accounts/two-factor/set-up/');
    const secret = /id="secret"[^>]*>([^<]+)</.exec(body)?.[1]?.replaceAll(' ', '') ?? '';
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    const code = () => totp.generate({ timestamp: this.now().getTime() });
    const answer = await visitor.post('/accounts/two-factor/set-up/', { code: code() });
    const listed = /id="code-list"[^>]*>([^<]+)</.exec(answer.body)?.[1] ?? '';
    // The code of this half minute is used up.
    this.pass(30_000);
    return { code, recoveryCodes: listed.split('\n') };
  }
}

/** Whether the visitor is signed in. */
export async function isIn(visitor: Visitor): Promise<boolean> {
  return (await visitor.get('/accounts/profile/')).status === 200;
}

/** The sentences of a page without its markup, ids and tokens. */
export function textOf({ body }: Answer): string {
  const main = body.slice(body.indexOf('<main'), body.indexOf('</main>'));
  return main
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
