/** Makes one schema per provider out of the provider-neutral models: `header.prisma` + `schema/*.prisma`, with the snake_case
 *  column names and the provider's own time types filled in. Run by `npm run db:generate`. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const providers = ['sqlite', 'postgresql'] as const;
export type Provider = (typeof providers)[number];

export const prismaFolder = path.dirname(fileURLToPath(import.meta.url));

const scalarTypes = new Set(['String', 'Boolean', 'Int', 'BigInt', 'DateTime', 'Bytes']);

/** Types that Prisma has and the two engines do not share; the text says what to write instead. */
const refusedTypes: Readonly<Record<string, string>> = {
  Decimal: 'SQLite stores it inexactly: use a BigInt of ten-thousandths (…E4)',
  Float: 'it is inexact: use a BigInt of ten-thousandths (…E4) or an Int of basis points',
  Json: 'its filters differ between the engines: use a String with JSON text',
};

/** What `now()` is on SQLite: milliseconds since 1970, as the adapter writes them. CURRENT_TIMESTAMP would be a text, which
 *  compares wrongly with them. SQLite wants the expression in brackets and shows it without: the migration command adds them. */
export const sqliteNow = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

/** The composed schema of a provider.
 *  @param schemaFolder where the models are; other than the project's own only in tests
 *  @throws Error naming file and line of everything that is outside the dialect that both engines share */
export function composeSchema(provider: Provider, schemaFolder = path.join(prismaFolder, 'schema')): string {
  const header = readFileSync(path.join(prismaFolder, provider, 'header.prisma'), 'utf8');
  const problems: string[] = [];
  const parts = readdirSync(schemaFolder)
    .filter((file) => file.endsWith('.prisma'))
    .sort()
    .map((file) => {
      const composed = composeModels(readFileSync(path.join(schemaFolder, file), 'utf8'), provider);
      problems.push(...composed.problems.map((problem) => `${file}:${problem}`));
      return composed.text;
    });
  if (problems.length > 0) throw new Error(`The schema cannot be composed:\n  ${problems.join('\n  ')}`);
  return [header, ...parts].join('\n');
}

function composeModels(source: string, provider: Provider): { text: string; problems: string[] } {
  const problems: string[] = [];
  let model: { name: string; line: number; isMapped: boolean } | null = null;
  const lines = source.split('\n').map((line, index) => {
    const report = (problem: string) => problems.push(`${index + 1} ${problem}`);
    const code = line.replace(/\/\/.*$/, '').trim();
    const block = /^(\w+)\s+(\w+)\s*\{$/.exec(code);
    if (block) {
      if (block[1] !== 'model')
        report(`"${block[1]} ${block[2]}": only models; closed value sets are lists in TypeScript`);
      model = { name: block[2] ?? '', line: index + 1, isMapped: false };
    } else if (code === '}') {
      if (model && !model.isMapped)
        problems.push(`${model.line} model ${model.name} has no @@map("snake_case_plural")`);
      model = null;
    } else if (code.startsWith('@@')) {
      if (model && /^@@map\("[a-z][a-z0-9_]*"\)/.test(code)) model.isMapped = true;
    } else if (model && code !== '') return composeField(line, provider, report);
    return line;
  });
  return { text: lines.join('\n'), problems };
}

function composeField(line: string, provider: Provider, report: (problem: string) => void): string {
  const field = /^(\s*)(\w+)(\s+)(\w+)(\[\])?(\?)?(.*)$/.exec(line);
  const [, indent = '', name = '', gap = '', type = '', list, optional = '', rest = ''] = field ?? [];
  if (!field) {
    report(`cannot be read as a field: ${line.trim()}`);
    return line;
  }
  const refused = refusedTypes[type];
  if (refused) report(`${name}: no ${type}, ${refused}`);
  if (/@db\./.test(rest)) report(`${name}: no native types, the composer adds those that are needed`);
  if (type === 'BigInt' && /autoincrement/.test(rest)) report(`${name}: SQLite cannot count a BigInt up, use Int`);
  if (!scalarTypes.has(type)) return line;
  if (list) report(`${name}: no lists of scalars, SQLite has none`);

  const added: string[] = [];
  if (!/@map\(/.test(rest)) added.push(`@map("${snakeCase(name)}")`);
  let attributes = rest;
  if (type === 'DateTime' && provider === 'postgresql') added.push('@db.Timestamptz(3)');
  if (type === 'DateTime' && provider === 'sqlite')
    attributes = rest.replace('@default(now())', `@default(dbgenerated("${sqliteNow}"))`);
  return `${indent}${name}${gap}${type}${optional} ${added.join(' ')}${attributes}`;
}

function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}

export function composedSchemaPath(provider: Provider): string {
  return path.join(prismaFolder, provider, 'schema.prisma');
}
