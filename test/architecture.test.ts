/** Who may import whom. The tables are the rule; README and house style only tell of it. */

import { describe, expect, it } from 'vitest';
import { type Import, parseSource, readSources, type SourceFile } from './support/imports.ts';

interface Layer {
  name: string;
  files: RegExp;
  /** Layers of which it may use everything that their face shows; its own is always allowed. */
  mayImport: readonly string[];
  /** Layers of which it may know the types. */
  mayKnow?: readonly string[];
  /** What to do instead of breaking the rule. */
  instead: string;
}

const layers: readonly Layer[] = [
  {
    name: 'core',
    files: /^server\/core\//,
    mayImport: [],
    instead: 'core holds pure values: pass in what it needs, or move the code to the layer that has it',
  },
  {
    name: 'db',
    files: /^server\/db\//,
    mayImport: ['core'],
    instead: 'db knows no business: let the domain call it with what it needs',
  },
  {
    name: 'domain',
    files: /^server\/domain\//,
    mayImport: ['core', 'db'],
    instead: 'an operation takes (ctx, input) and knows no door: let the door translate, or move the rule into an area',
  },
  {
    name: 'settings',
    files: /^server\/(config|log|secrets)\.ts$/,
    mayImport: ['core'],
    mayKnow: ['db'],
    instead: 'settings are read before anything else exists: hand them to whoever needs them',
  },
  {
    name: 'http',
    files: /^server\/http\//,
    mayImport: ['core', 'db', 'tenancy', 'settings'],
    instead: 'http is plumbing for all doors: what belongs to one area or door is handed in by it',
  },
  {
    name: 'report queries',
    files: /^reports\/(.*\/)?query\.ts$/,
    mayImport: ['core', 'db', 'domain', 'reports'],
    instead: 'a query is (ctx, input) -> rows: pages and doors call it, it calls none of them',
  },
  {
    name: 'report pages',
    files: /^reports\/((.*\/)?router|index|.*\/page)\.ts$/,
    mayImport: ['reports', 'report queries', 'core', 'http', 'domain'],
    mayKnow: ['db', 'settings'],
    instead: 'a page shows what its query returns: read in query.ts, write in a domain operation',
  },
  {
    // Figures, charts, tables and files made of a query's rows: portal and admin may show them too.
    name: 'reports',
    files: /^reports\//,
    mayImport: ['report queries', 'core', 'http', 'domain', 'db'],
    mayKnow: ['settings'],
    instead: 'views of a report know its rows and no page: let the page call them',
  },
  ...['api', 'portal', 'admin'].map((door) => ({
    name: door,
    files: new RegExp(`^${door === 'api' ? 'server/api' : door}/`),
    mayImport: ['core', 'http', 'domain', 'report queries', ...(door === 'api' ? [] : ['reports'])],
    mayKnow: ['db', 'settings'],
    instead:
      'a door translates: read and write through an operation of server/domain or a report query, never another door',
  })),
  {
    name: 'top',
    files: /^(server\/(app|main|start|build)\.ts|server\/(cli|jobs)\/|prisma\/|test\/)/,
    mayImport: [
      'core',
      'db',
      'domain',
      'settings',
      'http',
      'report queries',
      'reports',
      'report pages',
      'api',
      'portal',
      'admin',
    ],
    instead: 'this file belongs to no layer: move it into one',
  },
];

/** Libraries of the doors. */
const webPackages = /^(express|@trpc\/|adminjs$|@adminjs\/|handlebars|helmet$|compression$|iron-session)/;
/** Handlebars fills in mails, too, which no door is part of. */
const mayFillIn = /^server\/domain\/mail\//;
const withoutWeb = new Set(['core', 'db', 'domain', 'report queries']);

/** Libraries that open connections. Their types are harmless. */
const connectingPackages = /^(@prisma\/(client|adapter-)|better-sqlite3$|pg$)/;
/** Besides server/db: the migration tools, and tests that look at a database from outside. */
const mayConnect = /^(server\/db\/|prisma\/engine\/|test\/)/;

const mayReadEnvironment = /^(server\/config\.ts$|prisma\/|test\/)/;
/** Files that touch process.env for a reason of their own. */
const environmentExceptions: Readonly<Record<string, string>> = {
  'admin/adminjs.ts': 'AdminJS takes the switch against bundling at start from the environment only',
  'server/db/copy.ts': 'pg_dump takes its password from the environment, and the path to it is there too',
  'server/cli/demo.ts': "puts the demonstration's own defaults under the environment before the configuration is read",
};

function layerOf(file: string): Layer | undefined {
  return layers.find((layer) => layer.files.test(file));
}

/** The first folder below server/domain. */
function areaOf(file: string): string | undefined {
  return /^server\/domain\/([^/]+)\//.exec(file)?.[1];
}

