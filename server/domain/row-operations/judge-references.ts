import type { InputError } from '../../core/errors.ts';
import { type ModelName, modelOfTable } from '../../db/index.ts';
import { fault, type Judged, type Source } from './judge-rows.ts';
import type { ColumnRule, Values } from './operations.ts';
import { delegateOf, hubModels, keyOf, type Reading } from './stored-rows.ts';

/** Rows that the company may name: its own and the hub's, not those in the trash. What a row named before it may go on naming. */
export async function judgeReferences(
  client: Reading,
  { table }: Source,
  { companyId, judged, all }: { companyId: number | null; judged: readonly Judged[]; all: boolean },
): Promise<void> {
  const references = Object.entries((table.references ?? {}) as Record<string, { table: string }>);
  for (const [name, target] of references) {
    const asked = judged.filter(({ row, stored }) => row[name] !== null && (all || row[name] !== stored?.[name]));
    if (asked.length === 0) continue;
    const wanted = [...new Set(asked.map(({ row }) => row[name]))];
    const known = await readNameable(client, modelOfTable(target.table), { companyId, ids: wanted });
    for (const each of asked) {
      if (known.has(each.row[name])) continue;
      each.faults.push(fault(each, name, all ? 'is in the trash: restore that first' : unknownRow));
    }
  }
}

/** The same of one thing that is made by an operation of its own. */
export async function judgeNamed(
  client: Reading,
  rules: Readonly<Record<string, ColumnRule>>,
  { companyId, row }: { companyId: number | null; row: Values },
): Promise<InputError[]> {
  const errors: InputError[] = [];
  for (const [path, { reference }] of Object.entries(rules)) {
    const named = row[path];
    // People belong to no company: whom one may name, the operation says.
    if (reference === undefined || reference === 'User' || !named) continue;
    const id = keyOf(reference, String(named));
    const known = id === null ? new Set() : await readNameable(client, reference, { companyId, ids: [id] });
    if (!known.has(id)) errors.push({ path, message: unknownRow });
  }
  return errors;
}

const unknownRow = 'names a row that does not exist here';

async function readNameable(
  client: Reading,
  model: ModelName,
  { companyId, ids }: { companyId: number | null; ids: readonly unknown[] },
): Promise<ReadonlySet<unknown>> {
  const owners = companyId !== null && hubModels.has(model) ? [{ companyId }, { companyId: null }] : [{ companyId }];
  const found = await delegateOf(client, model).findMany({
    where: { id: { in: ids }, deletedAt: null, OR: owners },
    select: { id: true },
  });
  return new Set(found.map(({ id }) => id));
}
