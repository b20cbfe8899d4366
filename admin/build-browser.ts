/** The browser's half of the back office as one bundle, from the sources of AdminJS and its design system. The bundles that those
 *  packages bring weigh four times as much: nine languages, drawings, editors, phone and date pickers that no page here uses. */

import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const require = createRequire(import.meta.url);
const adminJs = path.join(path.dirname(require.resolve('adminjs')), 'lib');

/** Libraries behind parts that no page shows, and fillings of what every browser can do by itself. */
const leftOutLibraries =
  /^(i18next-http-backend|i18next-browser-languagedetector|core-js(\/.*)?|regenerator-runtime(\/.*)?|react-phone-input-2(\/.*)?|react-datepicker(\/.*)?|@tiptap\/.*|@tinymce\/.*|react-currency-input-field|text-mask.*|react-text-mask|date-fns(\/.*)?|@hello-pangea\/dnd)$/;

/** Files of AdminJS and its design system: drawings, styles of the pickers, its own first and sign-in pages, other languages. */
const leftOutFiles =
  /(adminjs[\\/]lib[\\/]frontend[\\/]components[\\/](login[\\/]index|app[\\/]default-dashboard|app[\\/]utils[\\/]rocket-svg)|design-system[\\/]build[\\/](atoms[\\/]illustrations[\\/][\w-]+|utils[\\/](phone-input|datepicker)\.styles))\.js$/;

/** A component that draws nothing, or styles that say nothing. */
const emptyPart = 'export default () => null;';

/** Anything can be called on it, read from it and drawn with it; nothing comes of it. */
const nothing =
  'module.exports = new Proxy(function () { return null; }, { get: (of, key) => key === "__esModule" ? false : key === Symbol.toPrimitive || key === "toString" ? () => "" : of });';

const leaveOut: Plugin = {
  name: 'leave-out',
  setup(builder) {
    builder.onResolve({ filter: leftOutLibraries }, ({ path: name }) => ({ path: name, namespace: 'left-out' }));
    builder.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: nothing }));
    builder.onLoad({ filter: leftOutFiles }, ({ path: file }) =>
      file.endsWith('index.js') && file.includes('illustrations') ? undefined : { contents: emptyPart },
    );
    builder.onLoad(
      { filter: /adminjs[\\/]lib[\\/]locale[\\/](de|es|it|ja|pl|pt-BR|ua|zh-CN)[\\/]translation\.json$/ },
      () => ({
        contents: '{}',
        loader: 'json',
      }),
    );
  },
};

/** What components import from `adminjs`, whose own entry is the server's. */
const browserSide = `
export { default as withNotice } from './frontend/hoc/with-notice.js';
export { default as ApiClient } from './frontend/utils/api-client.js';
export { default as BasePropertyComponent, CleanPropertyComponent } from './frontend/components/property-type/index.js';
export { default as ViewHelpers } from './backend/utils/view-helpers/view-helpers.js';
export { flat } from './utils/flat/index.js';
export * from './frontend/components/property-type/utils/index.js';
export * from './frontend/components/app/index.js';
export * from './frontend/components/actions/index.js';
export * from './frontend/hooks/index.js';
export * from './frontend/interfaces/action/index.js';
export * from './frontend/utils/index.js';
export * from './frontend/store/index.js';`;

/** The order counts: colours before AdminJS reads them, and our components once it can be told of them. */
const entry = `
import './theme.ts';
import 'adminjs-start';
import './main.tsx';`;

/** AdminJS looks for components that replace its own in `window.AdminJS`. */
const start = `
import AdminJS from './frontend/bundle-entry.js';
import { createRoot } from 'react-dom/client';
window.AdminJS = AdminJS;
window.createRoot = createRoot;`;

const adminJsParts: Plugin = {
  name: 'adminjs-parts',
  setup(builder) {
    const parts: Readonly<Record<string, string>> = { adminjs: browserSide, 'adminjs-start': start, entry };
    builder.onResolve({ filter: /^(adminjs(-start)?|entry)$/ }, ({ path: name }) => ({
      path: name,
      namespace: 'part',
    }));
    builder.onLoad({ filter: /.*/, namespace: 'part' }, ({ path: name }) => ({
      contents: parts[name] ?? '',
      resolveDir: name === 'entry' ? path.join(here, 'components') : adminJs,
    }));
  },
};

/** Only icons that some source names: the design system draws them by name and would bring all. */
const usedIcons: Plugin = {
  name: 'used-icons',
  async setup(builder) {
    const names = await wordsOf([
      here,
      path.join(adminJs, 'frontend/components'),
      path.join(adminJs, 'backend/actions'),
    ]);
    builder.onLoad({ filter: /react-feather[\\/]dist[\\/]index\.js$/ }, async ({ path: file }) => {
      const lines = (await readFile(file, 'utf8')).split('\n');
      const isUsed = (line: string) => names.has(/\bas (\w+) \}/.exec(line)?.[1] ?? '');
      return { contents: lines.filter(isUsed).join('\n') };
    });
  },
};

/** Every capitalised word in the scripts of these folders. */
async function wordsOf(folders: readonly string[]): Promise<Set<string>> {
  const words = new Set<string>();
  for (const folder of folders) {
    for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const place = path.join(file.parentPath, file.name);
      if (!file.isFile() || !/\.(js|tsx?)$/.test(file.name) || place.includes(`${path.sep}bundle${path.sep}`)) continue;
      for (const [word] of (await readFile(place, 'utf8')).matchAll(/\b[A-Z]\w+/g)) words.add(word);
    }
  }
  return words;
}

/** Builds scripts and styles. Names of the parts that are loaded later carry a hash already, as other parts name them. */
export async function browserFiles(): Promise<[string, Buffer][]> {
  const { outputFiles } = await build({
    entryPoints: {
      components: 'entry',
      admin: path.join(here, 'assets/admin.css'),
    },
    outdir: path.join(here, 'bundle', 'browser'),
    chunkNames: 'part-[hash]',
    bundle: true,
    write: false,
    format: 'esm',
    splitting: true,
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    jsx: 'automatic',
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.IS_BROWSER': 'true',
      global: 'window',
      regeneratorRuntime: 'undefined',
    },
    plugins: [leaveOut, adminJsParts, usedIcons],
    logLevel: 'error',
  });
  return outputFiles.map((file) => [path.basename(file.path), Buffer.from(file.contents)]);
}
