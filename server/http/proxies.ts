/** Who is really calling, behind the proxies that the operator named. Everything a client could have written itself is
 *  ignored: only an address in `TRUSTED_PROXIES` may speak for another. */
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import type { Config } from '../config.ts';

type ProxyConfig = Pick<Config, 'trustedProxies'>;
type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** More hops than any real chain of proxies has; what is left of them is not looked at. */
const maxHops = 20;

/** The client's address, IPv4 in its plain form; empty when the connection is already gone.
 *  `X-Forwarded-For` is walked from the right: each entry was written by the hop after it, so the first one that is no
 *  trusted proxy is as far as anybody trustworthy has seen. An entry that is no address ends the walk. */
export function clientAddress(req: IncomingMessage, config: ProxyConfig): string {
  let current = readAddress(req.socket.remoteAddress ?? '');
  if (current === null) return '';
  const forwarded = headerText(req, 'x-forwarded-for').split(',').slice(-maxHops);
  while (isTrusted(current, config)) {
    const next = readAddress(forwarded.pop() ?? '');
    if (next === null) break;
    current = next;
  }
  return current.toString();
}

/** Whether the client's own connection is encrypted: ours is, or a trusted proxy says that its was. Of several values the
 *  last counts, which the nearest proxy has written. */
export function isHttps(req: IncomingMessage, config: ProxyConfig): boolean {
  if ('encrypted' in req.socket && req.socket.encrypted === true) return true;
  const peer = readAddress(req.socket.remoteAddress ?? '');
  if (peer === null || !isTrusted(peer, config)) return false;
  return headerText(req, 'x-forwarded-proto').split(',').at(-1)?.trim().toLowerCase() === 'https';
}

function headerText(req: IncomingMessage, name: string): string {
  const value = req.headers[name];
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}

/** Addresses read lately: a hub hears from the same ones again and again. */
const known = new Map<string, Address | null>();
const mostKnown = 2000;

function readAddress(text: string): Address | null {
  let address = known.get(text);
  if (address === undefined) {
    address = parseAddress(text);
    if (known.size >= mostKnown) known.clear();
    known.set(text, address);
  }
  return address;
}

/** Reads "10.0.0.1", "10.0.0.1:443", "::1", "[::1]:443" and IPv4 in IPv6 form; null for anything else. */
function parseAddress(text: string): Address | null {
  const trimmed = text.trim();
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? /^(\d+(?:\.\d+){3}):\d+$/.exec(trimmed)?.[1] ?? trimmed;
  const isPlain = bare.includes(':') || ipaddr.IPv4.isValidFourPartDecimal(bare);
  return isPlain && ipaddr.isValid(bare) ? ipaddr.process(bare) : null;
}

function isTrusted(address: Address, config: ProxyConfig): boolean {
  return rangesOf(config.trustedProxies).some(
    ([base, bits]) => base.kind() === address.kind() && address.match(base, bits),
  );
}

/** The configured list, read once; it is frozen. */
const ranges = new WeakMap<readonly string[], [Address, number][]>();

function rangesOf(networks: readonly string[]): [Address, number][] {
  const found = ranges.get(networks);
  if (found) return found;
  const read = networks.map((network): [Address, number] => {
    if (network.includes('/')) return ipaddr.parseCIDR(network);
    const address = ipaddr.process(network);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  });
  ranges.set(networks, read);
  return read;
}
