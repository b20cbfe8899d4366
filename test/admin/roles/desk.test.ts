/** What staff does for people and companies, over a whole hub: the back office and the portal with one session. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../server/core/ids.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { endLapsedActing } from '../../../server/domain/acting/index.ts';
import { eraseOldContents, verifyAuditChain } from '../../../server/domain/audit/index.ts';
import { openStore } from '../../portal/shops.ts';
import { goodPassword, hubCtx, makeCompany, makeMember, makeStaff, makeUser } from '../../support/people.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { type Answer, Visitor } from '../../support/visitor.ts';

const reason = 'The owner asked on the phone';

let at = new Date('2026-11-20T12:00:00Z');
let server: TestServer;
let ours: Awaited<ReturnType<typeof makeCompany>>;
let theirs: Awaited<ReturnType<typeof makeCompany>>;
const db = () => server.deps.db;

beforeAll(async () => {
  server = await startTestServer({ now: () => at });
  ours = await makeCompany(db(), 'Ours');
  theirs = await makeCompany(db(), 'Theirs');
  await makeStaff(db(), 'the.boss', { role: 'superuser' });
  await makeStaff(db(), 'the.operator', { role: 'operator' });
  await makeStaff(db(), 'the.support', { role: 'support' });
  await makeStaff(db(), 'the.limited', { role: 'operator', companyIds: [ours.id] });
  // The back office is loaded when it is first asked for.
  await (await enter('the.boss')).get('/admin');
}, 180_000);
afterAll(() => server[Symbol.asyncDispose]());

async function enter(username: string): Promise<Visitor> {
  const visitor = new Visitor(server.url);
  expect((await visitor.signIn(username, goodPassword)).status).toBe(302);
  return visitor;
}

/** Presses a button of a record's page. */
function press(
  visitor: Visitor,
  which: readonly [model: string, id: string | number, action: string],
  answer = reason,
) {
  const [model, id, action] = which;
  const body = new FormData();
  body.set('answer', answer);
  const headers = { accept: 'application/json', 'sec-fetch-site': 'same-origin' };
  return visitor.send('POST', `/admin/api/resources/${model}/records/${id}/${action}`, { headers, body });
}

interface Said {
  notice?: { type: string; message: string };
}
const noticeOf = ({ body }: Answer): Said['notice'] => (JSON.parse(body) as Said).notice;

async function userOf(username: string) {
  return db().reader.user.findFirstOrThrow({ where: { username } });
}

describe('acting for a company', () => {
  it('begins with a reason, lets staff do what an administrator may, names both in the trail, and stops', async () => {
    const visitor = await enter('the.operator');
    const edit = `/companies/${ours.slug}/edit/`;
    expect((await visitor.get(edit)).status).not.toBe(200);
    expect(noticeOf(await press(visitor, ['Company', ours.id, 'actFor'], '  '))?.type).toBe('error');
    expect((await visitor.get(edit)).status).not.toBe(200);
    expect(noticeOf(await press(visitor, ['Company', ours.id, 'actFor']))?.type).toBe('success');
    const page = await visitor.get(edit);
    expect(page.status).toBe(200);
    expect(page.body).toContain('/accounts/acting/stop/');
    expect((await visitor.get('/admin')).body).toContain('"acting":{"name":"Ours"');
    expect(
      (await visitor.post(`/companies/${ours.slug}/edit/`, { name: 'Ours', vatNumber: 'GB1' })).status,
    ).toBeLessThan(400);
    const written = await db().reader.auditEntry.findFirstOrThrow({
      where: { action: 'company.update' },
      orderBy: { id: 'desc' },
    });
    expect(written.actorName).toBe('the.operator for Ours');
    // What only owners may stays theirs, and other companies are not touched.
    for (const path of ['delete/initiate', 'owners/grant', 'export']) {
      expect([path, (await visitor.get(`/companies/${ours.slug}/${path}/`)).status]).not.toEqual([path, 200]);
    }
    expect((await visitor.get(`/companies/${theirs.slug}/edit/`)).status).not.toBe(200);
    expect((await visitor.post('/accounts/acting/stop/', {})).location).toBe('/admin');
    expect((await visitor.get(edit)).status).not.toBe(200);
    const trail = await db().reader.auditEntry.findMany({
      where: { action: { startsWith: 'company.act.' } },
      orderBy: { id: 'asc' },
    });
    expect(trail.map(({ action, actorName }) => [action, actorName])).toEqual([
      ['company.act.begin', 'the.operator for Ours'],
      ['company.act.end', 'the.operator for Ours'],
    ]);
    expect(trail[0]?.content).toContain(reason);
  });

  it('ends after an hour, and with the session; its end is on record', async () => {
    const visitor = await enter('the.boss');
    await press(visitor, ['Company', ours.id, 'actFor']);
    const edit = `/companies/${ours.slug}/edit/`;
    expect((await visitor.get(edit)).status).toBe(200);
    at = new Date(at.getTime() + 60 * 60_000);
    expect((await visitor.get(edit)).status).not.toBe(200);
    expect(await endLapsedActing(hubCtx(db(), () => at))).toBe(1);
    await press(visitor, ['Company', ours.id, 'actFor']);
    await visitor.post('/accounts/logout/', {});
    expect(await endLapsedActing(hubCtx(db(), () => at))).toBe(1);
    const ends = await db().reader.auditEntry.findMany({
      where: { action: 'company.act.end' },
      orderBy: { id: 'desc' },
      take: 2,
    });
    expect(ends.map(({ content }) => /"how":"([^"]+)"/.exec(content ?? '')?.[1])).toEqual(['signed out', 'lapsed']);
  });

  it('is nothing for support, nor for a company that the person may not see', async () => {
    expect((await press(await enter('the.support'), ['Company', ours.id, 'actFor'])).status).toBe(403);
    expect((await press(await enter('the.limited'), ['Company', theirs.id, 'actFor'])).status).toBe(404);
  });
});

