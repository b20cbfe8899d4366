/** Company, store, terminal: what every right and every row hangs on. */
import { describe, expect, it } from 'vitest';
import { setRoles } from '../../../server/domain/companies/index.ts';
import { createTerminal, retireTerminal, updateStore, updateTerminal } from '../../../server/domain/stores/index.ts';
import { can, scopeFor, terminalCtx } from '../../../server/domain/tenancy/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx } from '../../support/people.ts';
import { makeStore } from '../../support/stores.ts';
import { acting, outcomeOf, staffedCompany } from './support.ts';

const test = withDatabase();

async function chain() {
  const shop = await staffedCompany(test.db);
  const places = [];
  for (const code of ['S1', 'S2']) {
    const storeId = await makeStore(test.db, shop.id, code);
    const terminal = await createTerminal(hubCtx(test.db), { storeId, code: 'POS-001' });
    places.push({ storeId, terminalId: terminal.id });
  }
  const [first, second] = places as [(typeof places)[number], (typeof places)[number]];
  const roles = [{ role: 'manager' as const, storeId: first.storeId }];
  await setRoles(await acting(test.db, shop.owner), { companyId: shop.id, userId: shop.member.id, roles });
  return { ...shop, first, second };
}

describe('F-TEN-1: company, store and terminal are the basis of authorisation, partitioning and scope', () => {
  it('a right in a company ends at the company, one in a store at the store, down to each terminal', async () => {
    const [ours, theirs] = [await chain(), await chain()];
    const owner = await acting(test.db, ours.owner);
    const manager = await acting(test.db, ours.member);
    const rename = (ctx: typeof owner, { storeId, terminalId }: typeof ours.first) =>
      Promise.all([
        outcomeOf(updateStore(ctx, { storeId, name: 'Renamed' })),
        outcomeOf(updateTerminal(ctx, { terminalId, name: 'Renamed' })),
      ]);
    expect(await rename(owner, ours.first)).toEqual(['done', 'done']);
    expect(await rename(owner, ours.second)).toEqual(['done', 'done']);
    expect(await rename(manager, ours.first)).toEqual(['done', 'done']);
    expect(await rename(manager, ours.second)).toEqual(['not_found', 'not_found']);
    for (const ctx of [owner, manager]) {
      expect(await rename(ctx, theirs.first)).toEqual(['not_found', 'not_found']);
      expect(await outcomeOf(retireTerminal(ctx, theirs.second.terminalId))).toBe('not_found');
    }
    expect(scopeFor(manager, 'figures.see')).toEqual({ companyIds: [ours.id], storeIds: [ours.first.storeId] });
    expect(can(owner, 'store.manage', { companyId: theirs.id })).toBe(false);
  });

  it('a terminal reaches its own store, for what terminals do, and every row below a company names it', async () => {
    const { id: companyId, first } = await chain();
    const identity = { ...first, companyId, terminalCode: 'POS-001' };
    const till = terminalCtx({ db: test.db, log: hubCtx(test.db).log, now: () => new Date() }, identity, 'request');
    expect(scopeFor(till, 'document.push')).toEqual({ companyIds: [companyId], storeIds: [first.storeId] });
    expect(scopeFor(till, 'figures.see')).toEqual({ companyIds: [], storeIds: [] });
    const terminal = await test.db.reader.terminal.findUniqueOrThrow({ where: { id: first.terminalId } });
    const store = await test.db.reader.store.findUniqueOrThrow({ where: { id: first.storeId } });
    expect([terminal.companyId, terminal.storeId, store.companyId]).toEqual([companyId, first.storeId, companyId]);
  });
});
