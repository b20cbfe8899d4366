/** The hub as its own actor, with one company in it, for tests of operations. */
import { newId } from '../../server/core/ids.ts';
import { type Ctx, type Database, inTransaction, type Logger } from '../../server/db/index.ts';
import { systemCtx } from '../../server/domain/tenancy/index.ts';

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
};

/** A context that may do everything; its clock stands still. */
export function hubCtx(db: Database, now = new Date('2026-11-20T12:00:00Z')): Ctx {
  return systemCtx({ db, log: silent, now: () => now }, 'test', 'job');
}

/** The least that a company is. */
export async function someCompany(db: Database, code = newId().slice(0, 8)): Promise<number> {
  const data = { uuid: newId(), name: `Company ${code}`, slug: `company-${code}`, officeCode: `OFFICE-${code}` };
  const company = await inTransaction(db, (tx) => tx.company.create({ data, select: { id: true } }));
  return company.id;
}
