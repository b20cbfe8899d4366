import { decode } from './changes.ts';
import { type Outcome, readRows, type Work, writeFaults } from './rows.ts';
import { type At, type Item, isAsSeen, type Kind, settle, versionOf, type Way } from './try-rows.ts';

const opposite: Readonly<Record<Kind, Kind>> = { edit: 'edit', delete: 'restore', restore: 'delete' };

/** Puts back what rows were. A row that is no more as the change left it stays as it is. */
export async function undoRows(
  at: At,
  way: Way,
  { rows, since }: { rows: readonly Work[]; since: Date },
): Promise<Outcome[]> {
  const stored = await readRows(
    at.tx,
    way.operations.model,
    rows.map(({ rowId }) => rowId),
  );
  const outcomes: Outcome[] = [];
  const items: Item[] = [];
  const touched: Work[] = [];
  for (const work of rows) {
    const row = stored.get(work.rowId);
    if (!row) outcomes.push(kept(work, 'It is not there any more.'));
    else if (!isAsSeen(row, { version: work.version, before: work.after })) touched.push(work);
    else items.push({ work, stored: row, values: way.kind === 'edit' ? decode(work.before) : {} });
  }
  const names = await changers(at, way, { rows: touched, since });
  for (const work of touched) {
    const name = names.get(work.rowId);
    outcomes.push(kept(work, name === undefined ? 'It was changed since.' : `It was changed since by “${name}”.`));
  }
  const faults = await settle(at, { ...way, kind: opposite[way.kind] }, items);
  const done = items.filter((item) => !faults.has(item));
  for (const [{ work }, why] of faults) outcomes.push({ ...kept(work, ''), message: writeFaults(why) });
  const now = await readRows(
    at.tx,
    way.operations.model,
    done.map(({ work }) => work.rowId),
  );
  for (const { work } of done) outcomes.push(undone(work, versionOf(now.get(work.rowId) ?? {})));
  return outcomes;
}

function undone(work: Work, version: bigint | null): Outcome {
  return { ...sides(work), version, outcome: 'undone', message: '' };
}

function kept(work: Work, message: string): Outcome {
  return { ...sides(work), version: work.version, outcome: 'kept', message: writeFaults([{ column: '', message }]) };
}

function sides({ position, before, after }: Work) {
  return { position, before, after };
}

/** Who changed rows last, by the audit trail. */
async function changers(
  { tx }: At,
  { operations }: Way,
  { rows, since }: { rows: readonly Work[]; since: Date },
): Promise<ReadonlyMap<string, string>> {
  if (rows.length === 0) return new Map();
  const entries = await tx.auditEntry.findMany({
    where: { subjectType: operations.subject, subjectId: { in: rows.map(({ rowId }) => rowId) }, at: { gte: since } },
    select: { subjectId: true, actorName: true },
    orderBy: { id: 'asc' },
  });
  return new Map(entries.map(({ subjectId, actorName }) => [subjectId, actorName]));
}
