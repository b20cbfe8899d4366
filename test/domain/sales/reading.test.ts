import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/core/scope.ts';
import { type Ctx, inTransaction, tableOf } from '../../../server/db/index.ts';
import { getClosure, recordClosures } from '../../../server/domain/closures/index.ts';
import { getQuarantinedItem, listQuarantine, reprocessQuarantined } from '../../../server/domain/quarantine/index.ts';
import { closureSource, listReceipts, listResource } from '../../../server/domain/resources/index.ts';
import { getReceipt, recordTransactions } from '../../../server/domain/sales/index.ts';
import type { TerminalIdentity } from '../../../server/domain/stores/index.ts';
import { counted } from '../../support/counted.ts';
import { withDatabase } from '../../support/database.ts';
import { makeTerminals, makeTransaction, sample, systemContext } from './support.ts';

const test = withDatabase();

type Person = Extract<Actor, { kind: 'user' }>;

/** A manager of one store. */
function managerOf(ctx: Ctx, terminal: TerminalIdentity, storeIds: number[] | null = [terminal.storeId]): Ctx {
  const grant: Person['grants'][number] = {
    companyId: terminal.companyId,
    isOwner: false,
    isAdministrator: false,
    roles: [{ role: 'manager', storeIds }],
  };
  const actor: Person = {
    kind: 'user',
    userId: 'u',
    username: 'm',
    staffRole: null,
    staffCompanyIds: null,
    grants: [grant],
  };
  return { ...ctx, actor };
}

type Filter = Omit<Parameters<typeof listReceipts>[1], 'most' | 'after'>;

async function all(ctx: Ctx, filter: Filter): Promise<string[]> {
  const seen: string[] = [];
  for (let after: string | undefined | null; after !== null; ) {
    const page: Awaited<ReturnType<typeof listReceipts>> = await listReceipts(ctx, { ...filter, most: 4, after });
    seen.push(...page.rows.map((row) => row.uuid));
    after = page.next;
  }
  return seen;
}

/** More receipts of one sale than a list sorts: twice as many, twelve times over. */
async function copySale(ctx: Ctx, uuid: string): Promise<void> {
  const names = Object.keys(tableOf('Transaction').columns).filter((name) => name !== 'id');
  await inTransaction(ctx, async (tx) => {
    for (const mark of 'abcdefghijkl') {
      const copied = names.map((name) => (name === 'uuid' ? `uuid || '${mark}'` : name));
      await tx.$executeRawUnsafe(
        `INSERT INTO transactions (${names}) SELECT ${copied} FROM transactions WHERE uuid LIKE '${uuid}%'`,
      );
    }
  });
}

