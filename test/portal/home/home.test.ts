/** A company's home: what needs somebody now, today beside last week, and first steps that tick themselves. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../server/core/ids.ts';
import { type Ctx, inTransaction } from '../../../server/db/index.ts';
import { readHome } from '../../../server/domain/home/index.ts';
import type { TerminalIdentity } from '../../../server/domain/stores/index.ts';
import { addMember, grantRole } from '../../../server/domain/tenancy/index.ts';
import { goodPassword, hubCtx, makeCompany, makeMember, makeUser, signedIn } from '../../support/people.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { Visitor } from '../../support/visitor.ts';
import { openStore, sell } from '../shops.ts';

/** A Friday afternoon in London, as the tests' sales know it. */
const clock = { now: new Date('2026-03-06T14:30:00Z') };
let server: TestServer;
let company: Awaited<ReturnType<typeof makeCompany>>;
const tills: TerminalIdentity[] = [];

beforeAll(async () => {
  server = await startTestServer({ now: () => clock.now });
  const { db } = server.deps;
  company = await makeCompany(db, 'Grocer');
  await makeMember(db, company.id, 'grocer.member');
  for (const code of ['G1', 'G2']) tills.push(await openStore(db, company, code));
  const [first, second] = tills;
  const manager = await makeMember(db, company.id, 'grocer.manager');
  await grantRole(hubCtx(db), {
    companyId: company.id,
    userId: manager.id,
    role: 'manager',
    storeId: second?.storeId ?? 0,
  });
  if (!first || !second) throw new Error('no tills');
  // Four Fridays from nine to five, then today until ten.
  for (const day of ['2026-02-06', '2026-02-13', '2026-02-20', '2026-02-27']) {
    const hours = Array.from({ length: 8 }, (_, at) => String(at + 9).padStart(2, '0'));
    await sell(
      db,
      first,
      hours.map((hour) => ({ at: `${day}T${hour}:30:00`, total: '10.0000' })),
    );
  }
  await sell(db, first, [
    { at: '2026-03-06T09:30:00', total: '25.0000' },
    { at: '2026-03-06T10:30:00', total: '15.0000' },
  ]);
});
afterAll(() => server[Symbol.asyncDispose]());

async function visit(username: string): Promise<Visitor> {
  const visitor = new Visitor(server.url);
  const { status } = await visitor.signIn(username, goodPassword);
  if (status !== 302) throw new Error(`${username}: ${status}`);
  return visitor;
}

const page = async (username: string) => (await visit(username)).get(`/home/${company.slug}/`);
const as = (username: string): Promise<Ctx> => signedIn(server.deps.db, username, () => clock.now);

/** Says when a till was last heard of. */
function heard(till: TerminalIdentity | undefined, at: string): Promise<unknown> {
  const lastPushAt = new Date(at);
  const { terminalId = 0, companyId = 0 } = till ?? {};
  return inTransaction(server.deps.db, (tx) =>
    tx.terminalState.update({
      where: { terminalId },
      data: { companyId, lastPushAt, lastSeenAt: lastPushAt, lastInitAt: null },
    }),
  );
}

