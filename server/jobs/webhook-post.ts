/** Posts to other programs: only to public addresses over HTTPS, signed, never following anybody elsewhere. */
import { createHmac } from 'node:crypto';
import { lookup as lookUpName } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Slower than this is not there. */
const silenceMs = 10_000;

export interface Post {
  url: string;
  body: string;
  /** Seconds since 1970, part of what is signed: an old post that is sent again by somebody else can be told. */
  timestamp: number;
  secret: string;
  deliveryId: string;
}

/** Why a post did not arrive. `isFinal`: it never will. */
export class PostFault extends Error {
  readonly isFinal: boolean;

  constructor(message: string, isFinal = false) {
    super(message);
    this.isFinal = isFinal;
  }
}

/** `X-Gate-Signature: t=<timestamp>,v1=<HMAC-SHA256 of "<timestamp>.<body>" in hex>`. */
export function signatureOf({ timestamp, body, secret }: Pick<Post, 'timestamp' | 'body' | 'secret'>): string {
  return `t=${timestamp},v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

/** @param allowsLoopback true in tests: 127.0.0.1 without encryption
 *  @throws PostFault it did not arrive, or the receiver refused it */
export async function postWebhook(post: Post, { allowsLoopback }: { allowsLoopback: boolean }): Promise<void> {
  const url = new URL(post.url);
  const isLoopback = allowsLoopback && url.hostname === '127.0.0.1';
  if (url.protocol !== 'https:' && !isLoopback) throw new PostFault('only https:// is posted to', true);
  const address = isLoopback ? url.hostname : await publicAddress(url.hostname);
  const status = await send(post, { url, address });
  if (status >= 200 && status < 300) return;
  if (status >= 300 && status < 400)
    throw new PostFault(`the receiver sent us elsewhere (${status}), where we do not go`);
  throw new PostFault(`the receiver answered ${status}`, status === 410);
}

/** The address that is connected to is the one that was judged: a name that points elsewhere a moment later changes nothing. */
async function publicAddress(hostname: string): Promise<string> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const found = isIP(host) > 0 ? [host] : await addressesOf(host);
  if (found.length === 0 || !found.every(isPublic)) throw new PostFault('the address is none of the public internet');
  return found[0] as string;
}

async function addressesOf(host: string): Promise<string[]> {
  try {
    return (await lookUpName(host, { all: true, order: 'ipv4first' })).map(({ address }) => address);
  } catch (error) {
    throw new PostFault(`the name is not known (${(error as { code?: string }).code ?? 'unknown'})`);
  }
}

/** Neither private, nor of this machine, nor reserved for anything; also not inside an address of version 6. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === 'unicast';
}

function send({ body, timestamp, secret, deliveryId }: Post, { url, address }: { url: URL; address: string }) {
  const isTls = url.protocol === 'https:';
  return new Promise<number>((resolve, reject) => {
    const request = (isTls ? httpsRequest : httpRequest)(
      {
        method: 'POST',
        host: address,
        port: url.port || (isTls ? 443 : 80),
        path: `${url.pathname}${url.search}`,
        // The certificate must be that of the name.
        ...(isTls && isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0 && { servername: url.hostname }),
        agent: false,
        signal: AbortSignal.timeout(silenceMs),
        headers: {
          host: url.host,
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'SaleFlex.GATE',
          'x-gate-delivery': deliveryId,
          'x-correlation-id': deliveryId,
          'x-gate-signature': signatureOf({ timestamp, body, secret }),
        },
      },
      (response) => {
        // What it says beside its status interests nobody.
        response.destroy();
        resolve(response.statusCode ?? 0);
      },
    );
    request.on('error', (error: Error & { code?: string }) => {
      const isSlow = error.name === 'TimeoutError' || error.name === 'AbortError';
      reject(
        new PostFault(isSlow ? `no answer within ${silenceMs / 1000} s` : `no connection (${error.code ?? 'unknown'})`),
      );
    });
    request.end(body);
  });
}
