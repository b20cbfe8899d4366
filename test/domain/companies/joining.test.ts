/** Ways into a company: asking. Nobody learns by asking what exists. */
import { describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import {
  acceptInvitation,
  approveRequest,
  askToJoin,
  expireJoining,
  giveOwnerTag,
  listOwnInvitations,
  listOwnRequests,
  listRequests,
  rejectRequest,
  withdrawRequest,
} from '../../../server/domain/companies/index.ts';
import { addMember, createCompany } from '../../../server/domain/tenancy/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, testClock } from '../../support/people.ts';
import { acting, outcomeOf, type Somebody, somebody, staffedCompany, standingOf } from './support.ts';

const test = withDatabase();
const dayMs = 86_400_000;

const as = (person: Somebody, now?: () => Date) => acting(test.db, person, now);
const onlyRequest = async (person: Somebody) => {
  const [request] = await listOwnRequests(await as(person));
  if (request === undefined) throw new Error('no request');
  return request;
};
const mails = (companyId: number) =>
  test.db.reader.mailMessage.findMany({ where: { companyId }, orderBy: { createdAt: 'asc' } });

describe('F-TEN-6: joining by slug', () => {
  it('is asked in any case of letters, decided by owner or administrator, and makes a member without flags', async () => {
    const shop = await staffedCompany(test.db);
    const person = await somebody(test.db, { email: `${shop.slug}@asker.test` });
    expect(await askToJoin(await as(person), { slug: `  ${shop.slug.toUpperCase()} `, message: ' It is me ' })).toEqual(
      {
        outcome: 'asked',
      },
    );
    const [request] = await listRequests(await as(shop.administrator), shop.id);
    expect(request).toMatchObject({ status: 'pending', message: 'It is me', user: { username: person.username } });
    await approveRequest(await as(shop.administrator), { companyId: shop.id, requestId: request?.id ?? '' });
    expect(await standingOf(test.db, shop.id, person)).toBe('member');
    const [resolved] = await listRequests(await as(shop.owner), shop.id);
    expect(resolved).toMatchObject({ status: 'approved', resolvedBy: { username: shop.administrator.username } });
    const approve = approveRequest(await as(shop.owner), { companyId: shop.id, requestId: request?.id ?? '' });
    expect(await outcomeOf(approve)).toBe('not_found');
    const told = await test.db.reader.mailMessage.findMany({ where: { toAddress: `${shop.slug}@asker.test` } });
    expect(told.map(({ kind }) => kind)).toEqual(['join-approved']);
    expect(await askToJoin(await as(person), { slug: shop.slug })).toEqual({ outcome: 'member', slug: shop.slug });
  });

  it('takes the whole address of the company’s page as well', async () => {
    const shop = await staffedCompany(test.db);
    await askToJoin(await as(shop.outsider), { slug: `https://hub.test/companies/${shop.slug}/` });
    expect(await listRequests(await as(shop.owner), shop.id)).toHaveLength(1);
  });

  it('a rejection tells its reason to the person, who may ask again', async () => {
    const shop = await staffedCompany(test.db);
    const person = await somebody(test.db, { email: `${shop.slug}@no.test` });
    const ask = async () => askToJoin(await as(person), { slug: shop.slug });
    await ask();
    const { id: requestId } = await onlyRequest(person);
    await rejectRequest(await as(shop.owner), { companyId: shop.id, requestId, reason: 'Who are you?' });
    expect(await onlyRequest(person)).toMatchObject({ status: 'rejected', reason: 'Who are you?' });
    const told = await test.db.reader.mailMessage.findFirstOrThrow({ where: { toAddress: `${shop.slug}@no.test` } });
    expect([told.kind, JSON.parse(told.facts)]).toEqual([
      'join-rejected',
      expect.objectContaining({ message: 'Who are you?' }),
    ]);
    expect(await ask()).toEqual({ outcome: 'asked' });
    const tooLong = rejectRequest(await as(shop.owner), { companyId: shop.id, requestId, reason: 'x'.repeat(501) });
    expect(await outcomeOf(tooLong)).toBe('invalid_input');
  });

  it('owners and administrators with a confirmed address are written to, others not', async () => {
    const shop = await staffedCompany(test.db);
    const told = await somebody(test.db, { email: `told@${shop.slug}.test` });
    const quiet = await somebody(test.db, { email: `quiet@${shop.slug}.test` });
    await inTransaction(test.db, (tx) => tx.user.update({ where: { id: quiet.id }, data: { notifyByMail: false } }));
    for (const { id: userId } of [told, quiet]) {
      await addMember(hubCtx(test.db), { companyId: shop.id, userId, isAdministrator: true });
    }
    await askToJoin(await as(shop.outsider), { slug: shop.slug, message: 'Please' });
    expect((await mails(shop.id)).map(({ kind, toAddress }) => [kind, toAddress])).toEqual([
      ['join-requested', `told@${shop.slug}.test`],
    ]);
  });

  it('one request waits at a time; a second one changes nothing, also at the same moment', async () => {
    const shop = await staffedCompany(test.db);
    const ctx = await as(shop.outsider);
    const outcomes = await Promise.all([1, 2, 3].map(() => askToJoin(ctx, { slug: shop.slug })));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['already', 'already', 'asked']);
    expect(await listRequests(await as(shop.owner), shop.id)).toHaveLength(1);
  });

  it('a request is withdrawn by its person alone, and once', async () => {
    const shop = await staffedCompany(test.db);
    await askToJoin(await as(shop.outsider), { slug: shop.slug });
    const { id } = await onlyRequest(shop.outsider);
    expect(await outcomeOf(withdrawRequest(await as(shop.member), id))).toBe('not_found');
    await withdrawRequest(await as(shop.outsider), id);
    expect(await outcomeOf(withdrawRequest(await as(shop.outsider), id))).toBe('not_found');
    expect(await listRequests(await as(shop.owner), shop.id)).toMatchObject([{ status: 'withdrawn' }]);
    expect(await listOwnRequests(await as(shop.outsider))).toEqual([]);
  });

  it('a request lapses after 30 days, also before the job has closed it', async () => {
    const shop = await staffedCompany(test.db);
    const clock = testClock();
    await askToJoin(await as(shop.outsider, clock.now), { slug: shop.slug });
    const { id: requestId } = await onlyRequest(shop.outsider);
    clock.pass(30 * dayMs);
    const owner = await as(shop.owner, clock.now);
    expect(await listRequests(owner, shop.id)).toMatchObject([{ status: 'expired' }]);
    expect(await outcomeOf(approveRequest(owner, { companyId: shop.id, requestId }))).toBe('not_found');
    expect(await askToJoin(await as(shop.outsider, clock.now), { slug: shop.slug })).toEqual({ outcome: 'asked' });
    clock.pass(30 * dayMs);
    expect(await expireJoining(hubCtx(test.db, clock.now))).toBeGreaterThanOrEqual(1);
    const rows = await test.db.reader.companyJoinRequest.findMany({ where: { companyId: shop.id } });
    expect(rows.map(({ status, pendingKey }) => [status, pendingKey])).toEqual([
      ['expired', null],
      ['expired', null],
    ]);
    const trail = await test.db.reader.auditEntry.findMany({
      where: { companyId: shop.id, action: 'join-request.expire' },
    });
    expect(trail).toHaveLength(2);
  });

  it('fault 21: a request closes when its person becomes a member by another way', async () => {
    const shop = await staffedCompany(test.db);
    await askToJoin(await as(shop.outsider), { slug: shop.slug });
    await giveOwnerTag(await as(shop.owner), { companyId: shop.id, username: shop.outsider.username });
    const [invitation] = await listOwnInvitations(await as(shop.outsider));
    await acceptInvitation(await as(shop.outsider), { id: invitation?.id ?? '' });
    expect(await standingOf(test.db, shop.id, shop.outsider)).toBe('owner');
    expect(await listRequests(await as(shop.owner), shop.id)).toMatchObject([{ status: 'superseded' }]);
    const row = await test.db.reader.companyJoinRequest.findFirstOrThrow({ where: { companyId: shop.id } });
    expect(row.pendingKey).toBeNull();
  });
});