describe('staff at the merchants’ door', () => {
  it('changes nothing without acting; support finds no company there at all', async () => {
    const operator = await enter('the.operator');
    expect((await operator.get(`/stores/${ours.slug}/`)).status).toBe(200);
    expect((await operator.post(`/stores/${ours.slug}/create/`, { code: 'X', name: 'X' })).status).toBe(403);
    expect((await (await enter('the.support')).get(`/customers/${ours.slug}/`)).status).toBe(404);
  });
});

describe('a person', () => {
  it('F-RBAC-10: who is closed signs in nowhere, their sessions die at once, and the record stays', async () => {
    await makeUser(db(), 'somebody.here');
    const { id } = await userOf('somebody.here');
    const person = await enter('somebody.here');
    const operator = await enter('the.operator');
    expect(noticeOf(await press(operator, ['User', id, 'disable']))?.type).toBe('success');
    expect((await person.get('/accounts/profile/')).status).toBe(302);
    expect((await new Visitor(server.url).signIn('somebody.here', goodPassword)).location).toBeNull();
    const kept = await userOf('somebody.here');
    expect([kept.isActive, kept.deletedAt]).toEqual([false, null]);
    expect(noticeOf(await press(operator, ['User', id, 'enable']))?.type).toBe('success');
    await enter('somebody.here');
  });

  it('is signed out everywhere, or of one session', async () => {
    await makeUser(db(), 'many.sessions');
    const { id } = await userOf('many.sessions');
    const [first, second] = [await enter('many.sessions'), await enter('many.sessions')];
    const operator = await enter('the.operator');
    const session = await db().reader.session.findFirstOrThrow({
      where: { userId: id },
      orderBy: { createdAt: 'asc' },
    });
    expect(noticeOf(await press(operator, ['Session', session.id, 'end']))?.type).toBe('success');
    const alive = await Promise.all([first, second].map(async (each) => (await each.get('/accounts/profile/')).status));
    expect(alive.sort()).toEqual([200, 302]);
    await press(operator, ['User', id, 'signOut']);
    expect((await second.get('/accounts/profile/')).status).toBe(302);
    expect((await first.get('/accounts/profile/')).status).toBe(302);
  });

  it('loses a second factor only with a reason, and is told', async () => {
    await makeUser(db(), 'lost.phone');
    const { id } = await userOf('lost.phone');
    await inTransaction(db(), (tx) =>
      tx.user.update({
        where: { id },
        data: {
          totpSecretEncrypted: 'x',
          totpConfirmedAt: at,
          email: 'lost@example.test',
          emailConfirmedAt: at,
          emailKey: 'lost@example.test',
        },
      }),
    );
    const operator = await enter('the.operator');
    expect(noticeOf(await press(operator, ['User', id, 'twoFactorOff'], 'no'))?.type).toBe('error');
    expect((await userOf('lost.phone')).totpConfirmedAt).not.toBeNull();
    expect(noticeOf(await press(operator, ['User', id, 'twoFactorOff']))?.type).toBe('success');
    expect((await userOf('lost.phone')).totpSecretEncrypted).toBeNull();
    expect(
      await db().reader.mailMessage.count({ where: { toAddress: 'lost@example.test', kind: 'two-factor-off' } }),
    ).toBe(1);
    const entry = await db().reader.auditEntry.findFirstOrThrow({ where: { action: 'person.two-factor.off' } });
    expect(entry.content).toContain(reason);
  });

  it('gets a staff role from superusers only, and the last superuser keeps theirs', async () => {
    await makeUser(db(), 'new.colleague');
    const { id } = await userOf('new.colleague');
    expect((await press(await enter('the.operator'), ['User', id, 'staffRole'], 'superuser')).status).toBe(403);
    const boss = await enter('the.boss');
    expect(noticeOf(await press(boss, ['User', id, 'staffRole'], 'support'))?.type).toBe('success');
    expect(noticeOf(await press(boss, ['User', id, 'staffCompanies'], ours.slug))?.type).toBe('success');
    const colleague = await db().reader.user.findUniqueOrThrow({ where: { id }, include: { staffCompanies: true } });
    expect([colleague.staffRole, colleague.staffLimited]).toEqual(['support', true]);
    expect(colleague.staffCompanies.map(({ companyId }) => companyId)).toEqual([ours.id]);
    const self = (await userOf('the.boss')).id;
    for (const [action, answer] of [
      ['staffRole', 'operator'],
      ['staffRole', 'none'],
      ['staffCompanies', '-'],
      ['disable', reason],
    ] as const) {
      expect([action, noticeOf(await press(boss, ['User', self, action], answer))?.type]).toEqual([action, 'error']);
    }
    expect((await userOf('the.boss')).staffRole).toBe('superuser');
  });

  it('of the staff is touched by superusers only, and beyond their companies limited staff closes nobody', async () => {
    const { id } = await userOf('the.support');
    expect(noticeOf(await press(await enter('the.operator'), ['User', id, 'signOut']))?.type).toBe('error');
    await makeMember(db(), ours.id, 'our.member');
    const member = await userOf('our.member');
    const limited = await enter('the.limited');
    expect(noticeOf(await press(limited, ['User', member.id, 'disable']))?.type).toBe('error');
    expect(noticeOf(await press(limited, ['User', member.id, 'signOut']))?.type).toBe('success');
    const stranger = await userOf('somebody.here');
    expect((await press(limited, ['User', stranger.id, 'signOut'])).status).toBe(404);
  });
});

