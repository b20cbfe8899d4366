/** Styles, scripts and pictures, as `npm run build` made them: under names with a hash, so that a browser keeps them for ever
 *  and never shows an old one. */

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express, { type Router } from 'express';
import { DomainError } from '../core/errors.ts';

const folder = fileURLToPath(new URL('../../portal/assets/built/', import.meta.url));

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
};

/** From best to worst; the build writes one file for each beside the plain one. */
const codings = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const;

let manifest: Readonly<Record<string, string>> | undefined;

function builtNames(): Readonly<Record<string, string>> {
  if (manifest) return manifest;
  const file = `${folder}manifest.json`;
  if (!existsSync(file)) throw new Error('The browser files are not built: run `npm run build`.');
  manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  return manifest;
}

/** The address of a built file: `asset('gate.css')` → `/assets/gate-….css`.
 *  @throws Error for a name that was not built */
export function asset(name: string): string {
  const hashed = builtNames()[name];
  if (hashed === undefined) throw new Error(`There is no built file '${name}'.`);
  return `/assets/${hashed}`;
}

/** Serves the built files, and nothing else of the folder; to be mounted at `/assets`. */
export function createAssetsRouter(): Router {
  const router = express.Router();
  const files = new Set(Object.values(builtNames()));
  router.get('/:name', (req, res) => {
    const { name } = req.params;
    if (!files.has(name)) throw new DomainError('not_found');
    const coding = codings.find((candidate) => req.acceptsEncodings(candidate.name) === candidate.name);
    res.set('Content-Type', types[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream');
    res.set('Cache-Control', 'public, max-age=31536000, immutable');
    res.set('Vary', 'Accept-Encoding');
    if (coding) res.set('Content-Encoding', coding.name);
    res.send(readFileSync(`${folder}${name}${coding?.suffix ?? ''}`));
  });
  return router;
}
