import type { Database } from '../../server/db/index.ts';
import { createStore } from '../../server/domain/stores/index.ts';
import { hubCtx } from './people.ts';

/** A store whose name is its code. */
export async function makeStore(db: Database, companyId: number, code: string): Promise<number> {
  const store = await createStore(hubCtx(db), {
    companyId,
    code,
    name: code,
    timeZone: 'Europe/London',
    currency: 'GBP',
  });
  return store.id;
}