describe('a company', () => {
  it('is kept by staff at an owner’s wish, with the reason on record', async () => {
    const id = newId();
    await inTransaction(db(), (tx) =>
      tx.companyDeletionRequest.create({ data: { id, companyId: theirs.id, pendingKey: theirs.id, createdAt: at } }),
    );
    expect((await press(await enter('the.support'), ['CompanyDeletionRequest', id, 'stop'])).status).toBe(403);
    expect(noticeOf(await press(await enter('the.operator'), ['CompanyDeletionRequest', id, 'stop']))?.type).toBe(
      'success',
    );
    const request = await db().reader.companyDeletionRequest.findUniqueOrThrow({ where: { id } });
    expect([request.pendingKey, request.outcome]).toEqual([null, 'cancelled']);
    const entry = await db().reader.auditEntry.findFirstOrThrow({ where: { action: 'company.deletion.cancel' } });
    expect(entry.content).toContain(reason);
  });
});

describe('a till', () => {
  it('F-TERM-5: is moved to another store: its profile is bound anew, its old settings deliver for a day', async () => {
    const from = await openStore(db(), ours, 'MOVE-A');
    const to = await openStore(db(), ours, 'MOVE-B');
    await inTransaction(db(), (tx) =>
      tx.terminal.update({ where: { id: to.terminalId }, data: { code: 'POS-009', number: 9 } }),
    );
    const operator = await enter('the.operator');
    expect(
      (await press(await enter('the.support'), ['Terminal', from.terminalId, 'move'], String(to.storeId))).status,
    ).toBe(403);
    const said = noticeOf(await press(operator, ['Terminal', from.terminalId, 'move'], String(to.storeId)));
    expect(said?.type).toBe('success');
    expect((await db().reader.terminal.findUniqueOrThrow({ where: { id: from.terminalId } })).storeId).toBe(to.storeId);
    const foreign = await openStore(db(), theirs, 'MOVE-C');
    expect(noticeOf(await press(operator, ['Terminal', from.terminalId, 'move'], String(foreign.storeId)))?.type).toBe(
      'error',
    );
  });
});

