/** A page of a pull finds its rows by their ids, however many others the company has. */

import { expect, it } from 'vitest';
import { inRawTransaction, type RawClient } from '../../../server/db/index.ts';
import { feedResources, kitchenResources } from '../../../server/domain/init/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx } from '../../support/hub.ts';

const test = withDatabase();
const scope = { company: 1, store: 1, currency: 'GBP', now: new Date('2026-07-01T12:00:00Z'), locations: ['l'] };

it.each([...feedResources, ...kitchenResources])('rows of $name are found by their ids', async (resource) => {
  const isSqlite = test.provider === 'sqlite';
  const plan: string[] = [];
  await inRawTransaction(test.db, async (raw) => {
    // Small tables are read whole whatever the indexes are; so the planner is told not to where an index would do.
    if (!isSqlite) await raw.$executeRawUnsafe('SET LOCAL enable_seqscan = off');
    const explaining: RawClient = {
      ...raw,
      $queryRawUnsafe: async <T>(text: string, ...values: unknown[]) => {
        const explain = isSqlite ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
        const lines = await raw.$queryRawUnsafe<Record<string, unknown>[]>(`${explain} ${text}`, ...values);
        plan.push(...lines.map((line) => String(line['detail'] ?? line['QUERY PLAN'])));
        return [] as T;
      },
    };
    for await (const rows of resource.picked({ ctx: hubCtx(test.db), tx: explaining, scope }, ['a', 'b']))
      expect(rows).toEqual([]);
  });
  const text = plan.join('\n');
  if (isSqlite) expect(text).toMatch(/^SEARCH t USING INDEX \S+ \((company_id=\? AND )?id=\?\)$/m);
  else expect(text).toContain(`using ${resource.definition.table}_pkey on ${resource.definition.table} t`);
});
