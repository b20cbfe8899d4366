/** Signing in by another service (OpenID Connect): authorization code with PKCE, state and nonce. Nothing is asked of any other
 *  host unless the operator has named one, and then only when somebody chooses to sign in by it. */
import * as client from 'openid-client';
import type { Config } from '../config.ts';
import { DomainError } from '../core/errors.ts';
import type { Logger } from '../log.ts';

/** What must be known again when the person comes back. */
export interface OpenIdTicket {
  state: string;
  nonce: string;
  verifier: string;
}

/** Who somebody is at the other service. */
export interface OpenIdPerson {
  issuer: string;
  subject: string;
  /** As the service says; not proved to us. Empty: it does not say. */
  email: string;
}

/** Asked again after so long: services change their keys and addresses. */
const rediscoverMs = 3_600_000;
const timeoutSeconds = 10;

export class OpenIdService {
  /** What people call the service. */
  readonly name: string;
  readonly #settings;
  readonly #returnUrl: string;
  #known: { at: number; configuration: Promise<client.Configuration> } | null = null;

  constructor(settings: NonNullable<Config['openId']>, publicUrl: string) {
    this.name = settings.name;
    this.#settings = settings;
    this.#returnUrl = `${publicUrl}/accounts/external/return/`;
  }

  /** Where the person is sent, and what to keep in their browser until they are back.
   *  @throws unavailable the service does not answer */
  async begin(log: Logger): Promise<{ href: string; ticket: OpenIdTicket }> {
    const configuration = await this.#configuration(log);
    const ticket = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const { href } = client.buildAuthorizationUrl(configuration, {
      ...{ redirect_uri: this.#returnUrl, scope: 'openid email', state: ticket.state, nonce: ticket.nonce },
      code_challenge: await client.calculatePKCECodeChallenge(ticket.verifier),
      code_challenge_method: 'S256',
    });
    return { href, ticket };
  }

  /** Who has come back.
   *  @param search the query that they came back with
   *  @throws expired     it does not belong to the ticket, or the service or the person has refused
   *  @throws unavailable the service does not answer */
  async finish(ticket: OpenIdTicket, search: string, log: Logger): Promise<OpenIdPerson> {
    const configuration = await this.#configuration(log);
    try {
      const tokens = await client.authorizationCodeGrant(configuration, new URL(`${this.#returnUrl}?${search}`), {
        ...{ expectedState: ticket.state, expectedNonce: ticket.nonce, pkceCodeVerifier: ticket.verifier },
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('the service sent no ID token');
      const { iss: issuer, sub: subject, email } = claims;
      return { issuer, subject, email: typeof email === 'string' ? email.slice(0, 254) : '' };
    } catch (error) {
      log.warn({ err: error }, 'a sign-in by another service was not finished');
      throw new DomainError('expired', {}, 'The sign-in was not finished. Please try again.');
    }
  }

  /** Those who ask at once share one request; one that failed is forgotten. */
  async #configuration(log: Logger): Promise<client.Configuration> {
    const now = performance.now();
    if (this.#known === null || now - this.#known.at > rediscoverMs) {
      this.#known = { at: now, configuration: this.#discover() };
    }
    try {
      return await this.#known.configuration;
    } catch (error) {
      this.#known = null;
      log.warn({ err: error }, 'the other sign-in service does not answer');
      throw new DomainError('unavailable', {}, 'The other sign-in service does not answer just now.');
    }
  }

  #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const isPlain = issuer.startsWith('http:');
    return client.discovery(
      new URL(issuer),
      clientId,
      undefined,
      clientSecret === null ? client.None() : client.ClientSecretPost(clientSecret),
      {
        timeout: timeoutSeconds,
        // The signature of the ID token is checked as well, not only where it came from. Without encryption: this machine only.
        execute: [client.enableNonRepudiationChecks, ...(isPlain ? [client.allowInsecureRequests] : [])],
      },
    );
  }
}
