/** Compiles templates while the hub's program is built, each into a file of its own that is read when its page is shown first:
 *  nobody waits for a compiler, and the start reads no template at all. Measured: half of the time of a page's first visit. */
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Handlebars from 'handlebars';
import { compileOptions } from './compile-options.ts';

/** Not where a comment speaks of it. */
const call = /(?<!`)loadTemplate\(new URL\('([^']+\.hbs)', import\.meta\.url\)\)/g;

interface Place {
  /** Whose text it is. */
  file: string;
  /** Keeps what was compiled. */
  folder: string;
  /** Is told the names of these files. */
  used: Set<string>;
}

/** Puts the addresses of compiled templates beside those of their sources. */
export async function withTemplates(text: string, place: Place): Promise<string> {
  const made = new Map<string, string>();
  for (const [, address = ''] of text.matchAll(call)) made.set(address, await compiled(address, place));
  return text.replaceAll(call, (said, address: string) => {
    const relative = JSON.stringify(made.get(address));
    return `${said.slice(0, -1)}, new URL(${relative}, import.meta.url))`;
  });
}

/** @returns where it is, seen from the file that names it */
async function compiled(address: string, { file, folder, used }: Place): Promise<string> {
  const home = path.dirname(file);
  const source = await readFile(path.resolve(home, address), 'utf8');
  const key = createHash('sha256')
    .update(JSON.stringify([Handlebars.VERSION, compileOptions, source]))
    .digest('hex');
  const name = `template-${key.slice(0, 32)}.js`;
  const kept = path.join(folder, name);
  used.add(name);
  const isKnown = await access(kept).then(
    () => true,
    () => false,
  );
  if (!isKnown) {
    await mkdir(folder, { recursive: true });
    // Another build may read it just now.
    await writeFile(`${kept}.${process.pid}`, String(Handlebars.precompile(source, { ...compileOptions })));
    await rename(`${kept}.${process.pid}`, kept);
  }
  return path.relative(home, kept).replaceAll(path.sep, '/');
}
