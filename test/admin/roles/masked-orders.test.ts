/** Rows that are equal in an order stand by further columns, and a cursor says their values: none of them is masked. */
import { expect, it } from 'vitest';
import { filterOf } from '../../../admin/adapter/query.ts';
import type { HubResource } from '../../../admin/adapter/resource.ts';
import type { ColumnInfo } from '../../../admin/adapter/source.ts';
import { createResources } from '../../../admin/options.ts';
import { DomainError } from '../../../server/core/errors.ts';
import type { StaffRole } from '../../../server/core/scope.ts';
import type { Ctx } from '../../../server/db/index.ts';
import { orderedPlan } from '../../../server/domain/listing/plan.ts';
import { isPersonal } from '../../../server/domain/tenancy/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx } from '../../support/hub.ts';

const test = withDatabase();

function staff(staffRole: StaffRole, staffCompanyIds: number[] | null): Ctx {
  const person = { userId: 'somebody', username: 'somebody', staffRole, staffCompanyIds, grants: [] };
  return { ...hubCtx(test.db), actor: { kind: 'user', ...person } };
}

function typedFor({ field, kind, values }: ColumnInfo): string {
  if (values?.[0] !== undefined) return values[0];
  if (field.type === 'Boolean') return 'true';
  return kind === 'day' || kind === 'instant' ? '2026-07-01' : '1';
}

/** What an index orders the list by, for each order by a column that is not personal, alone and under each filter. */
async function ordersOf(ctx: Ctx, resource: HubResource): Promise<Map<string, readonly string[]>> {
  const { columns, model } = resource.source;
  const found = new Map<string, readonly string[]>();
  for (const { field, isSortable } of columns.values()) {
    if (!isSortable || isPersonal(model.name, field.name)) continue;
    for (const filter of [null, ...columns.values()]) {
      if (filter !== null && !filter.isFilterable) continue;
      const query = filter === null ? {} : { [`filters.${filter.field.name}`]: typedFor(filter) };
      const sort = { sortBy: field.name, direction: 'asc' as const };
      const planned = await resource.query(ctx, { filter: filterOf(resource, query), sort }).then(orderedPlan, refused);
      if (planned) found.set(`${model.name} by ${field.name} with ${JSON.stringify(query)}`, planned.order);
    }
  }
  return found;
}

/** A filter or an order that the person may not use. */
function refused(error: unknown): null {
  if (error instanceof DomainError && error.code === 'invalid_input') return null;
  throw error;
}

async function holdingPersonal(ctx: Ctx): Promise<string[]> {
  const holding: string[] = [];
  for (const resource of createResources(test.db)) {
    const { name, fields } = resource.source.model;
    if (!fields.some((field) => isPersonal(name, field.name))) continue;
    const orders = await ordersOf(ctx, resource);
    holding.push(
      ...[...orders].filter(([, order]) => order.some((column) => isPersonal(name, column))).map(([asked]) => asked),
    );
  }
  return holding;
}

it('no order of a list holds what support may not see, whatever is filtered by', async () => {
  // For others there are such orders, or this would prove nothing.
  expect(await holdingPersonal(staff('superuser', null))).not.toEqual([]);
  for (const companyIds of [null, [1]]) expect(await holdingPersonal(staff('support', companyIds))).toEqual([]);
});
