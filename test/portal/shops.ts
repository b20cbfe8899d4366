/** Two companies with stores, tills and receipts, on a hub whose clock stands still. */

import { afterAll, beforeAll } from 'vitest';
import type { Database } from '../../server/db/index.ts';
import { recordTransactions } from '../../server/domain/sales/index.ts';
import { createStore, createTerminal, type TerminalIdentity } from '../../server/domain/stores/index.ts';
import { grantRole } from '../../server/domain/tenancy/index.ts';
import { makeTransaction } from '../domain/sales/support.ts';
import { goodPassword, hubCtx, makeCompany, makeMember, makeStaff } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';

/** A Friday afternoon in London. */
export const now = new Date('2026-03-06T14:30:00Z');
export const todayDay = '2026-03-06';
export const lastWeekDay = '2026-02-27';

export interface Sale {
  /** Local time, `2026-03-06T12:30:00`. */
  at: string;
  /** Decimal text. */
  total: string;
  kind?: 'sale' | 'return' | 'cancelled';
}

export type Company = Awaited<ReturnType<typeof makeCompany>> & { tills: TerminalIdentity[] };

export interface Shops {
  server: TestServer;
  grocer: Company;
  books: Company;
}

/** Somebody of these companies who has signed in. */
export async function visitorOf({ server }: Shops, username: string): Promise<Visitor> {
  const visitor = new Visitor(server.url);
  await visitor.signIn(username, goodPassword);
  return visitor;
}

let receipts = 0;

/** A store with one till. */
export async function openStore(
  db: Database,
  company: { id: number; officeCode: string },
  code: string,
): Promise<TerminalIdentity> {
  const ctx = hubCtx(db);
  const store = await createStore(ctx, { companyId: company.id, code, name: `Shop ${code}` });
  const terminal = await createTerminal(ctx, {
    storeId: store.id,
    code: 'POS-001',
    name: `Till of ${code}`,
    number: 1,
  });
  return {
    terminalId: terminal.id,
    storeId: store.id,
    companyId: company.id,
    officeCode: company.officeCode,
    storeCode: code,
    terminalCode: 'POS-001',
    timeZone: 'Europe/London',
    dayStartMinutes: 0,
    currency: 'GBP',
  };
}

/** Delivers receipts; returns their ids. */
export async function sell(
  db: Database,
  till: TerminalIdentity,
  sales: readonly Sale[],
  name = 'Baguette',
): Promise<string[]> {
  const items = sales.map(({ at, total, kind }) =>
    makeTransaction((body) => {
      receipts += 1;
      Object.assign(body.head, {
        transaction_date_time: at,
        receipt_number: receipts,
        total_amount: total,
        total_payment_amount: total,
        is_cancel: kind === 'cancelled',
        transaction_status: kind === 'cancelled' ? 'cancelled' : 'completed',
        transaction_type: kind === 'return' ? 'return' : 'sale',
      });
      Object.assign(body.products[0], { product_name: name, unit_price: total, total_price: total });
      Object.assign(body.payments[0], { payment_total: total, currency_total: total });
    }),
  );
  const result = await recordTransactions(
    hubCtx(db, () => now),
    till,
    items,
    undefined,
  );
  if (result.accepted !== items.length) throw new Error(JSON.stringify(result));
  return items.map((item) => item.head.id);
}

async function openShops(server: TestServer): Promise<Shops> {
  const { db } = server.deps;
  const grocer = await makeCompany(db, 'Grocer');
  const books = await makeCompany(db, 'Books');
  const tills = [await openStore(db, grocer, 'G1'), await openStore(db, grocer, 'G2')];
  const other = [await openStore(db, books, 'B1')];
  await makeMember(db, grocer.id, 'grocer.member');
  const bound = await makeMember(db, grocer.id, 'grocer.manager');
  const storeId = tills[0]?.storeId ?? 0;
  await grantRole(hubCtx(db), { companyId: grocer.id, userId: bound.id, role: 'manager', storeId });
  await makeStaff(db, 'hub.operator', { role: 'operator' });
  await makeStaff(db, 'hub.support', { role: 'support' });
  await makeStaff(db, 'hub.limited', { role: 'superuser', companyIds: [] });
  return { server, grocer: { ...grocer, tills }, books: { ...books, tills: other } };
}

export function withShops(): Shops {
  let shops: Shops | undefined;
  beforeAll(async () => {
    shops = await openShops(await startTestServer({ now: () => now }));
  });
  afterAll(() => shops?.server[Symbol.asyncDispose]());
  const current = (): Shops => {
    if (!shops) throw new Error('the hub runs only while tests run');
    return shops;
  };
  return {
    get server() {
      return current().server;
    },
    get grocer() {
      return current().grocer;
    },
    get books() {
      return current().books;
    },
  };
}
