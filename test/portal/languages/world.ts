/** A company with something on every page, named so that no name is an English word. */

import { newId } from '../../../server/core/ids.ts';
import type { Ctx } from '../../../server/db/index.ts';
import { judgeDue } from '../../../server/domain/reconciliation/index.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import { createStore, createTerminal, type TerminalIdentity } from '../../../server/domain/stores/index.ts';
import { createCompany } from '../../../server/domain/tenancy/index.ts';
import { cleanDays, pushDay } from '../../domain/reconciliation/history.ts';
import { makeTransaction } from '../../domain/sales/support.ts';
import { goodPassword, hubCtx, makeCompany, makeMember } from '../../support/people.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { Visitor } from '../../support/visitor.ts';

export const now = new Date('2026-12-20T10:00:00Z');

export interface World {
  server: TestServer;
  owner: Visitor;
  slug: string;
}

/** Two stores, a closure that is right, one that is not, an open period, products, people of the shop, a second company. */
export async function openWorld(): Promise<World> {
  const server = await startTestServer({ now: () => now });
  const { db } = server.deps;
  const ctx = hubCtx(db, () => now);
  const company = await makeCompany(db, 'Elmas');
  await createCompany(ctx, { name: 'Yakut', ownerUserId: company.ownerId });
  await makeMember(db, company.id, 'ay');
  const store = await createStore(ctx, { companyId: company.id, code: 'M1', name: 'Meydan' });
  await createStore(ctx, { companyId: company.id, code: 'M2', name: 'Park' });
  const terminal = await createTerminal(ctx, { storeId: store.id, code: 'K-1', name: 'K-1', number: 1 });
  const [good, bad, open] = cleanDays('portal', 12);
  if (!good || !bad || !open) throw new Error('There are no days to show');
  const till = {
    ...{ terminalId: terminal.id, storeId: store.id, companyId: company.id, officeCode: company.officeCode },
    ...{ storeCode: 'M1', terminalCode: 'K-1', timeZone: 'Europe/London', dayStartMinutes: 0, currency: 'GBP' },
  };
  await pushDay(db, till, good);
  await pushDay(db, till, { ...bad, documents: bad.documents.slice(1) });
  await pushDay(db, till, { ...open, closure: null });
  await leaveStains(ctx, till);
  await judgeDue(ctx);
  const owner = new Visitor(server.url);
  await owner.signIn(company.ownerName, goodPassword);
  await fillShop(owner, company.slug, store.id);
  return { server, owner, slug: company.slug };
}

/** An item that nobody could read, and a document that came again with other values. */
async function leaveStains(ctx: Ctx, till: TerminalIdentity): Promise<void> {
  const item = makeTransaction((body) => Object.assign(body.head, { closure_number: 900 }));
  const change = (head: object) => ({ ...item, head: { ...item.head, ...head } });
  await recordTransactions(ctx, till, [change({ id: newId(), total_amount: '1,50' })], undefined);
  for (const head of [{}, { total_amount: '11.0000' }]) await recordTransactions(ctx, till, [change(head)], undefined);
}

/** By the portal's own forms. */
async function fillShop(owner: Visitor, slug: string, storeId: number): Promise<void> {
  const send = async (path: string, fields: Record<string, string>) => {
    const answer = await owner.post(path, fields);
    if (answer.status !== 302) throw new Error(`${path}: ${answer.status} ${answer.body}`);
  };
  await send(`/catalog/${slug}/vat/`, { country: 'TR' });
  const form = await owner.get(`/catalog/${slug}/new/`);
  const [, division = ''] = /<select[^>]*name="(\w*)"[\s\S]*?<option value="([0-9a-f-]{36})"/.exec(form.body) ?? [];
  const [, , id = ''] = /<select[^>]*name="(\w*)"[\s\S]*?<option value="([0-9a-f-]{36})"/.exec(form.body) ?? [];
  await send(`/catalog/${slug}/new/`, { code: '100', name: 'Simit', [division]: id, salePrice: '1' });
  await send(`/customers/${slug}/new/`, { name: 'Deniz' });
  const cashier = { firstName: 'Ege', userName: 'ege', password: '7291', role: 'administrator' };
  await send(`/cashiers/${slug}/new/`, { ...cashier, [`store.${storeId}`]: 'all' });
  await send(`/messages/${slug}/`, { to: '', type: 'terminal_message', title: 'Merhaba', hours: '24' });
  const key = { name: 'Dükkân', where: 'all', expires: '', origins: '', requests: '', 'may-catalog.see': 'yes' };
  const made = await owner.post(`/keys/${slug}/new/`, key);
  if (!made.body.includes('gpk_')) throw new Error(`no key was made: ${made.status}`);
  // Takes away what was said of the last form, in another language.
  await owner.get('/dashboard/');
}
