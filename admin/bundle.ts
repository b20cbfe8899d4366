/** What `build.ts` has made for the browser: names with a hash of their content, so that a browser keeps them for good. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Router } from 'express';
import { DomainError } from '../server/core/errors.ts';
import { rootPath } from './paths.ts';

const folder = fileURLToPath(new URL('./bundle/browser', import.meta.url));

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** From best to worst; the build writes a file for each beside the plain one. */
const codings = { br: '.br', gzip: '.gz', identity: '' } as const;

let manifest: Readonly<Record<string, string>> | undefined;

function builtNames(): Readonly<Record<string, string>> {
  manifest ??= JSON.parse(readFileSync(path.join(folder, '..', 'manifest.json'), 'utf8')) as Record<string, string>;
  return manifest;
}

/** Address of a built file: `bundled('app.js')` → `/admin/assets/app-….js`.
 *  @throws Error it was not built */
export function bundled(name: string): string {
  const file = builtNames()[name];
  if (!file) throw new Error(`${name} is not built: run "npm run build:assets"`);
  return `${rootPath}/assets/${file}`;
}

/** Serves the built files as they were compressed ahead, and nothing else of the folder. */
export function bundleRouter(root = folder): Router {
  const files = new Set(Object.values(builtNames()));
  const router = Router();
  router.get('/:name', (req, res, next) => {
    const { name } = req.params;
    if (!files.has(name)) throw new DomainError('not_found');
    const accepted = req.acceptsEncodings(Object.keys(codings));
    const coding = accepted === 'br' || accepted === 'gzip' ? accepted : 'identity';
    res.set({
      'Content-Type': types[path.extname(name)] ?? 'application/octet-stream',
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
      ...(coding === 'identity' ? {} : { 'Content-Encoding': coding }),
    });
    // Type and caching are set above: the file's own name would say "brotli archive".
    res.sendFile(name + codings[coding], { root, cacheControl: false }, (error?: Error) => {
      if (!error || res.headersSent) return;
      // The build was repeated while this process runs: the page that asks is as old as it is.
      for (const header of ['Cache-Control', 'Content-Encoding', 'Content-Type']) res.removeHeader(header);
      next('code' in error && error.code === 'ENOENT' ? new DomainError('not_found') : error);
    });
  });
  return router;
}
