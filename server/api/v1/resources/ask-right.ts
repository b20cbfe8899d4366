/** Who may not do something to a row is told so before anything else is looked at. */
import { requireRight } from '../../../domain/resources/index.ts';
import type { Changing, Within } from './resource.ts';

/** @param within `companyId` 0: the row is the company itself
 *  @throws not_found, forbidden as `requireRight` */
export function askRight<Row extends { id: string | number }>(
  { ctx, companyId }: Within,
  row: Row,
  { right, storeOf }: { right: Changing<Row>['right'] | undefined; storeOf?: Changing<Row>['storeOf'] | undefined },
): void {
  if (!right) return;
  const storeId = storeOf ? storeOf(row) : null;
  requireRight(ctx, right, { companyId: companyId === 0 ? Number(row.id) : companyId, storeId });
}
