/** Changes of many rows as pages and files show them. */

import { translateSentence } from '../../server/core/translate.ts';
import type { Ctx } from '../../server/db/index.ts';
import type { BulkChange, BulkRow } from '../../server/domain/bulk-change/index.ts';
import type { BulkChangeView, BulkRowView, Diff } from '../components/bulk/bulk-data.ts';
import { languageOf, type Say, sayTo } from '../texts.ts';
import { changesInWords } from './bulk-changes.ts';
import { displayValue, formatInstant } from './display.ts';
import { isMasked, mask } from './field-rules.ts';
import { loadPlaces, type Place } from './places.ts';
import type { HubResource } from './resource.ts';

type Resources = ReadonlyMap<string, HubResource>;

/** Changes with the names of their companies, in one query. */
export async function changeViews(ctx: Ctx, resources: Resources, changes: readonly BulkChange[]) {
  const ids = [...new Set(changes.flatMap(({ companyId }) => companyId ?? []))];
  const companies = await ctx.db.reader.company.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
  });
  const names = new Map(companies.map(({ id, name }) => [id, name]));
  return Promise.all(
    changes.map(async (change): Promise<BulkChangeView> => {
      const resource = resources.get(change.model);
      return {
        ...countsOf(change),
        ...{ id: change.id, model: change.model, kind: change.kind, state: change.state, canUndo: change.canUndo },
        ...{ by: change.createdByName, company: names.get(change.companyId ?? 0) ?? null },
        label: resource ? sayTo(ctx)(resource.source.definition.label) : change.model,
        what: resource ? await changesInWords(ctx, resource, change.changes) : [],
        ...{ createdAt: moment(change.createdAt), undoUntil: moment(change.undoUntil) },
        failure: failureIn(sayTo(ctx), change.failure),
      };
    }),
  );
}

function countsOf(change: BulkChange) {
  const { rowCount, nextPosition, changed, unchanged, refused, undone, kept } = change;
  return { rowCount, nextPosition, changed, unchanged, refused, undone, kept };
}

function moment(at: Date | null): string {
  return at === null ? '' : formatInstant(at, 'UTC').replace(/:\d\d UTC$/, ' UTC');
}

function failureIn(say: Say, failure: string): string {
  switch (failure) {
    case '':
      return '';
    case 'nothing':
      return say('No row matches any more.');
    case 'too_many':
      return say('These are more than 100,000 rows: narrow the filter.');
    case 'interrupted':
      return say('The hub was stopped while rows were collected. Nothing was changed: begin again.');
    case 'no_rights':
      return say('Whoever asked for it may not change these rows any more.');
    default:
      return say('Something went wrong. What was changed until then can be undone.');
  }
}

/** Rows with their differences in words; names of referenced rows with one query for each column. */
export async function rowViews(ctx: Ctx, resource: HubResource, rows: readonly BulkRow[]): Promise<BulkRowView[]> {
  const places = await loadPlaces(
    ctx,
    rows.map(({ companyId, before, after }) => ({ companyId, ...after, ...before })),
  );
  const names = await referred(ctx, resource, rows);
  return rows.map((row) => {
    const { position, rowId, title, companyId, outcome, isPlanned, before, after } = row;
    const place = places({ companyId, ...after, ...before });
    const say = (column: string, value: unknown) => valueIn(ctx, resource, { column, value, place, names });
    const diffs = Object.keys(after).flatMap((column): Diff[] => {
      const info = resource.source.columns.get(column);
      if (!info) return [];
      return [
        { label: sayTo(ctx)(info.label), before: say(column, before[column]), after: say(column, after[column]) },
      ];
    });
    const isShown = resource.source.definition.title.every((name) => !isMasked(ctx, resource.source, name));
    return {
      ...{ position, rowId, outcome, isPlanned, diffs, title: isShown ? title : mask },
      faults: row.faults.map(({ column, message }) => faultIn(ctx, resource, { column, message })),
    };
  });
}

function faultIn(ctx: Ctx, { source }: HubResource, { column, message }: { column: string; message: string }): string {
  const sentence = translateSentence(message, languageOf(ctx));
  const info = source.columns.get(column);
  return info ? `${sayTo(ctx)(info.label)}: ${sentence}` : sentence;
}

interface Shown {
  column: string;
  value: unknown;
  place: Place;
  names: ReadonlyMap<string, ReadonlyMap<unknown, string>>;
}

function valueIn(ctx: Ctx, { source }: HubResource, { column, value, place, names }: Shown): string {
  const info = source.columns.get(column);
  if (!info || value === null || value === undefined) return '';
  if (isMasked(ctx, source, column)) return mask;
  if (typeof value === 'boolean') return value ? sayTo(ctx)('Yes') : sayTo(ctx)('No');
  return names.get(column)?.get(value) ?? String(displayValue(info.kind, value, place) ?? '');
}

async function referred(ctx: Ctx, { source, siblings }: HubResource, rows: readonly BulkRow[]) {
  const columns = new Set(rows.flatMap(({ after }) => Object.keys(after)));
  const names = new Map<string, ReadonlyMap<unknown, string>>();
  for (const column of columns) {
    const target = siblings.get(source.columns.get(column)?.reference ?? '');
    const ids = rows.flatMap(({ before, after }) => [before[column], after[column]]);
    if (target) names.set(column, await target.titles(ctx, new Set(ids.filter((id) => id !== undefined))));
  }
  return names;
}