describe('a company’s home', () => {
  it('F-UI-6: shows today against the same weekday last week, drawn, and the same figures as the dashboard', async () => {
    const { status, body } = await page(company.ownerName);
    expect(status).toBe(200);
    expect(body).toContain('<dd>£40.00');
    // Last Friday by half past two: five whole hours at ten pounds.
    expect(body).toContain('£40.00 in the full hours so far, against £50.00 last week');
    expect(body).toMatch(/[−-]20\.00.?%/);
    expect(body).toContain('<dd>£80.00');
    expect(body.match(/class="gate-hours-bar"/g)).toHaveLength(8);
    expect(body).toMatch(/<th scope="row">09:00<\/th><td[^>]*>£25.00<\/td><td[^>]*>£10.00<\/td>/);
    expect((await (await visit(company.ownerName)).get('/dashboard/')).body).toContain('£40.00');
  });

  it('names a till that is silent in its store’s usual hours, and no other', async () => {
    const [first, second] = tills;
    await heard(first, '2026-03-06T10:31:00Z');
    await heard(second, '2026-03-06T10:31:00Z');
    // The second store has never sold anything, so it has no usual hours.
    const { needs } = await readHome(await as(company.ownerName), company.slug);
    expect(needs.silent).toMatchObject({ count: 1, tills: [{ code: 'POS-001', storeName: 'Shop G1' }] });
    const { body } = await page(company.ownerName);
    expect(body).toContain('1 till is silent although its store usually sells at this time');
    expect(body).toContain(`href="/tills/${company.slug}/`);
    await heard(first, '2026-03-06T13:15:00Z');
    expect((await readHome(await as(company.ownerName), company.slug)).needs.silent.count).toBe(0);
  });

  it('links what else needs somebody, each with a count: closures, quarantine, conflicts, requests, deletion, closed stores', async () => {
    const { db } = server.deps;
    const [first] = tills;
    if (!first) throw new Error('no till');
    const asker = await makeUser(db, 'joining.person');
    await inTransaction(db, async (tx) => {
      const at = clock.now;
      const item = { companyId: company.id, terminalId: first.terminalId, kind: 'transaction', codec: 0 };
      const times = { firstReceivedAt: at, lastReceivedAt: at };
      const body = new Uint8Array([123, 125]);
      await tx.quarantinedItem.create({
        data: { ...item, ...times, body, bodyHash: 'q1', reasonCode: 'unreadable', reason: 'x' },
      });
      await tx.conflict.create({
        data: { ...item, ...times, body, bodyHash: 'c1', documentUuid: newId(), differences: '[]' },
      });
      await tx.companyJoinRequest.create({
        data: {
          ...{ id: newId(), companyId: company.id, slug: company.slug, userId: asker.id, pendingKey: 'x' },
          expiresAt: new Date(at.getTime() + 86_400_000),
        },
      });
      await tx.companyDeletionRequest.create({
        data: { id: newId(), companyId: company.id, requestedById: company.ownerId, pendingKey: company.id },
      });
      await tx.store.update({ where: { id: tills[1]?.storeId ?? 0 }, data: { isActive: false } });
    });
    const { body } = await page(company.ownerName);
    for (const [text, href] of [
      ['1 document could not be read', `/quarantine/${company.slug}/`],
      ['1 document came again with other values', `/quarantine/${company.slug}/`],
      ['1 person asks to join', `/companies/${company.slug}/joining/`],
      ['The company is to be deleted', `/companies/${company.slug}/delete/`],
      ['1 store is closed', `/stores/${company.slug}/`],
    ]) {
      expect(body).toMatch(new RegExp(`<li><a href="${href}[^"]*"[^>]*>(?:(?!</li>).)*${text}`, 's'));
    }
    // Everybody in the company is told of the deletion, on every page.
    for (const path of [`/home/${company.slug}/`, '/dashboard/']) {
      const { body: shown } = await (await visit('grocer.member')).get(path);
      expect(shown, path).toContain('Grocer is to be deleted: 0 of 1 owners have approved so far.');
    }
    await inTransaction(db, async (tx) => {
      await tx.companyDeletionRequest.deleteMany({ where: { companyId: company.id } });
      await tx.store.update({ where: { id: tills[1]?.storeId ?? 0 }, data: { isActive: true } });
    });
  });

  it('shows nobody what is not theirs: members no figures, a manager their own stores, strangers nothing at all', async () => {
    const member = (await page('grocer.member')).body;
    expect(member).toContain('Its figures are for its owners');
    for (const word of ['£', 'quarantine', 'asks to join', 'First steps']) expect(member, word).not.toContain(word);
    const manager = await readHome(await as('grocer.manager'), company.slug);
    expect(manager.today?.every(({ grossE4, lastWeekE4 }) => grossE4 === 0n && lastWeekE4 === 0n)).toBe(true);
    expect(manager.needs.quarantined.count).toBe(0);
    expect([manager.needs.requests, manager.checklist]).toEqual([0, null]);
    await makeCompany(server.deps.db, 'Stranger');
    expect((await page('owner.stranger')).status).toBe(404);
    expect((await (await visit('owner.stranger')).get('/home/no-such-company/')).status).toBe(404);
  });

  it('costs the same few queries for one store and for many', async () => {
    const { db } = server.deps;
    const count = async (username: string, slug: string) => {
      const ctx = await as(username);
      let queries = 0;
      const counted = <T extends object>(target: T) =>
        new Proxy(target, {
          get(of, name, receiver) {
            const value = Reflect.get(of, name, receiver);
            if (name === 'companyJoinRequest') queries += 1;
            return value;
          },
        });
      const dialect = {
        ...ctx.db.dialect,
        query: ((...args: Parameters<typeof ctx.db.dialect.query>) => {
          queries += 1;
          return ctx.db.dialect.query(...args);
        }) as typeof ctx.db.dialect.query,
      };
      await readHome({ ...ctx, db: { ...ctx.db, reader: counted(ctx.db.reader), dialect } }, slug);
      return queries;
    };
    const chain = await makeCompany(db, 'Chain');
    for (let at = 0; at < 12; at++) {
      await sell(db, await openStore(db, chain, `C${at}`), [{ at: '2026-03-06T10:00:00', total: '1.0000' }]);
    }
    clock.now = new Date('2026-03-06T17:30:00Z');
    const few = await count(company.ownerName, company.slug);
    expect(few).toBeLessThanOrEqual(5);
    expect(await count(chain.ownerName, chain.slug)).toBe(few);
    clock.now = new Date('2026-03-06T14:30:00Z');
  });
});

