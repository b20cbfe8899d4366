/** Reading rows of any model by id. */

import { DomainError } from '../../core/errors.ts';
import type { Ctx, ModelName, RawClient, Tx } from '../../db/index.ts';
import type { Values } from './operations.ts';

/** Inside a transaction the transaction's client, otherwise the one that reads. */
export type Reading = RawClient & Pick<Tx, 'company' | 'departmentSubGroup'>;

/** What is used of a Prisma delegate; the models' own types differ in every argument. */
interface Delegate {
  findMany(args: object): Promise<Values[]>;
  count(args: object): Promise<number>;
}

export function delegateOf(client: Reading, model: ModelName): Delegate {
  const name = model.charAt(0).toLowerCase() + model.slice(1);
  // The delegates of all models have no common type; `Delegate` is what each of them does.
  return (client as unknown as Record<string, Delegate>)[name] as Delegate;
}

/** The id of a row as its model has it; null: no row has this one. */
export function keyOf(model: ModelName, id: string): string | number | null {
  if (model !== 'Company' && model !== 'Store' && model !== 'Terminal') return id;
  return Number.isSafeInteger(Number(id)) ? Number(id) : null;
}

/** Whole rows of one company (null: of the hub) by id. */
export async function readStored(
  client: Reading,
  model: ModelName,
  { companyId, ids }: { companyId: number | null; ids: readonly string[] },
): Promise<ReadonlyMap<string, Values>> {
  const rows = await delegateOf(client, model).findMany({ where: { id: { in: [...ids] }, companyId } });
  return new Map(rows.map((row) => [String(row['id']), row]));
}

/** Models of which the hub has rows of its own, for every company. */
export const hubModels: ReadonlySet<ModelName> = new Set<ModelName>([
  'Country',
  'CountryRegion',
  'City',
  'District',
  'Currency',
  'CampaignType',
  'DiscountType',
  'DocumentType',
]);

const most = 500;

export function mostRows(rows: readonly unknown[]): void {
  if (rows.length > most) throw new DomainError('invalid_input', {}, `At most ${most} rows at once.`);
}

/** Staff of chosen companies only. */
export function isLimitedStaff({ actor }: Pick<Ctx, 'actor'>): boolean {
  return actor.kind === 'user' && actor.staffRole !== null && actor.staffCompanyIds !== null;
}