function judgeImport(from: Layer, file: string, imported: Import): string | null {
  if (!imported.isOurs) return judgePackage(from, file, imported);
  if (from.name === 'top') return null;
  const { target, isTypeOnly } = imported;
  const to = layerOf(target);
  if (!to) return `imports ${target}, which belongs to no layer: ${from.instead}`;
  const area = areaOf(target);
  if (area && area !== areaOf(file) && target !== `server/domain/${area}/index.ts`) {
    return `imports ${target}: other areas show themselves through server/domain/${area}/index.ts, export it there`;
  }
  if (to.name === 'db' && from.name !== 'db' && target !== 'server/db/index.ts') {
    return `imports ${target}: the database layer shows itself through server/db/index.ts, export it there`;
  }
  const isAllowed =
    to.name === from.name ||
    from.mayImport.includes(to.name) ||
    (area !== undefined && from.mayImport.includes(area)) ||
    (isTypeOnly && from.mayKnow?.includes(to.name));
  return isAllowed ? null : `(${from.name}) imports ${target} (${to.name}): ${from.instead}`;
}

function judgePackage(from: Layer, file: string, { target, isTypeOnly }: Import): string | null {
  const isTemplates = target === 'handlebars' && mayFillIn.test(file);
  if (withoutWeb.has(from.name) && webPackages.test(target) && !isTemplates) {
    return `imports ${target}, types included: ${from.instead}`;
  }
  if (connectingPackages.test(target) && !isTypeOnly && !mayConnect.test(file)) {
    return `imports ${target}: only server/db opens connections, use ctx.db`;
  }
  return null;
}

function violations(sources: readonly SourceFile[]): string[] {
  return sources.flatMap(({ file, imports, readsEnvironment }) => {
    const layer = layerOf(file);
    if (!layer) return [`${file} belongs to no layer: put it where the tree of the README says, or add a layer`];
    const found = imports.map((imported) => judgeImport(layer, file, imported)).filter((problem) => problem !== null);
    if (readsEnvironment && !mayReadEnvironment.test(file) && !environmentExceptions[file]) {
      found.push('reads process.env: add the setting to server/config.ts and take it from the config');
    }
    return found.map((problem) => `${file} ${problem}`);
  });
}

/** Everything that a file brings with it when it runs, packages included. */
function reach(file: string, sources: ReadonlyMap<string, SourceFile>, seen = new Set<string>()): Set<string> {
  for (const { target, isOurs, isTypeOnly } of sources.get(file)?.imports ?? []) {
    if (isTypeOnly || seen.has(target)) continue;
    seen.add(target);
    if (isOurs) reach(target, sources, seen);
  }
  return seen;
}

describe('the architecture', () => {
  const sources = readSources(['server', 'admin', 'portal', 'reports', 'prisma', 'test']);

  it('has each file in its layer, importing only what the table allows', () => {
    expect(violations(sources)).toEqual([]);
  });

  it('keeps the doors out of whatever a report query reaches, also through helpers', () => {
    const byFile = new Map(sources.map((source) => [source.file, source]));
    const readers = sources.filter(
      ({ file, imports }) =>
        file.startsWith('reports/') &&
        imports.some(({ target, isTypeOnly }) => target === 'server/db/index.ts' && !isTypeOnly),
    );
    const reached = readers.flatMap(({ file }) =>
      [...reach(file, byFile)]
        .filter((target) => webPackages.test(target) || target.startsWith('server/http/'))
        .map((target) => `${file} reaches ${target}: what reads the database serves pages, files and the portal alike`),
    );
    expect(reached).toEqual([]);
  });

  it('names no exception that is not needed', () => {
    const reading = sources.filter(({ readsEnvironment }) => readsEnvironment).map(({ file }) => file);
    expect(Object.keys(environmentExceptions).filter((file) => !reading.includes(file))).toEqual([]);
  });

  it.each([
    ['server/core/x.ts', `import { statement } from '../db/index.ts';`, /core holds pure values/],
    ['server/domain/sales/x.ts', `import type { Request } from 'express';`, /types included/],
    ['server/domain/sales/x.ts', `import { x } from '../stores/rows.ts';`, /through server\/domain\/stores\/index\.ts/],
    ['server/domain/sales/x.ts', `export * from '../../db/gate.ts';`, /through server\/db\/index\.ts/],
    ['server/http/x.ts', `import { x } from '../domain/sales/index.ts';`, /plumbing/],
    ['portal/x.ts', `import { inTransaction, type Ctx } from '../server/db/index.ts';`, /a door translates/],
    ['portal/x.ts', `const later = () => import('../admin/index.ts');`, /never another door/],
    ['admin/x.ts', `import { router } from '../reports/router.ts';`, /never another door/],
    ['reports/x/query.ts', `import { page } from '../../server/http/page.ts';`, /a query is/],
    ['server/cli/x.ts', `import pg from 'pg';`, /only server\/db opens connections/],
    ['server/app.ts', `const url = process.env['DATABASE_URL'];`, /server\/config\.ts/],
    ['server/x.ts', '', /belongs to no layer/],
  ])('would report it in %s: %s', (file, text, message) => {
    expect(violations([parseSource(file, text)])).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    ['server/domain/sales/x.ts', `import { x } from '../stores/index.ts'; import { y } from '../../core/ids.ts';`],
    ['server/http/x.ts', `import { authorize } from '../domain/tenancy/index.ts';`],
    ['portal/x.ts', `import type { Ctx } from '../server/db/index.ts'; import { q } from '../reports/today/query.ts';`],
    ['admin/x.ts', `import type { Prisma } from '@prisma/client'; const text = 'process.env.NODE_ENV';`],
  ])('would not report it in %s: %s', (file, text) => {
    expect(violations([parseSource(file, text)])).toEqual([]);
  });
});
