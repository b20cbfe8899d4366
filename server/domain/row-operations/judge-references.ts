import { modelOfTable } from '../../db/index.ts';
import { fault, type Judged, type Source } from './judge-rows.ts';
import { delegateOf, hubModels, type Reading } from './stored-rows.ts';

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
    const model = modelOfTable(target.table);
    const owners = companyId !== null && hubModels.has(model) ? [{ companyId }, { companyId: null }] : [{ companyId }];
    const found = await delegateOf(client, model).findMany({
      where: { id: { in: wanted }, deletedAt: null, OR: owners },
      select: { id: true },
    });
    const known = new Set(found.map(({ id }) => id));
    for (const each of asked) {
      if (known.has(each.row[name])) continue;
      each.faults.push(
        fault(each, name, all ? 'is in the trash: restore that first' : 'names a row that does not exist here'),
      );
    }
  }
}
