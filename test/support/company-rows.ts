/** All rows of a company, in every table: made up, and looked at. */
import { createHash } from 'node:crypto';
import { newId } from '../../server/core/ids.ts';
import { type Database, inTransaction, type ModelName } from '../../server/db/index.ts';
import { type Owned, ownedTables } from '../../server/domain/company-deletion/tables.ts';
import { packBody } from '../../server/domain/sales/body-codec.ts';
import { type Field, modelNamed } from './data-model.ts';
import { writingDelegateOf } from './writing-delegate.ts';

type Row = Record<string, unknown>;

/** Fields that name a row without a relation in the model. */
const references: Readonly<Record<string, string>> = { storeId: 'Store', terminalId: 'Terminal', userId: 'User' };

/** Puts `count` rows into every table that a company has, with everything that they refer to. What texts say means nothing.
 *  @param userIds people who are no members yet, at least `count` */
export async function fillCompany(
  db: Database,
  companyId: number,
  userIds: readonly string[],
  count = 3,
): Promise<void> {
  const made = new Map<string, Row[]>([['User', userIds.map((id) => ({ id }))]]);
  // What may refer to others was put first for erasing, so it comes last here.
  for (const owned of [...ownedTables].reverse()) {
    for (const model of [owned.model, ...(Object.keys(owned.parts ?? {}) as ModelName[])]) {
      await inTransaction(db, async (tx) => {
        const rows: Row[] = [];
        for (let index = 0; index < count; index += 1) {
          rows.push(await writingDelegateOf(tx, model).create({ data: dataOf(model, { companyId, index, made }) }));
        }
        made.set(model, rows);
      });
    }
  }
}

interface Place {
  companyId: number;
  index: number;
  made: ReadonlyMap<string, Row[]>;
}

function dataOf(model: string, place: Place): Row {
  const { fields } = modelNamed(model);
  const targets = new Map(
    fields.flatMap(({ type, relationFromFields = [] }) => relationFromFields.map((name) => [name, type] as const)),
  );
  const data: Row = {};
  for (const field of fields) {
    if (field.kind === 'object' || (field.isId && field.hasDefaultValue)) continue;
    const value = madeUp(field, targets.get(field.name) ?? references[field.name], place);
    if (value !== undefined) data[field.name] = value;
  }
  return data;
}

function madeUp(field: Field, target: string | undefined, { companyId, index, made }: Place): unknown {
  if (field.name === 'companyId') return companyId;
  if (target !== undefined) {
    const rows = made.get(target);
    if (rows) return rows[index]?.['id'];
    if (!field.isRequired) return undefined;
  }
  if (field.name === 'codec') return 2;
  if (field.name === 'body' && field.type === 'Bytes') return Buffer.from(packBody(`{"n":${index}}`));
  switch (field.type) {
    case 'Int':
      return index + 1;
    case 'BigInt':
      return BigInt(index);
    case 'Boolean':
      return false;
    case 'DateTime':
      return new Date(1_760_000_000_000 + index);
    case 'Bytes':
      return Buffer.from([index]);
    default:
      return newId();
  }
}

/** How many rows each table holds of a company. Tables without any are left out. */
export async function countRows(db: Database, companyId: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { model, where } of everyTable()) {
    const rows = await db.reader.$queryRawUnsafe<{ n: bigint }[]>(
      `SELECT count(*) AS n FROM ${modelNamed(model).dbName} WHERE ${where(companyId)}`,
    );
    if (Number(rows[0]?.n) > 0) counts[model] = Number(rows[0]?.n);
  }
  return counts;
}

/** One text for everything that a company has, each value of each row; equal means that nothing has changed. */
export async function digestRows(db: Database, companyId: number): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const { model, where } of everyTable()) {
    const rows = await db.reader.$queryRawUnsafe<Row[]>(
      `SELECT * FROM ${modelNamed(model).dbName} WHERE ${where(companyId)}`,
    );
    const texts = rows.map((row) =>
      JSON.stringify(row, (_key, value) => (typeof value === 'bigint' ? `${value}` : value)),
    );
    digests[model] = createHash('sha256').update(texts.sort().join('\n')).digest('hex');
  }
  return digests;
}

interface Table {
  model: ModelName;
  where(companyId: number): string;
}

function everyTable(): Table[] {
  const tables: Table[] = [
    { model: 'Company', where: (id) => `id = ${id}` },
    { model: 'AuditEntry', where: (id) => `chain = ${id}` },
    { model: 'CompanyDeletionRequest', where: (id) => `company_id = ${id}` },
    {
      model: 'CompanyDeletionApproval',
      where: (id) => `request_id IN (SELECT id FROM company_deletion_requests WHERE company_id = ${id})`,
    },
  ];
  for (const owned of ownedTables) {
    const table = modelNamed(owned.model).dbName;
    tables.push({ model: owned.model, where: (id) => whereOf(owned, id) });
    for (const [part, column] of Object.entries(owned.parts ?? {})) {
      const where = (id: number) => `${column} IN (SELECT id FROM ${table} WHERE ${whereOf(owned, id)})`;
      tables.push({ model: part as ModelName, where });
    }
  }
  return tables;
}

function whereOf({ through, model }: Owned, companyId: number): string {
  const hasOwn = modelNamed(model).fields.some(({ name }) => name === 'companyId');
  if (through === undefined || hasOwn) return `company_id = ${companyId}`;
  const parent = modelNamed(through.parent).dbName;
  return `${through.column} IN (SELECT id FROM ${parent} WHERE company_id = ${companyId})`;
}
