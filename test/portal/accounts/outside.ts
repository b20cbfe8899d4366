/** A hub where people sign in by another service too, and that service. */
import { afterAll, beforeEach } from 'vitest';
import { clientId, clientSecret, type Provider, startProvider } from '../../support/openid-provider.ts';
import type { Answer, Visitor } from '../../support/visitor.ts';
import { Accounts, password } from './support.ts';

export const returnPath = '/accounts/external/return/';
export const linkPath = '/accounts/external/link/';

export class Outside {
  readonly hub: Accounts;
  readonly provider: Provider;

  /** Call it at the top of a test file. */
  static async open(): Promise<Outside> {
    return new Outside(await startProvider());
  }

  private constructor(provider: Provider) {
    this.provider = provider;
    const service = { OIDC_ISSUER: provider.url, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret };
    this.hub = new Accounts({ ...service, OIDC_NAME: 'Townhall' });
    afterAll(() => provider[Symbol.asyncDispose]());
    beforeEach(() => {
      provider.lie = null;
    });
  }

  /** Goes to the service, signs in there, and comes back. */
  async come(visitor: Visitor, sub: string, { email = '', next = '' } = {}): Promise<Answer> {
    this.provider.person = { sub, ...(email && { email, email_verified: true }) };
    const { location } = await visitor.get(`/accounts/external/?next=${encodeURIComponent(next)}`);
    return visitor.get(returnPath + (await this.provider.signIn(location ?? '')));
  }

  /** Somebody who has just linked an identity with a new account. */
  async linked(username: string, sub: string): Promise<Visitor> {
    const person = await this.hub.person(username);
    await this.link(person, sub);
    return person;
  }

  async link(person: Visitor, sub: string): Promise<void> {
    const came = await this.come(person, sub, { email: `${sub}@townhall.example` });
    const { location } = await person.post(linkPath, { proof: password });
    if (came.location !== linkPath || location !== '/accounts/profile/') throw new Error(`${sub} was not linked`);
  }

  identities(subject: string) {
    return this.hub.reader.externalIdentity.findMany({ where: { subject } });
  }

  /** Takes the person's password away. */
  async forgetPassword(username: string): Promise<void> {
    const { id } = await this.hub.user(username);
    await this.hub.server.deps.db.transact((tx) => tx.user.update({ where: { id }, data: { passwordHash: null } }));
  }
}
