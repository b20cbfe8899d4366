/** Row operations of models that have operations of their own, one thing at a time: stores, terminals, cashiers, companies, people. */

import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type ModelName } from '../../db/index.ts';
import { faultsError } from './faults.ts';
import { judgeNamed } from './judge-references.ts';
import type { At, ColumnRule, PutRows, RowFault, RowInput, RowOperations, Values } from './operations.ts';
import { delegateOf, keyOf, mostRows } from './stored-rows.ts';

export interface Entity {
  model: ModelName;
  subject: string;
  rules: Readonly<Record<string, ColumnRule>>;
  key: readonly string[];
  isAllowed: RowOperations['isAllowed'];
  /** Fields of the form that are parts of a column, and how they are read from it. */
  parts?: { rules: Readonly<Record<string, ColumnRule>>; read(row: Values): Values };
  /** Changes one thing by its operation; `values` holds what is to be otherwise. Absent: what was made stays. */
  update?(at: At, input: { row: Values; values: Values; seen: number | undefined }): Promise<unknown>;
  /** Makes one; answers its id. Absent, as `open` is: they come to be elsewhere. */
  create?(at: At, input: { companyId: number; values: Values }): Promise<{ id: unknown }>;
  /** Makes one by an operation that begins its own transaction, so that none comes in a file. */
  open?(ctx: Ctx, input: { companyId: number; values: Values }): Promise<{ id: unknown }>;
  /** What is said of a new one; default: `rules`. */
  making?: Readonly<Record<string, ColumnRule>>;
  mayCreate?(ctx: Ctx): boolean;
}

export function ofEntity(entity: Entity): RowOperations {
  return {
    model: entity.model,
    subject: entity.subject,
    columns: Object.keys(entity.rules),
    rules: entity.rules,
    key: entity.key,
    isOfHub: false,
    canCreate: entity.create !== undefined || entity.open !== undefined,
    canEdit: entity.update !== undefined,
    comesInFiles: entity.create !== undefined,
    making: entity.making ?? entity.rules,
    changing: changingOf(entity),
    ...(entity.parts && { parts: entity.parts.read }),
    ...(entity.mayCreate && { mayCreate: entity.mayCreate }),
    isAllowed: entity.isAllowed,
    put: (ctx, input) => put(ctx, entity, input),
    check: (ctx, input) => check(ctx, entity, input),
  };
}

function changingOf({ rules, parts }: Entity): Readonly<Record<string, ColumnRule>> {
  return { ...rules, ...parts?.rules };
}

async function put(ctx: Ctx, entity: Entity, input: PutRows) {
  mostRows(input.rows);
  const [first, ...others] = input.rows;
  if (entity.open && first && first.id === undefined) {
    if (others.length > 0) throw new DomainError('invalid_input', {}, 'Rows of this kind are made one at a time.');
    return { ids: [await openOne(ctx, entity, { ...input, row: first })], created: 1, updated: 0, unchanged: 0 };
  }
  return inTransaction(ctx, async (tx) => {
    const done: Done[] = [];
    for (const [index, row] of input.rows.entries()) {
      done.push(
        await putOne({ tx, ctx }, entity, { ...input, row }).catch((error: unknown) => {
          throw faultsError(asFaults(error, index));
        }),
      );
    }
    const count = (deed: Done['deed']) => done.filter((each) => each.deed === deed).length;
    return {
      ids: done.map(({ id }) => id),
      created: count('created'),
      updated: count('updated'),
      unchanged: count('unchanged'),
    };
  });
}

interface Done {
  id: string;
  deed: 'created' | 'updated' | 'unchanged';
}

