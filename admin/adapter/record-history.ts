/** The versions of a record: who changed what, as people read it, and the way back for a single field. */

import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import { historyOfRow, type RowChange } from '../../server/domain/row-operations/index.ts';
import { seesPersonalData } from '../../server/domain/tenancy/index.ts';
import type { HistoryChange, HistoryItem, HistoryView } from '../components/form/form-view.ts';
import { sayTo } from '../texts.ts';
import type { Row } from './definition.ts';
import { displayValue, formatInstant } from './display.ts';
import { actorTitle, isMasked, mask } from './field-rules.ts';
import { loadPlaces, type Place } from './places.ts';
import type { HubResource } from './resource.ts';
import type { ColumnInfo } from './source.ts';
import { operationsOf, ownerOf } from './writing.ts';

const pageSize = 20;

/** @param row of which the person sees the page */
export async function readHistory(
  resource: HubResource,
  ctx: Ctx,
  { row, olderThan }: { row: Row; olderThan: number | null },
): Promise<HistoryView> {
  const operations = operationsOf(resource);
  const asked = { companyId: ownerOf(resource, row), subject: operations.subject, id: String(row['id']) };
  const found = await historyOfRow(ctx, { ...asked, olderThan, take: pageSize + 1 });
  const entries = found.slice(0, pageSize);
  const place = (await loadPlaces(ctx, [row]))(row);
  const titles = await titlesOf(resource, ctx, entries);
  const mayWrite = operations.isAllowed(ctx, asked.companyId) && row['deletedAt'] === null;
  const items = entries.map(
    (entry): HistoryItem => ({
      ...{ id: entry.id, actor: actorTitle(ctx, entry), door: entry.door, action: entry.action },
      isErased: entry.isErased,
      at: formatInstant(entry.at, place.timeZone),
      changes: changesOf({ resource, ctx, entry, place, titles, mayWrite }),
    }),
  );
  return { items, next: found.length > pageSize ? (entries.at(-1)?.id ?? null) : null };
}

type Titles = ReadonlyMap<string, ReadonlyMap<unknown, string>>;

interface Drawn {
  resource: HubResource;
  ctx: Ctx;
  entry: RowChange;
  place: Place;
  titles: Titles;
  mayWrite: boolean;
}

function changesOf({ resource, ctx, entry, place, titles, mayWrite }: Drawn): HistoryChange[] {
  const { source } = resource;
  const say = sayTo(ctx);
  const names = new Set([...Object.keys(entry.before), ...Object.keys(entry.after)]);
  return [...names].flatMap((name): HistoryChange[] => {
    const info = source.columns.get(name);
    // Hidden columns stay hidden; what an operation notes beside its columns is shown as it is, to whoever may know whom it names.
    const isColumn = source.model.fields.some((field) => field.name === name);
    if (!info && (isColumn || isMasked(ctx, source, name))) return [];
    const shown = (side: Row): string | null => {
      if (!(name in side) || side[name] === null) return null;
      if (isMasked(ctx, source, name) || (!info && !seesPersonalData(ctx))) return mask;
      return info ? textOf(info, side[name], { place, titles }) : JSON.stringify(side[name]);
    };
    const canRestore =
      mayWrite &&
      name in entry.before &&
      operationsOf(resource).columns.includes(name) &&
      operationsOf(resource).rules[name]?.isFixed !== true;
    const label = info ? say(info.label) : name;
    return [{ column: name, label, before: shown(entry.before), after: shown(entry.after), canRestore }];
  });
}

function textOf(info: ColumnInfo, value: unknown, { place, titles }: { place: Place; titles: Titles }): string {
  if (info.reference !== null) return titles.get(info.field.name)?.get(value) ?? String(value);
  // A column of texts whose entry tells its parts.
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  const text = displayValue(info.kind, typed(info, value), place);
  return typeof text === 'string' ? text : String(text);
}

/** A value in its column's type, from the JSON of the trail. */
function typed({ field }: ColumnInfo, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (field.type === 'BigInt') return /^-?\d+$/.test(String(value)) ? BigInt(String(value)) : null;
  if (field.type === 'DateTime') return new Date(String(value));
  if (field.type === 'Int') return Number(value);
  return field.type === 'Boolean' ? value === true || value === 1 : String(value);
}

/** One query for each column of references that occurs. */
async function titlesOf(resource: HubResource, ctx: Ctx, entries: readonly RowChange[]): Promise<Titles> {
  const ids = new Map<string, Set<unknown>>();
  for (const { before, after } of entries) {
    for (const [name, value] of [...Object.entries(before), ...Object.entries(after)]) {
      if (value !== null && resource.source.columns.get(name)?.reference) {
        ids.set(name, (ids.get(name) ?? new Set()).add(value));
      }
    }
  }
  const found = await Promise.all(
    [...ids].map(async ([name, values]) => {
      const target = resource.siblings.get(resource.source.columns.get(name)?.reference ?? '');
      return [name, target ? await target.titles(ctx, values) : new Map()] as const;
    }),
  );
  return new Map(found);
}

/** Puts back what a column held before an entry of its history: a change like any other, judged and noted.
 *  @throws DomainError not_found: the entry is none of this row's, or says nothing of the column; those of the operation */
export async function restoreField(
  resource: HubResource,
  ctx: Ctx,
  { row, entryId, column }: { row: Row; entryId: number; column: string },
): Promise<void> {
  const operations = operationsOf(resource);
  const companyId = ownerOf(resource, row);
  const info = resource.source.columns.get(column);
  const id = String(row['id']);
  const asked = { companyId, subject: operations.subject, id, olderThan: entryId + 1, take: 1 };
  const [entry] = await historyOfRow(ctx, asked);
  const isKnown = info && operations.columns.includes(column) && !isMasked(ctx, resource.source, column);
  if (!isKnown || entry?.id !== entryId || !(column in entry.before)) {
    throw new DomainError('not_found', { entryId, column });
  }
  await operations.put(ctx, { companyId, rows: [{ id, [column]: typed(info, entry.before[column]) }] });
}
