/** Templates that are compiled when the hub's program is built. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { translatorOf } from '../../server/core/translate.ts';
import { withTemplates } from '../../server/http/compile-templates.ts';
import { loadTemplate } from '../../server/http/templates.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = `<p title="{{name}}">{{t 'home.dashboard.today'}}{{#each rows}}<b>{{this}} {{../name}}</b>{{else}}–{{/each}}</p>`;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gate-templates-'));
  await writeFile(path.join(folder, 'page.hbs'), source);
});
afterAll(() => rm(folder, { recursive: true }));

const code = `const page = loadTemplate(new URL('./page.hbs', import.meta.url));`;
const build = async (used = new Set<string>()) => {
  const place = { file: path.join(folder, 'page.ts'), folder: path.join(folder, 'dist'), used };
  return { text: await withTemplates(code, place), used };
};

describe('a template that was compiled ahead', () => {
  it('says what it says when it is compiled as it is read, in every language', async () => {
    const { text } = await build();
    const [, address = ''] = /, new URL\("([^"]+)", import\.meta\.url\)\);$/.exec(text) ?? [];
    const file = pathToFileURL(path.join(folder, 'page.hbs'));
    const ahead = loadTemplate(file, pathToFileURL(path.resolve(folder, address)));
    const read = loadTemplate(file);
    for (const model of [{ name: '<i> & "', rows: [1, '<2>'] }, { rows: [] }]) {
      expect(ahead(model)).toBe(read(model));
      expect(ahead(model, translatorOf('tr'))).toBe(read(model, translatorOf('tr')));
    }
    expect(ahead({ name: '<i>' })).toContain('title="&lt;i&gt;"');
  });

  it('is compiled once for what its source says, and anew when that has changed', async () => {
    const first = await build();
    expect((await build()).used).toEqual(first.used);
    await writeFile(path.join(folder, 'page.hbs'), `${source}!`);
    const second = await build();
    await writeFile(path.join(folder, 'page.hbs'), source);
    expect(second.used).not.toEqual(first.used);
    expect((await readdir(path.join(folder, 'dist'))).sort()).toEqual([...first.used, ...second.used].sort());
  });

  it('is not taken for one where a comment speaks of it', async () => {
    const said = "/** Use `loadTemplate(new URL('./none.hbs', import.meta.url))`. */";
    expect(await withTemplates(said, { file: path.join(folder, 'a.ts'), folder, used: new Set() })).toBe(said);
  });
});

it('every template of the hub is loaded in the words that the build looks for', async () => {
  const found: string[] = [];
  for (const top of ['server', 'portal', 'reports', 'admin']) {
    for (const name of await readdir(path.join(root, top), { recursive: true })) {
      if (!name.endsWith('.ts') || /(^|\/)(built|bundle)\//.test(name)) continue;
      const text = await readFile(path.join(root, top, name), 'utf8');
      for (const [line] of text.matchAll(/^.*(?<!function )(?<!`)loadTemplate\(.*$/gm)) found.push(line);
    }
  }
  expect(found.length).toBeGreaterThan(90);
  const odd = found.filter((line) => !/loadTemplate\(new URL\('[^']+\.hbs', import\.meta\.url\)\)/.test(line));
  expect(odd).toEqual([]);
});