describe('reading documents', () => {
  it('lists them page by page, each once, latest first, and finds them by every filter', async () => {
    const ctx = systemContext(test.db);
    const [first, second] = (await makeTerminals(test.db, 2)) as [TerminalIdentity, TerminalIdentity];
    const bodies = Array.from({ length: 18 }, (_, index) =>
      makeTransaction((body) => {
        body.head.transaction_date_time = `2026-11-${String(1 + (index % 3)).padStart(2, '0')}T${10 + (index % 5)}:00:00`;
        body.head.receipt_number = index;
        body.head.is_cancel = index === 5;
      }),
    );
    const ids = bodies.map((body) => body.head.id as string);
    await recordTransactions(ctx, first, bodies.slice(0, 9), []);
    await recordTransactions(ctx, second, bodies.slice(9), []);
    const { companyId } = first;
    const dayOf = (id: string) => bodies[ids.indexOf(id)]?.head.transaction_date_time.slice(0, 10);
    const seen = await all(ctx, { companyId });
    expect(seen.toSorted()).toEqual(ids.toSorted());
    expect(seen.map(dayOf)).toEqual(seen.map(dayOf).toSorted().reverse());
    const { rows } = await listReceipts(ctx, { companyId, most: 100 });
    const times = rows.map(({ occurredText }) => occurredText);
    expect(times).toEqual(times.toSorted().reverse());
    const timeOf = (id: string) => bodies[ids.indexOf(id)]?.head.transaction_date_time;
    const ofDay = await all(ctx, { companyId, day: '2026-11-02' });
    expect(ofDay).toHaveLength(6);
    expect(ofDay.map(timeOf)).toEqual(ofDay.map(timeOf).toSorted().reverse());
    expect(ofDay.map(dayOf)).toEqual(Array(6).fill('2026-11-02'));
    const ofTill = async (terminalCode: string) => (await all(ctx, { companyId, terminalCode })).toSorted();
    expect(await ofTill(second.terminalCode)).toEqual(ids.slice(9).toSorted());
    expect(await ofTill('none of them')).toEqual([]);
    expect(await all(ctx, { companyId, storeId: first.storeId })).toHaveLength(18);
    const { closure_number: period } = bodies[0]?.head ?? {};
    expect(await all(ctx, { companyId, closureNumber: period, terminalCode: first.terminalCode })).toHaveLength(9);
    expect(await all(ctx, { companyId, closureNumber: period + 1 })).toEqual([]);
    await expect(listReceipts(ctx, { companyId, most: 4, after: 'x' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('a day is planned and counted once; one too long to be sorted comes by arrival, each receipt once', async () => {
    const system = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const day = '2026-11-20';
    const { ctx, queries } = counted(system);
    const page = (after?: string) => listReceipts(ctx, { companyId: terminal.companyId, day, most: 4, after });
    const [latest, other] = [
      makeTransaction((body) => {
        body.head.transaction_date_time = `${day}T23:00:00`;
      }),
      makeTransaction(),
    ];
    await recordTransactions(system, terminal, [latest], []);
    await recordTransactions(system, terminal, [other], []);
    expect((await page()).rows.map(({ uuid }) => uuid)).toEqual([latest.head.id, other.head.id]);
    // How many rows there are to be sorted, and the page.
    expect(queries()).toBe(2);

    await copySale(system, other.head.id);
    const come = await system.db.reader.transaction.findMany({
      ...{ where: { companyId: terminal.companyId }, orderBy: { id: 'desc' }, take: 8, select: { uuid: true } },
    });
    const first = await page();
    const second = await page(first.next ?? '');
    expect([...first.rows, ...second.rows].map(({ uuid }) => uuid)).toEqual(come.map(({ uuid }) => uuid));
  });

  it('what belongs to another company or store does not exist', async () => {
    const ctx = systemContext(test.db);
    const [mine] = await makeTerminals(test.db);
    const [theirs] = await makeTerminals(test.db);
    const [body, bad] = [makeTransaction(), makeTransaction((sale) => delete sale.head.receipt_number)];
    const closure = sample('closure-push').closures[0];
    await recordTransactions(ctx, theirs, [body, bad], []);
    await recordClosures(ctx, theirs, [closure], []);
    const theirDocument = { companyId: theirs.companyId, uuid: body.head.id as string };
    const theirClosure = { companyId: theirs.companyId, uuid: closure.closure.id as string };
    const item = (await listQuarantine(ctx, { companyId: theirs.companyId })).rows[0]?.id ?? 0;
    const hidden = { code: 'not_found' };
    for (const stranger of [managerOf(ctx, mine), managerOf(ctx, { ...theirs, storeId: mine.storeId })]) {
      await expect(getReceipt(stranger, theirDocument)).rejects.toMatchObject(hidden);
      await expect(getClosure(stranger, theirClosure)).rejects.toMatchObject(hidden);
      await expect(getQuarantinedItem(stranger, item)).rejects.toMatchObject(hidden);
      const ofTheirs = { filters: [], order: { column: 'id', direction: 'asc' }, most: 9 } as const;
      const lists = [
        () => listReceipts(stranger, { companyId: theirs.companyId, most: 9 }),
        () => listResource(stranger, closureSource(theirs.companyId), ofTheirs),
      ];
      const isOfTheirs = stranger.actor.kind === 'user' && stranger.actor.grants[0]?.companyId === theirs.companyId;
      for (const list of lists) {
        if (isOfTheirs) expect((await list()).rows).toEqual([]);
        else await expect(list()).rejects.toMatchObject(hidden);
      }
      expect((await listQuarantine(stranger, { companyId: theirs.companyId })).rows).toEqual([]);
    }
    const manager = managerOf(ctx, theirs);
    expect((await getReceipt(manager, theirDocument)).head.uuid).toBe(body.head.id);
    expect((await getClosure(manager, theirClosure)).closure.uuid).toBe(closure.closure.id);
    expect((await getQuarantinedItem(manager, item)).id).toBe(item);
    await expect(reprocessQuarantined(manager, item)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('a receipt knows the closures of its period', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const body = makeTransaction();
    const closure = sample('closure-push').closures[0];
    await recordTransactions(ctx, terminal, [body], []);
    await recordClosures(ctx, terminal, [closure], []);
    const receipt = await getReceipt(ctx, { companyId: terminal.companyId, uuid: body.head.id });
    expect(receipt.closures).toMatchObject([{ uuid: closure.closure.id, number: 1, kind: 'Z' }]);
    expect(receipt.head).toMatchObject({ store: { code: 'STORE-001' }, terminal: { code: 'POS-001' } });
  });

  it('nobody but the hub and a till of the store can push', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const [other] = await makeTerminals(test.db);
    const till = (of: TerminalIdentity): Ctx => ({
      ...ctx,
      actor: {
        kind: 'terminal',
        terminalId: of.terminalId,
        storeId: of.storeId,
        companyId: of.companyId,
        code: 'POS-001',
      },
    });
    const push = (as: Ctx) => recordTransactions(as, terminal, [makeTransaction()], []);
    await expect(push(till(other))).rejects.toMatchObject({ code: 'not_found' });
    await expect(push(managerOf(ctx, terminal))).rejects.toMatchObject({ code: 'forbidden' });
    expect(await push(till(terminal))).toMatchObject({ accepted: 1 });
  });
});
