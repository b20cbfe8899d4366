import { Router } from 'express';
import type { Tokens } from '../../../domain/access/index.ts';
import { keySetHeaders } from './operations.ts';

/** The key set at the host's root too, where libraries look for it. */
export function createRootKeySet({ tokens }: { tokens: Tokens }): Router {
  return Router({ caseSensitive: true }).get('/.well-known/jwks.json', async (_req, res) => {
    res.locals['route'] = '/.well-known/jwks.json';
    res.set(keySetHeaders).json(await tokens.keySet());
  });
}
