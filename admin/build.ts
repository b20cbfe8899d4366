/** Builds ahead what the back office needs, so that nothing is bundled or written at start: `bundle/server` holds AdminJS for
 *  the server, `bundle/browser` the scripts and styles with content hashes in their names, each also compressed. */

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { languages } from '../server/core/languages.ts';
import { browserFiles } from './build-browser.ts';
import { textsOf } from './texts.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const out = path.join(here, 'bundle');

/** Libraries that AdminJS imports on the server without using them there: its own bundler's, and widgets of the browser. */
const unusedOnServer =
  /^(rollup|ora|@rollup\/.*|rollup-plugin-.*|@babel\/(preset|plugin)-.*|react-datepicker|date-fns|date-fns\/.*|@hello-pangea\/dnd|react-phone-input-2|react-select|react-select\/.*|@tiptap\/.*|react-dom|react-dom\/.*|react-feather)$/;

const stubs: Plugin = {
  name: 'unused-on-server',
  setup(builder) {
    builder.onResolve({ filter: unusedOnServer }, ({ path: name }) => ({ path: name, namespace: 'unused' }));
    builder.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({
      contents:
        'module.exports = new Proxy(function () { return {}; }, { get: (target, key) => key === "__esModule" ? false : key === "default" ? target : () => ({}) });',
    }));
    // AdminJS's bundlers configure rollup at import.
    builder.onLoad({ filter: /adminjs.lib.backend.bundler.\w+\.bundler\.js$/ }, () => ({
      contents: 'export default {};',
    }));
  },
};

async function buildServer(): Promise<void> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { AdminJS, BaseRecord, Filter, ValidationError } from 'adminjs';
        export { buildRouter } from '@adminjs/express';
        export { Resource } from '@adminjs/prisma';
        export { Property } from './node_modules/@adminjs/prisma/lib/Property.js';`,
      resolveDir: path.join(here, '..'),
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // @adminjs/express recognises AdminJS by its class's name.
    keepNames: true,
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    write: false,
    banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
    define: { 'import.meta.url': 'importMetaUrl', 'process.env.NODE_ENV': '"production"' },
    external: ['express', '@prisma/client', 'express-formidable'],
    plugins: [stubs],
    logLevel: 'error',
  });
  // AdminJS reads its version from the package.json above its code.
  await replaceFile(path.join(out, 'package.json'), JSON.stringify({ version: await versionOf('adminjs') }));
  await replaceFile(path.join(out, 'server', 'adminjs.cjs'), outputFiles[0]?.contents ?? '');
}

/** Nobody ever sees half of it. */
async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, content);
  await rename(fresh, file);
}

async function versionOf(name: string): Promise<string> {
  const text = await readFile(path.join(here, '..', 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** The texts of each language but English as a script that runs before the components. */
function textScripts(): [string, Buffer][] {
  return languages
    .filter((language) => language !== 'en')
    .map((language) => [
      `texts-${language}.js`,
      Buffer.from(`window.GATE_TEXTS=${JSON.stringify(textsOf(language))};`),
    ]);
}

/** Writes a file under a name with its content's hash, plain and compressed; returns that name. */
async function writeHashed(name: string, content: Buffer): Promise<string> {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const { name: stem, ext } = path.parse(name);
  // Parts that are loaded later are named by their hash already.
  const hashed = name.startsWith('part-') ? name : `${stem}-${hash}${ext}`;
  const file = path.join(out, 'browser', hashed);
  const brotli = promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  await Promise.all([
    replaceFile(file, content),
    brotli.then((bytes) => replaceFile(`${file}.br`, bytes)),
    promisify(gzip)(content, { level: 9 }).then((bytes) => replaceFile(`${file}.gz`, bytes)),
  ]);
  return hashed;
}

/** In place, and the manifest last: whoever serves or tests meanwhile finds whole files, the old ones or the new ones. */
await mkdir(path.join(out, 'browser'), { recursive: true });
await mkdir(path.join(out, 'server'), { recursive: true });
const [, files] = await Promise.all([buildServer(), browserFiles()]);
const names = await Promise.all(
  [...files, ...textScripts()].map(async ([name, content]) => [name, await writeHashed(name, content)] as const),
);
await replaceFile(path.join(out, 'manifest.json'), JSON.stringify(Object.fromEntries(names)));
const current = new Set(names.flatMap(([, file]) => [file, `${file}.br`, `${file}.gz`]));
for (const file of await readdir(path.join(out, 'browser'))) {
  if (!current.has(file)) await rm(path.join(out, 'browser', file), { force: true });
}