describe('fault 10: asking does not tell which slugs exist', () => {
  const seen = (rows: Awaited<ReturnType<typeof listOwnRequests>>) =>
    rows.map(({ id: _id, slug: _slug, createdAt: _at, expiresAt: _until, ...rest }) => rest);

  it('a slug that nobody has is answered, listed, repeated, withdrawn and forgotten like one that exists', async () => {
    const shop = await staffedCompany(test.db);
    const trail: unknown[][] = [];
    for (const slug of [shop.slug, 'no-such-company-at-all']) {
      const clock = testClock();
      const person = await somebody(test.db);
      const ctx = await as(person, clock.now);
      const steps: unknown[] = [await askToJoin(ctx, { slug, message: 'Hello' }), await askToJoin(ctx, { slug })];
      steps.push(seen(await listOwnRequests(ctx)));
      const [request] = await listOwnRequests(ctx);
      steps.push(await outcomeOf(withdrawRequest(ctx, request?.id ?? '')), seen(await listOwnRequests(ctx)));
      steps.push(await askToJoin(ctx, { slug }));
      clock.pass(30 * dayMs);
      steps.push(seen(await listOwnRequests(ctx)));
      trail.push(steps);
    }
    expect(trail[0]).toEqual(trail[1]);
  });

  it('a request that was made before the company existed gives nobody a right in it', async () => {
    const early = await somebody(test.db);
    await askToJoin(await as(early), { slug: 'shop-to-come', message: 'First' });
    const founder = await somebody(test.db);
    const { id, slug } = await createCompany(await as(founder), { name: 'Shop to come' });
    expect(slug).toBe('shop-to-come');
    expect(await listRequests(await as(founder), id)).toEqual([]);
    // Asking again reaches the company that is there now; the answer is that of any repeat.
    expect(await askToJoin(await as(early), { slug, message: 'Second' })).toEqual({ outcome: 'already' });
    expect(await listRequests(await as(founder), id)).toMatchObject([{ message: 'Second', status: 'pending' }]);
  });

  it('one person asks at most ten times an hour, whatever they ask for', async () => {
    const clock = testClock();
    const ctx = await as(await somebody(test.db), clock.now);
    for (let index = 0; index < 10; index += 1) await askToJoin(ctx, { slug: `guess-${index}` });
    await expect(askToJoin(ctx, { slug: 'guess-11' })).rejects.toMatchObject({
      code: 'too_many_requests',
      facts: { retryAfterSeconds: 3600 },
    });
    clock.pass(3_600_000);
    await askToJoin(ctx, { slug: 'guess-12' });
  });

  it('one network asks at most sixty times an hour, however many accounts it has', async () => {
    const { now } = testClock();
    const ask = async (index: number) =>
      askToJoin(await as(await somebody(test.db), now), { slug: `net-${index}`, address: '203.0.113.7' });
    for (let index = 0; index < 60; index += 1) await ask(index);
    expect(await outcomeOf(ask(60))).toBe('too_many_requests');
  });

  it('the same company is asked at most three times a day', async () => {
    const shop = await staffedCompany(test.db);
    for (const slug of [shop.slug, 'nobody-has-this']) {
      const clock = testClock();
      const ctx = await as(await somebody(test.db), clock.now);
      for (let round = 0; round < 3; round += 1) {
        await askToJoin(ctx, { slug });
        await withdrawRequest(ctx, (await listOwnRequests(ctx))[0]?.id ?? '');
      }
      expect(await outcomeOf(askToJoin(ctx, { slug }))).toBe('too_many_requests');
      clock.pass(dayMs);
      expect(await outcomeOf(askToJoin(ctx, { slug }))).toBe('done');
    }
  });
});
