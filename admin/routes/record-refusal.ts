/** Why a change was refused, as the form shows it. */

import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import type { RowFault } from '../../server/domain/row-operations/index.ts';
import { spokenProblem, toProblem } from '../../server/http/problem.ts';
import type { Row } from '../adapter/definition.ts';
import { readForm } from '../adapter/record-form.ts';
import type { HubResource } from '../adapter/resource.ts';
import { stillUsed } from '../adapter/still-used.ts';
import type { FormFault, Refused } from '../components/form/form-view.ts';
import { rootPath } from '../paths.ts';
import { languageOf } from '../texts.ts';

interface Asked {
  resource: HubResource;
  ctx: Ctx;
  row?: Row;
}

/** @throws what is no refusal, and what is not to be told here: that it does not exist, or is not one's own */
export async function refusalOf(asked: Asked, error: unknown): Promise<{ status: number; body: Refused }> {
  const problem = toProblem(error);
  const isTold = error instanceof DomainError && [400, 403, 409].includes(problem.status);
  if (!isTold) throw error;
  const spoken = spokenProblem(problem, languageOf(asked.ctx));
  const faults: Record<string, FormFault> = {};
  const known = (error.facts['faults'] ?? []) as readonly RowFault[];
  for (const { path, message } of spoken.errors ?? []) {
    const column = path.split('.').slice(2).join('.');
    const fault = known.find((each) => each.column === column);
    faults[column] ??= { message, ...(await linkOf(asked, fault)) };
  }
  const message = stillUsed(asked.resource, asked.ctx, known) ?? spoken.detail ?? spoken.title;
  const body: Refused = { message, faults };
  const row = error.code === 'stale' && asked.row ? await asked.resource.row(asked.ctx, asked.row['id']) : null;
  return {
    status: problem.status,
    body: row ? { ...body, theirs: await readForm(asked.resource, asked.ctx, row) } : body,
  };
}

/** The row that stands in the way, if the person may see it. */
async function linkOf({ resource, ctx }: Asked, fault: RowFault | undefined): Promise<Pick<FormFault, 'link'>> {
  if (!fault?.holder) return {};
  const { model, id } = fault.holder;
  const target = resource.siblings.get(model) ?? resource;
  const key = target.source.idField.type === 'Int' ? Number(id) : id;
  const title = (await target.titles(ctx, new Set([key]))).get(key);
  if (title === undefined) return {};
  return { link: { href: `${rootPath}/resources/${model}/records/${encodeURIComponent(id)}/show`, title } };
}
