/** Files that are taken over as pages and files show them. */

import { type Language, languages } from '../../server/core/languages.ts';
import { translateSentence } from '../../server/core/translate.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  columnsFor,
  type ImportColumn,
  type ImportedTable,
  keysFor,
  operationsFor,
  type PlannedRow,
  type TableFault,
} from '../../server/domain/data-import/index.ts';
import type { FaultView, ImportColumnView, ImportView, PreviewRow } from '../components/import/import-data.ts';
import { languageOf, type Say, sayTo, textsOf } from '../texts.ts';
import type { Row } from './definition.ts';
import { formatInstant, plainValue } from './display.ts';
import { loadPlaces } from './places.ts';
import type { HubResource } from './resource.ts';

type Resources = ReadonlyMap<string, HubResource>;

/** Imports with the names of their companies, in one query. */
export async function importViews(
  ctx: Ctx,
  resources: Resources,
  tables: readonly (Omit<ImportedTable, 'columnNames' | 'mapping'> & { createdById: string | null })[],
): Promise<ImportView[]> {
  const say = sayTo(ctx);
  const ids = new Set(tables.flatMap(({ companyId }) => companyId ?? []));
  const names = await (resources.get('Company') as HubResource).titles(ctx, ids);
  const { actor } = ctx;
  return tables.map((table) => {
    const { id, model, fileName, format, rowCount, nextRow, created, changed, unchanged, wrong } = table;
    return {
      ...{ id, model, fileName, format, rowCount, nextRow, created, changed, unchanged, wrong },
      label: labelOf(say, resources, model),
      place:
        table.companyId === null
          ? say('The hub itself')
          : (names.get(table.companyId) ?? say('A company that is gone')),
      state: table.state as ImportView['state'],
      failure: failureIn(say, table.failure),
      ...{ by: table.createdByName, createdAt: formatInstant(table.createdAt, 'UTC').slice(0, 16) },
      isOwn: actor.kind === 'user' && actor.userId === table.createdById,
    };
  });
}

function labelOf(say: Say, resources: Resources, model: string): string {
  return say(resources.get(model)?.source.definition.label ?? model);
}

function failureIn(say: Say, failure: string): string {
  if (failure === '') return '';
  if (failure === 'rights') return say('Whoever brought it may not change these rows any more.');
  return say('The hub met a fault of its own. What was written stays; check the file again to go on.');
}

/** What a column of a file may be called for it to be taken for this one: its name, and its label in every language. */
export function columnNamesOf({ source }: HubResource): Map<string, string[]> {
  const columns = ['id', ...(source.operations?.columns ?? [])];
  return new Map(
    columns.map((name) => {
      const label = source.columns.get(name)?.label ?? name;
      const labels = languages.map((language: Language) => textsOf(language)[label] ?? label);
      return [name, [name, ...labels, ...labels.map((text) => `${text} (UTC)`)]];
    }),
  );
}

export function columnViews(ctx: Ctx, resource: HubResource, columns: readonly ImportColumn[]): ImportColumnView[] {
  const say = sayTo(ctx);
  const views = columns.map((column) => ({
    ...{ name: column.name, isRequired: column.isRequired, label: columnLabel(say, resource, column.name) },
    hint: hintOf(say, column),
  }));
  return [
    ...views,
    { name: 'id', label: columnLabel(say, resource, 'id'), isRequired: false, hint: say('of rows that are there') },
  ];
}

function columnLabel(say: Say, { source }: HubResource, name: string): string {
  return say(source.columns.get(name)?.label ?? name);
}

function hintOf(say: Say, { kind, scale, name }: ImportColumn): string {
  switch (kind) {
    case 'reference':
      return say('code, number or name');
    case 'flag':
      return say('yes or no');
    case 'instant':
      return say('2026-03-01 14:05, UTC');
    case 'whole':
      return say('a whole number');
    case 'decimal':
      return name.endsWith('BasisPoints') ? say('percent') : say('a number with up to {scale} decimals', { scale });
    case 'text':
      return '';
  }
}

/** Columns by which rows are recognised, in words. */
export function keysInWords(ctx: Ctx, resource: HubResource): string {
  const say = sayTo(ctx);
  const keys = keysFor(operationsFor(resource.source.model.name));
  const words = keys.map((key) => key.map((name) => columnLabel(say, resource, name)).join(' + '));
  return [columnLabel(say, resource, 'id'), ...words].join(', ');
}

/** Faults in words: "Price: “1x” is not a number." */
export function faultTexts(ctx: Ctx, resource: HubResource, faults: readonly TableFault[]): string[] {
  const say = sayTo(ctx);
  return faults.map(({ field, message }) => {
    const sentence = translateSentence(message, languageOf(ctx));
    return field === '' ? sentence : `${columnLabel(say, resource, field)}: ${sentence}`;
  });
}

export function faultViews(
  ctx: Ctx,
  resource: HubResource,
  rows: readonly { line: number; cells: string[]; faults: TableFault[] }[],
): FaultView[] {
  return rows.map(({ line, cells, faults }) => ({ line, cells, faults: faultTexts(ctx, resource, faults) }));
}

interface Previewed {
  resource: HubResource;
  mapping: Readonly<Record<string, number>>;
  rows: readonly PlannedRow[];
}

/** Rows with what would change in each: as it is, beside what the file says. */
export async function previewRows(ctx: Ctx, { resource, mapping, rows }: Previewed): Promise<PreviewRow[]> {
  const say = sayTo(ctx);
  const stored = rows.flatMap((row) => row.stored ?? []) as Row[];
  const places = await loadPlaces(ctx, stored);
  const { model, columns } = resource.source;
  const titles = new Map<string, ReadonlyMap<unknown, string>>();
  for (const { name } of columnsFor(operationsFor(model.name))) {
    const target = resource.siblings.get(columns.get(name)?.reference ?? '');
    if (target && name in mapping) titles.set(name, await target.titles(ctx, new Set(stored.map((row) => row[name]))));
  }
  const before = (row: Row | null, name: string) => {
    const value = row?.[name] ?? null;
    if (row === null || value === null) return '';
    return titles.get(name)?.get(value) ?? plainValue(columns.get(name)?.kind ?? 'text', value, places(row)).text;
  };
  const [first = []] = keysFor(operationsFor(model.name));
  return rows.map((row) => ({
    ...{ line: row.row.line, outcome: row.outcome, faults: faultTexts(ctx, resource, row.faults) },
    title: [...first, 'name']
      .flatMap((name) => row.row.cells[mapping[name] ?? -1] ?? [])
      .slice(0, 2)
      .join(' · '),
    changes:
      row.outcome === 'changed'
        ? row.differs.map((name) => ({
            ...{ label: columnLabel(say, resource, name), before: before(row.stored as Row | null, name) },
            after: row.row.cells[mapping[name] ?? -1] ?? '',
          }))
        : [],
  }));
}
