/** The form of a record, as the browser draws it: fields in groups, with what they hold and what is known of them. */

import type { Ctx } from '../../server/db/index.ts';
import type { ColumnRule } from '../../server/domain/row-operations/index.ts';
import { deviceNames } from '../../server/domain/stores/index.ts';
import type { FormField, FormView } from '../components/form/form-view.ts';
import { sayTo } from '../texts.ts';
import type { Row } from './definition.ts';
import { isMasked } from './field-rules.ts';
import { fieldText } from './form-values.ts';
import { hintFor } from './hints.ts';
import type { Kind } from './kinds.ts';
import { loadPlaces, type Place } from './places.ts';
import type { HubResource } from './resource.ts';
import type { ColumnInfo } from './source.ts';
import { operationsOf } from './writing.ts';

/** @param row null: a new one */
export async function readForm(resource: HubResource, ctx: Ctx, row: Row | null): Promise<FormView> {
  const { source } = resource;
  const operations = operationsOf(resource);
  const place = (await loadPlaces(ctx, [row ?? {}]))(row ?? {});
  const rules = row === null ? operations.making : operations.changing;
  const names = Object.keys(rules).filter((name) => source.infoOf(name) && !isMasked(ctx, source, name));
  const shown = row === null && source.columns.has('companyId') ? ['companyId', ...names] : names;
  const fields = shown.map((name): FormField => {
    const rule = rules[name] ?? { isRequired: source.columns.get(name)?.field.isRequired === true };
    const info = source.infoOf(name) as ColumnInfo;
    return describe(ctx, { model: source.model.name, info, rule, isNew: row === null, place });
  });
  const stored = row === null ? {} : { ...row, ...operations.parts?.(row) };
  const values: Record<string, string> = {};
  for (const name of shown) {
    const info = source.infoOf(name) as ColumnInfo;
    values[name] = fieldText(info, row === null ? rules[name]?.initial : stored[name], place);
  }
  return {
    fields,
    values,
    names: await namesOf(resource, ctx, values),
    seen: typeof row?.['version'] === 'number' ? row['version'] : null,
    title: row === null ? null : ((await resource.titles(ctx, new Set([row['id']]))).get(row['id']) ?? null),
    isDeleted: (row?.['deletedAt'] ?? null) !== null,
  };
}

interface Described {
  model: string;
  info: ColumnInfo;
  rule: ColumnRule;
  isNew: boolean;
  place: Place;
}

function describe(ctx: Ctx, { model, info, rule, isNew, place }: Described): FormField {
  const say = sayTo(ctx);
  const { field } = info;
  const input = inputOf(info, rule);
  return {
    name: field.name,
    label: say(info.label),
    input,
    isRequired: rule.isRequired,
    isFixed: !isNew && rule.isFixed === true,
    group: isDevice(field.name) ? 'Devices' : groupOf(field.name, input),
    hint: [unitOf(ctx, info, place), hintFor(say, model, info)].filter((part) => part !== '').join(' · '),
    ...(rule.maxLength !== undefined && { maxLength: rule.maxLength }),
    ...(info.reference !== null && { reference: info.reference }),
    ...((rule.values ?? info.values) && { values: [...(rule.values ?? info.values ?? [])] }),
  };
}

const isDevice = (name: string) => (deviceNames as readonly string[]).includes(name);

/** However long they may be. */
const isOneLine = /(email|url)$/i;

function inputOf({ kind, field, reference, values }: ColumnInfo, rule: ColumnRule): FormField['input'] {
  if (reference !== null) return 'reference';
  if (rule.values || values) return 'choice';
  if (kind === 'json' || field.name === 'terminalFields') return 'json';
  if (kind === 'text') return (rule.maxLength ?? 0) > 200 && !isOneLine.test(field.name) ? 'long' : 'text';
  const inputs: Record<Exclude<Kind, 'text' | 'json'>, FormField['input']> = {
    number: 'number',
    money: 'decimal',
    quantity: 'decimal',
    percent: 'decimal',
    rate: 'decimal',
    factor: 'decimal',
    flag: 'flag',
    instant: 'instant',
    day: 'day',
  };
  return inputs[kind];
}

function groupOf(name: string, input: FormField['input']): FormField['group'] {
  if (input === 'json') return 'Technical';
  if (input === 'flag') return 'Switches';
  if (input === 'reference') return name === 'companyId' ? 'Basics' : 'Belongs to';
  if (input === 'decimal') return 'Figures';
  return input === 'instant' || input === 'day' || /Time$/.test(name) ? 'Times' : 'Basics';
}

/** What its figures are of, and by which clocks its moments are said; empty: neither. */
function unitOf(ctx: Ctx, { kind }: ColumnInfo, place: Place): string {
  if (kind === 'money') return place.currency ?? '';
  if (kind === 'percent') return '%';
  return kind === 'instant' ? sayTo(ctx)('by the clocks of {zone}', { zone: place.timeZone }) : '';
}

/** Names of what the references hold now. */
async function namesOf(
  resource: HubResource,
  ctx: Ctx,
  values: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  await Promise.all(
    Object.entries(values).map(async ([name, text]) => {
      const info = resource.source.infoOf(name);
      const target = info?.reference ? resource.siblings.get(info.reference) : undefined;
      if (!info || !target || text === '') return;
      const id = info.field.type === 'Int' ? Number(text) : text;
      const title = (await target.titles(ctx, new Set([id]))).get(id);
      if (title !== undefined) found[name] = title;
    }),
  );
  return found;
}