describe('the first steps', () => {
  it('tick themselves by what is there, name the next one, and can be put away when all are done', async () => {
    const { db } = server.deps;
    const fresh = await makeCompany(db, 'Fresh');
    const owner = await visit(fresh.ownerName);
    const path = `/home/${fresh.slug}/`;
    const done = async () => {
      const { checklist } = await readHome(await as(fresh.ownerName), fresh.slug);
      return checklist?.filter(({ isDone }) => isDone).map(({ step }) => step);
    };
    expect(await done()).toEqual(['company']);
    const first = (await owner.get(path)).body;
    expect(first).toContain('1 of 6 done');
    expect(first).toContain(`<a class="btn btn-primary btn-sm" href="/stores/${fresh.slug}/create/">`);
    const early = await owner.post(`${path}checklist/`, {});
    expect((await owner.get(early.location ?? '')).body).toContain('The list stays until each of its steps is done.');
    const till = await openStore(db, fresh, 'F1');
    expect(await done()).toEqual(['company', 'store']);
    expect((await owner.get(path)).body).toMatch(/href="\/tills\/fresh\/[0-9a-f-]+\/pair\/"/);
    await inTransaction(db, (tx) => tx.terminal.update({ where: { id: till.terminalId }, data: { secretHash: 'x' } }));
    expect(await done()).toEqual(['company', 'store', 'terminal']);
    await sell(db, till, [{ at: '2026-03-06T10:00:00', total: '1.0000' }]);
    expect(await done()).toEqual(['company', 'store', 'terminal', 'sale']);
    // Also a first sale of another day than today is found from here.
    expect((await owner.get(path)).body).toMatch(/href="\/receipts\/fresh\/">See the receipts</);
    const second = await makeUser(db, 'fresh.second');
    await addMember(hubCtx(db), { companyId: fresh.id, userId: second.id, isOwner: true, isAdministrator: true });
    expect(await done()).toEqual(['company', 'store', 'terminal', 'sale', 'owner']);
    await judged(till);
    const complete = (await owner.get(path)).body;
    expect(complete).toContain('Everything is set up');
    expect((await owner.post(`${path}checklist/`, {})).location).toBe(path);
    expect((await owner.get(path)).body).not.toContain('Everything is set up');
    expect((await readHome(await as('fresh.second'), fresh.slug)).checklist).toBeNull();
    const audit = await db.reader.auditEntry.findFirstOrThrow({ where: { action: 'company.hide-checklist' } });
    expect(audit.companyId).toBe(fresh.id);
  });
});

/** A closure of the till that agrees with its receipts. */
async function judged({ companyId, storeId, terminalId }: TerminalIdentity): Promise<void> {
  const at = clock.now;
  await inTransaction(server.deps.db, async (tx) => {
    const numbers = Object.fromEntries(
      [
        'documentCount',
        'validCount',
        'cancelledCount',
        'returnCount',
        'suspendedCount',
        'paidInCount',
        'paidOutCount',
      ].map((name) => [name, 0]),
    );
    const amounts = Object.fromEntries(
      [
        ...['grossE4', 'netE4', 'vatE4', 'discountE4', 'tipE4', 'openingCashE4', 'closingCashE4', 'expectedCashE4'],
        ...['cashDifferenceE4', 'paidInE4', 'paidOutE4'],
      ].map((name) => [name, 0n]),
    );
    const { id: closureId } = await tx.closure.create({
      data: {
        ...{ companyId, storeId, terminalId, uuid: newId(), uniqueId: 'z', number: 1, closureDate: '2026-03-06' },
        ...{ startedAt: at, startedText: '', businessDay: '2026-03-06', receivedAt: at, baseCurrencyId: '' },
        ...{ cashierOpenedId: '', cashierClosedId: '', isCancelled: false, isModified: false, bodyHash: 'x' },
        ...(numbers as Record<'documentCount', number>),
        ...(amounts as Record<'grossE4', bigint>),
      } as Parameters<typeof tx.closure.create>[0]['data'],
    });
    await tx.closureJudgement.create({
      data: { closureId, companyId, storeId, terminalId, number: 1, judgedAt: at, verdict: 'matched' },
    });
  });
}
