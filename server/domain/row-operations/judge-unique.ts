/** What may occur once only: the unique rules of the database, and the key by which people recognise a row. */

import type { MasterTable } from '../master-data/index.ts';
import type { Judged, Source } from './judge-rows.ts';
import type { RowFault, Values } from './operations.ts';
import { delegateOf, type Reading } from './stored-rows.ts';

/** A rule that several rows may not agree in all of these columns. */
interface Unique {
  columns: readonly string[];
  inCompany: boolean;
  /** Held by rows in the trash too. */
  isOfDatabase: boolean;
}

function uniquesOf({ table, rules }: Source): Unique[] {
  const fieldOf = new Map(Object.entries(table.columnOf).map(([name, column]) => [column, name]));
  const uniques = (table.uniques ?? []).map((columns): Unique => {
    const own = columns.filter((column) => column !== 'company_id');
    return {
      columns: own.map((column) => fieldOf.get(column) ?? camelCase(column)),
      inCompany: own.length < columns.length,
      isOfDatabase: true,
    };
  });
  const key = table.key ?? rules.key ?? [];
  const isSaid = uniques.some(({ columns }) => columns.join() === key.join());
  return key.length === 0 || isSaid ? uniques : [...uniques, { columns: key, inCompany: true, isOfDatabase: false }];
}

export async function judgeUnique(
  client: Reading,
  source: Source,
  { companyId, judged, all }: { companyId: number | null; judged: readonly Judged[]; all: boolean },
): Promise<void> {
  for (const unique of uniquesOf(source)) {
    const key = (row: Values) => keyOf(source, unique, row);
    // What was so before stays so.
    const asked = judged.filter(
      ({ row, stored }) => key(row) !== null && (all || !(stored && key(stored) === key(row))),
    );
    const moved = asked.filter((each) => each.faults.length === 0);
    if (moved.length === 0) continue;
    const holders = await readHolders(client, source, { companyId, unique, judged: moved });
    const own = new Set<string>();
    for (const each of moved) {
      const value = key(each.row) as string;
      const holder = holders.find((row) => key(row) === value && row['id'] !== each.id);
      if (holder || own.has(value)) each.faults.push(takenFault(source, { each, unique, holder }));
      own.add(value);
    }
  }
}

function readHolders(
  client: Reading,
  { model, table }: Source,
  { companyId, unique, judged }: { companyId: number | null; unique: Unique; judged: readonly Judged[] },
): Promise<Values[]> {
  const [first = 'id'] = unique.columns;
  const values = [...new Set(judged.map(({ row }) => columnOf(table, first, row)))];
  return delegateOf(client, model).findMany({
    where: {
      [first]: { in: values },
      ...(unique.inCompany ? { companyId } : {}),
      ...(unique.isOfDatabase ? {} : { deletedAt: null }),
    },
    select: { id: true, deletedAt: true, ...Object.fromEntries(unique.columns.map((name) => [name, true])) },
  });
}

function takenFault(
  { model, rules }: Source,
  { each, unique, holder }: { each: Judged; unique: Unique; holder: Values | undefined },
): RowFault {
  const column = unique.columns.at(-1) ?? '';
  const isGone = holder !== undefined && holder['deletedAt'] !== null;
  return {
    ...{ index: each.index, column: rules.toldAt?.[column] ?? column, code: 'already_exists' as const },
    message: isGone ? 'belongs to a row in the trash: restore that, or choose another' : 'is already taken',
    ...(holder && { holder: { model, id: String(holder['id']) } }),
  };
}

/** Null where the database lets several rows be: where one of the columns is null. */
function keyOf({ table }: Source, { columns, isOfDatabase }: Unique, row: Values): string | null {
  const values = columns.map((name) => columnOf(table, name, row));
  if (isOfDatabase && values.some((value) => value === null || value === undefined)) return null;
  return JSON.stringify(values.map(comparable));
}

/** Derived columns have no field of their own. */
function columnOf(table: MasterTable, name: string, row: Values): unknown {
  if (name in row) return row[name];
  const derived = Object.entries(table.derived ?? {}).find(([column]) => camelCase(column) === name);
  return derived ? derived[1].from(row) : null;
}

function comparable(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  return typeof value === 'bigint' ? String(value) : (value ?? null);
}

/** `company_id` to `companyId`. */
function camelCase(column: string): string {
  return column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
