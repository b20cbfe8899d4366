/** A row of every model, for any number of companies: what no hand-made seed keeps up with. Columns that must never be shown
 *  hold a word that tests look for. */

import { deflateRawSync } from 'node:zlib';
import { isHidden } from '../../admin/adapter/model.ts';
import { newId } from '../../server/core/ids.ts';
import { type Database, inTransaction } from '../../server/db/index.ts';
import { dataModel, type Model, type ModelField } from '../../server/domain/listing/index.ts';
import { writingDelegateOf } from '../support/writing-delegate.ts';

/** Stands in every hidden text column. */
export const planted = 'PLANTED-SECRET';

/** Above what a JSON number holds exactly. */
export const largeE4 = 9_007_199_254_740_993n;

type Row = Record<string, unknown>;

/** The rows of one company by model. */
export type Rows = ReadonlyMap<string, Row>;

/** Makes one row of each model with the company as its owner, in an order in which references exist. */
export async function everything(db: Database, tag: string): Promise<Rows> {
  const rows = new Map<string, Row>();
  const { models } = dataModel().datamodel;
  await inTransaction(
    db,
    async (tx) => {
      const open = new Map(models.map((model) => [model.name as string, model]));
      while (open.size > 0) {
        const ready = [...open.values()].filter((model) => needs(model).every((name) => rows.has(name)));
        if (ready.length === 0) throw new Error(`These models need each other: ${[...open.keys()].join(', ')}`);
        for (const model of ready) {
          open.delete(model.name);
          if (model.name === 'HubState') continue;
          const row = await writingDelegateOf(tx, model.name).create({ data: dataOf(model, rows, tag) });
          const id = model.fields.find((field) => field.isId)?.name ?? 'id';
          rows.set(model.name, { ...row, id: row[id] });
        }
        rows.set('HubState', {});
      }
    },
    { timeoutMs: 60_000 },
  );
  return rows;
}

/** Models whose rows must be there first. */
function needs(model: Model): string[] {
  const owners = model.fields.map(({ name }) => ownerOf(name)).filter((owner) => owner !== null);
  const related = model.fields.filter((field) => field.relationFromFields?.length && field.isRequired);
  return [...owners, ...related.map(({ type }) => type)].filter((name) => name !== model.name);
}

/** Models that rows name without a relation. */
function ownerOf(fieldName: string): string | null {
  if (fieldName === 'companyId') return 'Company';
  return fieldName === 'storeId' ? 'Store' : null;
}

function dataOf(model: Model, rows: Rows, tag: string): Row {
  const data: Row = {};
  for (const field of model.fields) {
    if (field.kind !== 'scalar') continue;
    const value = columnValue(model, field, rows, tag);
    if (value !== undefined) data[field.name] = value;
  }
  return data;
}

/** Undefined: left to the database. */
function columnValue(model: Model, field: ModelField, rows: Rows, tag: string): unknown {
  const { name, type } = field;
  const isAutomatic = field.isId && type === 'Int';
  if (isAutomatic && !relation(model, name)) return undefined;
  const target = relation(model, name) ?? ownerOf(name);
  if (target) return rows.get(target)?.['id'] ?? undefined;
  if (/^(deletedAt|resolvedAt|endedAt|closedAt|failedAt|deliveredAt|revokedAt)$/.test(name)) return undefined;
  // Readable, and marked: bodies are shown on the pages of documents and nowhere else.
  if (type === 'Bytes') return deflateRawSync(JSON.stringify({ head: { id: planted } }));
  if (type === 'Boolean') return true;
  // Or the hub's jobs would delete the company while a slow test still looks at it.
  if (name === 'eraseAt') return new Date('2126-07-01T10:30:00Z');
  if (type === 'DateTime') return new Date('2026-07-01T10:30:00Z');
  if (type === 'BigInt') return largeE4;
  if (type === 'Int') return name === 'chain' || name === 'pendingKey' ? Number(rows.get('Company')?.['id'] ?? 1) : 1;
  return textOf(field, tag);
}

function textOf(field: ModelField, tag: string): string {
  const { name } = field;
  if (field.isId || /[uU]uid$/.test(name)) return newId();
  if (name.endsWith('Folded')) return `${name.replace('Folded', '')} ${tag}`;
  if (isHidden(field)) return `${planted}-${tag}-${newId()}`;
  if (name === 'differences') return '[{"path":"head.total_amount","stored":"1","received":"2"}]';
  if (name === 'currency') return 'GBP';
  if (name === 'timeZone') return 'Europe/London';
  if (/Day$|closureDate|On$/.test(name)) return '2026-07-01';
  if (/^JSON/.test(field.documentation ?? '')) return '{"a":1}';
  if (name === 'staffRole') return 'support';
  return `${name} ${tag}`;
}

function relation(model: Model, fieldName: string): string | null {
  const found = model.fields.find((field) => field.relationFromFields?.includes(fieldName));
  return found?.type ?? null;
}
