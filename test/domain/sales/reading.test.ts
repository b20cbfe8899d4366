import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/core/scope.ts';
import type { Ctx } from '../../../server/db/index.ts';
import { getClosure, listClosures, recordClosures } from '../../../server/domain/closures/index.ts';
import { getQuarantinedItem, listQuarantine, reprocessQuarantined } from '../../../server/domain/quarantine/index.ts';
import {
  getReceipt,
  listTransactions,
  recordTransactions,
  type TransactionFilter,
} from '../../../server/domain/sales/index.ts';
import type { TerminalIdentity } from '../../../server/domain/stores/index.ts';
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

async function all(ctx: Ctx, filter: TransactionFilter): Promise<string[]> {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listTransactions>> = await listTransactions(ctx, {
      ...filter,
      take: 4,
      after,
    });
    seen.push(...page.rows.map((row) => row.uuid));
    after = page.next;
  } while (after !== null);
  return seen;
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
    expect((await all(ctx, { companyId })).toSorted()).toEqual(ids.toSorted());
    const times = bodies.map((body) => `${body.head.transaction_date_time} ${body.head.id}`);
    const byTime = await all(ctx, { companyId, fromDay: '2026-11-01', toDay: '2026-11-02' });
    const timeOf = (id: string) => times.find((time) => time.endsWith(id))?.slice(0, 19) ?? '';
    expect(byTime).toHaveLength(12);
    expect(byTime.map(timeOf)).toEqual(byTime.map(timeOf).toSorted().reverse());
    expect(new Set(byTime).size).toBe(12);
    expect(await all(ctx, { companyId, receiptNumber: 7 })).toEqual([ids[7]]);
    expect(await all(ctx, { companyId, isCancelled: true })).toEqual([ids[5]]);
    expect(await all(ctx, { companyId, uuid: (ids[3] ?? '').slice(0, 12).toUpperCase() })).toEqual([ids[3]]);
    expect(await all(ctx, { companyId, uuid: '%' })).toEqual([]);
    expect((await all(ctx, { terminalId: second.terminalId })).toSorted()).toEqual(ids.slice(9).toSorted());
    await expect(listTransactions(ctx, { after: 'x' })).rejects.toMatchObject({ code: 'invalid_input' });
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
      expect((await listTransactions(stranger, { companyId: theirs.companyId })).rows).toEqual([]);
      expect((await listClosures(stranger, { companyId: theirs.companyId })).rows).toEqual([]);
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
