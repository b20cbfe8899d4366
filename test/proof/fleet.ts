/** A company with stores and tills in a migrated database, made by the hub's own operations. */

import { type Database, openDatabase } from '../../server/db/index.ts';
import { createStore, createTerminal, issueTerminalSecret } from '../../server/domain/stores/index.ts';
import { hubCtx, someCompany } from '../support/hub.ts';

export interface Till {
  officeCode: string;
  storeCode: string;
  terminalCode: string;
  terminalId: number;
  posNumber: number;
  /** Path under which it reaches the device door, with its secret in it. */
  prefix: string;
}

/** Sets up `count` tills in two stores. */
export async function makeFleet(databaseUrl: string, count: number): Promise<Till[]> {
  return withDatabase(databaseUrl, async (db) => {
    const ctx = hubCtx(db, new Date());
    const companyId = await someCompany(db);
    const { officeCode } = await db.reader.company.findUniqueOrThrow({ where: { id: companyId } });
    const stores = ['STORE-001', 'STORE-002'];
    const storeIds: number[] = [];
    for (const code of stores) {
      storeIds.push((await createStore(ctx, { companyId, code, name: code })).id);
    }
    const tills: Till[] = [];
    for (let index = 0; index < count; index += 1) {
      const place = index % stores.length;
      const terminalCode = `POS-${String(1 + Math.floor(index / stores.length)).padStart(3, '0')}`;
      const { id } = await createTerminal(ctx, { storeId: storeIds[place] ?? 0, code: terminalCode });
      const { secret } = await issueTerminalSecret(ctx, id, 'http://hub.test');
      tills.push({
        officeCode,
        storeCode: stores[place] ?? '',
        terminalCode,
        terminalId: id,
        posNumber: 1 + Math.floor(index / stores.length),
        prefix: `/t/${secret}/api/v1`,
      });
    }
    return tills;
  });
}

/** Opens the database beside whoever serves it. */
export async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase({ url });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
