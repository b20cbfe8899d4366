import type { ModelName, Tx } from '../../server/db/index.ts';
import { delegateOf } from '../../server/domain/row-operations/index.ts';

type Row = Record<string, unknown>;

interface Writing {
  create(args: { data: Row }): Promise<Row>;
  updateMany(args: { where: object; data: object }): Promise<{ count: number }>;
}

/** Rows of any model, for tests that put there what no operation would: operations only read by a model's name. */
export function writingDelegateOf(tx: Tx, model: ModelName): Writing {
  return delegateOf(tx, model) as unknown as Writing;
}
