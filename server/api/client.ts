import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';
import { isInNetworks } from '../domain/stores/index.ts';
import { clientAddress } from '../http/proxies.ts';

/** What proxies add to what they pass on. */
const forwardingHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip'] as const;

/** The device's address, as networks are compared with it. Empty, and so in no network, when somebody passed the request on
 *  who is no trusted proxy: the connection's address is then the stranger's, which may be this very machine. */
export function deviceAddress(req: IncomingMessage, config: Pick<Config, 'trustedProxies'>): string {
  const isForwarded = forwardingHeaders.some((name) => req.headers[name] !== undefined);
  if (isForwarded && !isInNetworks(req.socket.remoteAddress ?? '', config.trustedProxies)) return '';
  return clientAddress(req, config);
}
