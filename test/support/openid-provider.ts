/** A small OpenID Connect service on loopback: it lets in whoever the test names, and checks what a real one would. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

interface Asked {
  nonce: string;
  challenge: string;
  redirect: string;
}

export interface Provider extends AsyncDisposable {
  url: string;
  /** Who signs in there next. */
  person: { sub: string; email?: string; email_verified?: boolean };
  /** What the next ID token says wrongly. */
  lie: { nonce?: string; aud?: string; iss?: string; expired?: true; otherKey?: true } | null;
  /** Requests so far, by path. */
  asked: string[];
  /** Signs in as the person, from the address that the hub sends people to: the query that they come back with. */
  signIn(href: string): Promise<string>;
}

export const clientId = 'the-hub';
export const clientSecret = 'secret-of-the-hub';

export async function startProvider(): Promise<Provider> {
  const keys = await generateKeyPair('RS256', { extractable: true });
  const others = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  const codes = new Map<string, Asked>();

  const token = async (req: IncomingMessage) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const sent = new URLSearchParams(Buffer.concat(chunks).toString());
    const asked = codes.get(sent.get('code') ?? '');
    codes.delete(sent.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(sent.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight =
      asked?.challenge === challenge &&
      asked.redirect === sent.get('redirect_uri') &&
      sent.get('client_secret') === clientSecret;
    if (!isRight) return { status: 400, body: { error: 'invalid_grant' } };
    const { lie } = provider;
    const at = Math.floor(Date.now() / 1000) - (lie?.expired ? 7200 : 0);
    const idToken = await new SignJWT({ ...provider.person, nonce: lie?.nonce ?? asked.nonce })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuer(lie?.iss ?? provider.url)
      .setAudience(lie?.aud ?? clientId)
      .setIssuedAt(at)
      .setExpirationTime(at + 300)
      .sign(lie?.otherKey ? others.privateKey : keys.privateKey);
    return { status: 200, body: { access_token: 'x', token_type: 'Bearer', id_token: idToken } };
  };

  const server = createServer((req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? '/', provider.url);
    provider.asked.push(pathname);
    const answer = (status: number, body: object) =>
      void res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (pathname === '/.well-known/openid-configuration') return answer(200, metadata(provider.url));
    if (pathname === '/jwks') return answer(200, { keys: [jwk] });
    if (pathname === '/token') return void token(req).then(({ status, body }) => answer(status, body));
    const said = (name: string) => searchParams.get(name) ?? '';
    const isRight = said('client_id') === clientId && said('code_challenge_method') === 'S256' && said('state') !== '';
    if (pathname !== '/authorize' || !isRight) return answer(400, {});
    const code = randomBytes(8).toString('hex');
    codes.set(code, { nonce: said('nonce'), challenge: said('code_challenge'), redirect: said('redirect_uri') });
    const back = new URLSearchParams({ code, state: said('state') });
    res.writeHead(302, { location: `${said('redirect_uri')}?${back}` }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const provider: Provider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    person: { sub: 'nobody' },
    lie: null,
    asked: [],
    async signIn(href) {
      const { headers } = await fetch(href, { redirect: 'manual' });
      return new URL(headers.get('location') ?? '').search;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
  return provider;
}

function metadata(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
  };
}
