/** Managers of chosen stores: they run these, and the others are not there for them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { grantRole } from '../../../server/domain/tenancy/index.ts';
import { hubCtx, makeMember } from '../../support/people.ts';
import type { Visitor } from '../../support/visitor.ts';
import { fieldIn, sell, withDesk } from './desk.ts';

const shop = withDesk();
let manager: Visitor;
let own: string;
let other: string;
let ownTill: string;
let otherTill: string;

beforeAll(async () => {
  const { db } = shop.desk.server.deps;
  own = await shop.desk.open({ name: 'Harbour' });
  other = await shop.desk.open({ name: 'Hillside' });
  ownTill = await shop.desk.register(own, { code: 'POS-001' });
  otherTill = await shop.desk.register(other, { code: 'POS-001' });
  for (const till of [ownTill, otherTill]) expect(await sell(await shop.desk.pair(till))).toBe(200);
  const person = await makeMember(db, shop.desk.companyId, 'harbour.manager');
  const { id: storeId } = await db.reader.store.findUniqueOrThrow({ where: { uuid: own.split('/')[3] ?? '' } });
  await grantRole(hubCtx(db), { companyId: shop.desk.companyId, userId: person.id, role: 'manager', storeId });
  manager = await shop.desk.as('harbour.manager');
});

describe('F-RBAC-4: a manager of one store', () => {
  it('changes the store and registers, pairs, edits and revokes its tills', async () => {
    expect((await manager.get(`${own}edit/`)).status).toBe(200);
    const registered = await manager.post(`${own}register/`, { code: 'POS-002', name: 'Counter', number: '' });
    expect(registered.status).toBe(302);
    const till = (registered.location ?? '').replace(/pair\/$/, '');
    expect((await manager.get(till)).body).toContain('POS-002');
    const seen = fieldIn(await manager.get(`${till}pair/`), 'seen') ?? '';
    expect((await manager.post(`${till}pair/`, { seen })).body).toContain('base_url');
    expect((await manager.get(`${till}edit/`)).status).toBe(200);
    expect((await manager.post(`${till}revoke/`, { grace: '0' })).status).toBe(302);
  });

  it('finds neither another store of the company nor its tills, and changes nothing of them', async () => {
    const before = await shop.desk.server.deps.db.reader.terminal.findMany({
      where: { store: { uuid: other.split('/')[3] ?? '' } },
    });
    for (const path of [
      other,
      `${other}edit/`,
      `${other}register/`,
      `${other}close/`,
      otherTill,
      `${otherTill}pair/`,
    ]) {
      expect({ path, status: (await manager.get(path)).status }).toEqual({ path, status: 404 });
    }
    const codes = { code: 'POS-009', name: '', number: '' };
    for (const path of [`${other}register/`, `${otherTill}revoke/`, `${otherTill}retire/`, `${otherTill}pair/`]) {
      expect({ path, status: (await manager.post(path, codes)).status }).toEqual({ path, status: 404 });
    }
    const after = await shop.desk.server.deps.db.reader.terminal.findMany({
      where: { store: { uuid: other.split('/')[3] ?? '' } },
    });
    expect(after).toEqual(before);
  });

  it('sees the receipts and figures of the store alone', async () => {
    const list = `/receipts/${shop.desk.slug}/`;
    const links = ({ body }: { body: string }) => body.match(new RegExp(`href="${list}[0-9a-f-]{36}/"`, 'g')) ?? [];
    expect(new Set(links(await (await shop.desk.owner).get(list))).size).toBe(2);
    expect(new Set(links(await manager.get(list))).size).toBe(1);
    const report = (await manager.get(`/reports/sales-by-day?company=${shop.desk.slug}`)).body;
    expect(report).toContain('Harbour');
    expect(report).not.toContain('Hillside');
  });

  it('opens no store of the company', async () => {
    expect((await manager.get(`/stores/${shop.desk.slug}/create/`)).status).toBe(403);
  });
});
