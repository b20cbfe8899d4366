/** Builds everything that browsers load into `built/`: bundles and styles with a hash in their names, the icons that are used
 *  as one sprite, compressed copies beside each text, and `manifest.json` from plain names to hashed ones. Run by
 *  `npm run build`; nothing is built while the hub runs. */

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const root = here('../..');
const built = here('./built');
const icons = here('../../node_modules/@tabler/icons/icons/outline');

/** Plain name → where it is made from. */
const bundles = {
  'gate.css': here('./styles/gate.css'),
  'app.js': here('./scripts/app.ts'),
  'charts.js': here('./charts.ts'),
  'catalog.js': here('./scripts/catalog.ts'),
  'live.js': here('./scripts/live.ts'),
  'api-docs.js': here('./scripts/api-docs.ts'),
  'reports.js': here('./scripts/reports.ts'),
  'password.js': here('./password.ts'),
};

const iconUse = /\bicon\s*\(?\s*['"]([a-z0-9-]+)['"]/g;

/** Names of all icons that a template or a source file of the browser doors mentions. */
function usedIcons(): string[] {
  const files = ['portal', 'reports', 'server/http'].flatMap((folder) =>
    readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(hbs|ts)$/.test(file))
      .map((file) => `${folder}/${file}`),
  );
  const names = files.flatMap((file) =>
    [...readFileSync(`${root}/${file}`, 'utf8').matchAll(iconUse)].map(([, name]) => name ?? ''),
  );
  return [...new Set(names)].sort();
}

/** One `<symbol>` per icon; the invisible bounding path that Tabler ships with each is left out. */
function sprite(names: readonly string[]): string {
  const symbols = names.map((name) => {
    const svg = readFileSync(`${icons}/${name}.svg`, 'utf8');
    const inner = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));
    const paths = inner
      .replace(/<path[^>]*stroke="none"[^>]*\/>/g, '')
      .replace(/\s+/g, ' ')
      .trim();
    return `<symbol id="${name}" viewBox="0 0 24 24">${paths}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`;
}

/** Writes a file under a name with its hash, compressed copies beside it. */
function emit(name: string, content: Buffer): string {
  const dot = name.lastIndexOf('.');
  const hash = createHash('sha256').update(content).digest('base64url').slice(0, 10).replaceAll(/[-_]/g, 'x');
  const hashed = `${name.slice(0, dot)}-${hash}${name.slice(dot)}`;
  writeFileSync(`${built}/${hashed}`, content);
  writeFileSync(`${built}/${hashed}.gz`, gzipSync(content, { level: 9 }));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  writeFileSync(`${built}/${hashed}.br`, brotliCompressSync(content, { params }));
  return hashed;
}

async function bundle(entry: string): Promise<Buffer> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    outdir: built,
    format: 'esm',
    target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
    legalComments: 'inline',
    absWorkingDir: root,
  });
  const [file] = result.outputFiles;
  if (file === undefined) throw new Error(`nothing came out of ${entry}`);
  return Buffer.from(file.contents);
}

mkdirSync(built, { recursive: true });
const manifest: Record<string, string> = {};
for (const [name, entry] of Object.entries(bundles)) manifest[name] = emit(name, await bundle(entry));
manifest['icons.svg'] = emit('icons.svg', Buffer.from(sprite(usedIcons())));
manifest['mark.svg'] = emit('mark.svg', readFileSync(here('./images/mark.svg')));
// Old files go last, so that a hub which runs beside the build never misses one.
const current = new Set(Object.values(manifest).flatMap((name) => [name, `${name}.gz`, `${name}.br`]));
for (const file of readdirSync(built)) if (!current.has(file)) rmSync(`${built}/${file}`);
writeFileSync(`${built}/manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);
console.log(`portal assets: ${Object.values(manifest).join(', ')}`);