async function putOne(
  at: At,
  entity: Entity,
  { companyId, row }: { companyId: number | null; row: RowInput },
): Promise<Done> {
  const { id, seen, ...values } = row;
  refuseUnknown(values, id === undefined ? (entity.making ?? entity.rules) : changingOf(entity));
  if (id === undefined) {
    if (!entity.create) throw new DomainError('forbidden', {}, 'Rows of this kind come to be elsewhere.');
    if (companyId === null) throw wrong('companyId', 'is required');
    return { id: String((await entity.create(at, { companyId, values })).id), deed: 'created' };
  }
  if (!entity.update) throw new DomainError('forbidden', {}, 'Rows of this kind stay as they were made.');
  const found = await readOne(at, entity.model, { id, companyId });
  const stored = { ...found, ...entity.parts?.read(found) };
  for (const [name, rule] of Object.entries(entity.rules)) {
    if (rule.isFixed && name in values && values[name] !== stored[name]) throw wrong(name, 'stays as it is');
  }
  const changed = Object.fromEntries(Object.entries(values).filter(([name, value]) => !isSame(value, stored[name])));
  const hasChanges = Object.keys(changed).length > 0;
  if (hasChanges) await entity.update(at, { row: found, values: changed, seen });
  return { id, deed: hasChanges ? 'updated' : 'unchanged' };
}

/** Makes one thing by an operation with a transaction of its own.
 *  @throws DomainError as `put` */
async function openOne(
  ctx: Ctx,
  entity: Entity,
  { companyId, row }: { companyId: number | null; row: RowInput },
): Promise<string> {
  try {
    const rules = entity.making ?? entity.rules;
    refuseUnknown(row, rules);
    if (companyId === null && !ownerless.has(entity.model)) throw wrong('companyId', 'is required');
    const errors = await judgeNamed(ctx.db.reader, rules, { companyId, row });
    if (errors.length > 0) throw new DomainError('invalid_input', { errors });
    const made = await entity.open?.(ctx, { companyId: companyId ?? 0, values: row });
    return String(made?.id);
  } catch (error) {
    throw faultsError(asFaults(error, 0));
  }
}

function refuseUnknown(values: Values, rules: Readonly<Record<string, ColumnRule>>): void {
  const unknown = Object.keys(values).find((name) => !(name in rules));
  if (unknown !== undefined) throw wrong(unknown, 'cannot be set');
}

/** Companies are nobody's rows but their own; people are nobody's. */
const ownerless: ReadonlySet<ModelName> = new Set<ModelName>(['User', 'Company']);

/** What has no trash. */
const lasting: ReadonlySet<ModelName> = new Set<ModelName>(['CashierStore', 'MembershipRole', 'CompanyMembership']);

export async function readOne(
  { tx }: At,
  model: ModelName,
  { id, companyId }: { id: string; companyId: number | null },
): Promise<Values> {
  const key = keyOf(model, id);
  if (key === null) throw new DomainError('not_found', { model, id });
  const where = {
    id: key,
    ...(!lasting.has(model) && { deletedAt: null }),
    ...(!ownerless.has(model) && { companyId }),
  };
  const [row] = await delegateOf(tx, model).findMany({ where });
  if (!row) throw new DomainError('not_found', { model, id });
  return row;
}

function isSame(a: unknown, b: unknown): boolean {
  return (a ?? null) === (b ?? null);
}

function wrong(path: string, message: string): DomainError {
  return new DomainError('invalid_input', { errors: [{ path, message }] });
}

/** Faults of one row; a right that is missing stays what it is. */
function asFaults(error: unknown, index: number): [RowFault, ...RowFault[]] {
  if (!(error instanceof DomainError)) throw error;
  const { code, facts } = error;
  if (code !== 'invalid_input' && code !== 'already_exists' && code !== 'stale' && code !== 'conflict') throw error;
  const toFault = ({ path, message }: { path: string; message: string }): RowFault => ({
    ...{ index, code, message },
    column: path.split('.')[0] ?? '',
  });
  const [first = { path: '', message: error.detail ?? code }, ...others] = facts.errors ?? [];
  return [toFault(first), ...others.map(toFault)];
}

/** Each row is tried in a transaction that is taken back. */
async function check(ctx: Ctx, entity: Entity, { companyId, rows }: PutRows): Promise<RowFault[]> {
  mostRows(rows);
  const faults: RowFault[] = [];
  for (const [index, row] of rows.entries()) {
    const isOver = new Error('tried');
    const attempt = inTransaction(ctx, async (tx) => {
      await putOne({ tx, ctx }, entity, { companyId, row });
      throw isOver;
    });
    await attempt.catch((error: unknown) => {
      if (error !== isOver) faults.push(...asFaults(error, index));
    });
  }
  return faults;
}
