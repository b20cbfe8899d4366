import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import type { Config } from '../config.ts';

/** Headers by which proxies say that they pass on somebody else's request. */
const forwardingHeaders = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'cf-connecting-ip',
];

/** Whether this request may read the metrics: it brings the configured token, or it comes straight from one of the configured
 *  networks (by default this machine). What a proxy passes on is never "straight from", although its connection comes from
 *  the proxy's address; that also holds for HTTP/1.0, which simple proxies speak without adding any header. */
export function mayReadMetrics(
  req: IncomingMessage,
  config: Pick<Config, 'metricsNetworks' | 'metricsToken'>,
): boolean {
  const { authorization } = req.headers;
  if (config.metricsToken !== null && authorization !== undefined) {
    return sameText(authorization, `Bearer ${config.metricsToken}`);
  }
  if (req.httpVersionMajor === 1 && req.httpVersionMinor === 0) return false;
  if (forwardingHeaders.some((header) => req.headers[header] !== undefined)) return false;
  const address = req.socket.remoteAddress;
  if (address === undefined || !ipaddr.isValid(address)) return false;
  const client = ipaddr.process(address);
  return config.metricsNetworks.some((network) => isInside(client, network));
}

function isInside(client: ipaddr.IPv4 | ipaddr.IPv6, network: string): boolean {
  const [base, bits] = network.includes('/') ? ipaddr.parseCIDR(network) : [ipaddr.parse(network), null];
  return base.kind() === client.kind() && client.match(base, bits ?? (base.kind() === 'ipv4' ? 32 : 128));
}

/** Compares without telling by its duration where the texts begin to differ. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
