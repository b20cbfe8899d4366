import type { RequestHandler } from 'express';
import type { Config } from '../config.ts';
import { DomainError } from '../core/errors.ts';

/** Answers only for the configured hosts (`ALLOWED_HOSTS`); any other Host header gets 421. It keeps foreign names out of
 *  links, and other sites from reaching a hub in the local network by DNS rebinding. An entry without a port allows any. */
export function allowedHosts(deps: { config: Pick<Config, 'allowedHosts'> }): RequestHandler {
  const allowed = new Set(deps.config.allowedHosts);
  return (req, _res, next) => {
    const { host, name } = readHost(req.headers.host ?? '');
    if (allowed.has(host) || allowed.has(name)) return next();
    throw new DomainError(
      'misdirected_host',
      { host },
      'This hub does not answer under this host name (ALLOWED_HOSTS).',
    );
  };
}

/** The Host header in lower case, whole and without its port. A final dot names the same host. */
function readHost(header: string): { host: string; name: string } {
  const [, name = '', port = ''] = /^(\[[0-9a-f:.]+\]|[^:]*?)\.?(:\d+)?$/.exec(header.toLowerCase()) ?? [];
  return { host: name + port, name };
}