describe('the audit explorer', () => {
  const base = '/admin/api/hub/audit';
  const headers = { accept: 'application/json', 'sec-fetch-site': 'same-origin' };
  const read = async (visitor: Visitor, path: string) =>
    JSON.parse((await visitor.get(`${base}${path}`)).body) as Record<string, unknown>;

  it('F-PLAT-6: finds by person, company, thing, door, action and time, with what changed field by field', async () => {
    const boss = await enter('the.boss');
    const { id } = await userOf('the.operator');
    const found = (await read(boss, `?person=${id}&company=${ours.id}&action=company.act`)) as {
      entries: { action: string; diff: object[] }[];
    };
    expect(found.entries.map(({ action }) => action)).toEqual(['company.act.end', 'company.act.begin']);
    expect(found.entries[1]?.diff).toContainEqual({ field: 'reason', before: null, after: reason, kind: 'added' });
    expect((await read(boss, '?from=2030-01-01T00:00')).entries).toEqual([]);
    expect((await read(boss, '?company=nobody-s')).entries).toEqual([]);
    expect(
      ((await read(boss, `?person=the.operator&company=${ours.slug}`)).entries as object[]).length,
    ).toBeGreaterThan(0);
    expect((await boss.get(`${base}?from=x`, headers)).status).toBe(400);
    const limited = (await read(await enter('the.limited'), '')) as { entries: { company: string | null }[] };
    expect(new Set(limited.entries.map(({ company }) => company))).toEqual(new Set(['Ours']));
  });

  it('proves a chain on demand and keeps the result', async () => {
    const boss = await enter('the.boss');
    expect((await boss.send('POST', `${base}/proof?chain=${ours.id}`, { headers })).status).toBe(200);
    await expect
      .poll(() => read(boss, `/proof?chain=${ours.id}`))
      .toMatchObject({ progress: null, last: { ok: true } });
    expect((await (await enter('the.limited')).get(`${base}/proof?chain=0`, headers)).status).toBe(404);
    expect((await (await enter('the.limited')).get(`${base}/proof?chain=${theirs.id}`, headers)).status).toBe(404);
  });

  it('erases contents whose time is over, after saying how many; the chain still proves', async () => {
    const boss = await enter('the.boss');
    const change = (visitor: Visitor, rule: { of: string; months: number }) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(rule)) body.set(name, String(value));
      return visitor.send('POST', `${base}/retention`, { headers, body });
    };
    expect((await change(await enter('the.operator'), { of: 'companies', months: 3 })).status).toBe(403);
    expect((await change(boss, { of: 'hub', months: 2 })).status).toBe(400);
    const before = at;
    at = new Date('2027-06-01T00:00:00Z');
    const again = await enter('the.boss');
    const tried = (await read(again, '/try?of=companies&months=3')).entries;
    expect(tried).toBeGreaterThan(0);
    expect((await change(again, { of: 'companies', months: 3 })).status).toBe(200);
    const ctx = hubCtx(db(), () => at);
    let erased = 0;
    for (let n = await eraseOldContents(ctx); n > 0; n = await eraseOldContents(ctx)) erased += n;
    expect(erased).toBe(tried);
    expect(await verifyAuditChain(db(), ours.id)).toMatchObject({ ok: true });
    expect((await verifyAuditChain(db(), ours.id)).erased).toBeGreaterThan(0);
    at = before;
  });
});

describe('the explainer', () => {
  it('says by the rules themselves which staff and which people see and change a record', async () => {
    const boss = await enter('the.boss');
    const { body } = await boss.get(`/admin/api/hub/explain/Store/${(await openStore(db(), ours, 'EXPLAIN')).storeId}`);
    const told = JSON.parse(body) as {
      staff: { role: string; changes: string }[];
      rules: { action: string; roles: string }[];
      people: { name: string; sees: boolean; changes: boolean }[];
    };
    expect(told.rules.map(({ action }) => action)).toEqual(['store.see', 'store.manage']);
    expect(told.staff.map(({ role }) => role)).toEqual(['superuser', 'operator', 'support']);
    expect(told.people.find(({ name }) => name === 'our.member')).toMatchObject({ sees: false, changes: false });
    expect(told.people.some(({ changes }) => changes)).toBe(true);
    expect((await (await enter('the.limited')).get(`/admin/api/hub/explain/Company/${theirs.id}`)).status).toBe(404);
  });
});

describe('the session shared with the portal', () => {
  it('dies with it: signed out there, the next call here is refused', async () => {
    const visitor = await enter('the.operator');
    expect((await visitor.get('/admin/api/hub/audit')).status).toBe(200);
    await visitor.post('/accounts/logout/', {});
    expect((await visitor.get('/admin/api/hub/audit')).status).toBe(302);
    expect((await press(visitor, ['Company', ours.id, 'actFor'])).status).not.toBe(200);
  });
});
