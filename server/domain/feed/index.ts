/** The change feed's counters. Every master data row carries the `version` it was last written with; terminals ask for what
 *  is newer than the last version they have seen. */

export { renewFeeds, withCopyMark } from './epochs.ts';

import { signal } from '../../core/signals.ts';
import type { Tx } from '../../db/index.ts';

const hubKey = 'version';

/** Raises a company's counter (null: the hub's) and returns the first of `count` new versions; the others follow it without
 *  a gap. Must be called inside the transaction that writes the rows: the counter's row stays locked until it commits, so
 *  versions become visible in the order in which they were handed out and no reader can miss a late one. */
export async function nextVersions(tx: Tx, companyId: number | null, count = 1): Promise<number> {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`cannot hand out ${count} versions`);
  const last = companyId === null ? await raiseHub(tx, count) : await raiseCompany(tx, companyId, count);
  return last - count + 1;
}

async function raiseCompany(tx: Tx, companyId: number, count: number): Promise<number> {
  const { versionCounter } = await tx.company.update({
    where: { id: companyId },
    data: { versionCounter: { increment: count } },
    select: { versionCounter: true },
  });
  signal('feedMoved', { companyId });
  return versionCounter;
}

async function raiseHub(tx: Tx, count: number): Promise<number> {
  // The upsert writes the row even when it exists, which locks it before its value is read.
  const { value } = await tx.hubState.upsert({
    where: { key: hubKey },
    create: { key: hubKey, value: '0' },
    update: { key: hubKey },
  });
  const last = Number(value) + count;
  await tx.hubState.update({ where: { key: hubKey }, data: { value: String(last) } });
  return last;
}
