import { describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { listAuditChains, recordAudit, verifyAuditChain } from '../../../server/domain/audit/index.ts';
import { nextVersions } from '../../../server/domain/feed/index.ts';
import { createDatabase, withDatabase } from '../../support/database.ts';
import { hubCtx, makeCompany } from '../../support/people.ts';

const test = withDatabase();
let nextChain = 500;

/** A chain of its own with three entries. */
async function chainOfThree() {
  const chain = nextChain++;
  const ctx = hubCtx(test.db);
  for (const name of ['one', 'two', 'three']) {
    await inTransaction(test.db, (tx) =>
      recordAudit(tx, ctx, {
        companyId: chain,
        action: 'store.update',
        subjectType: 'store',
        subjectId: 7,
        before: { name: '' },
        after: { name },
      }),
    );
  }
  return chain;
}

describe('a chain', () => {
  it('proves, and counts its entries', async () => {
    const chain = await chainOfThree();
    expect(await verifyAuditChain(test.db, chain)).toEqual({
      chain,
      entries: 3,
      erased: 0,
      ok: true,
      brokenAt: null,
      reason: null,
    });
  });

  it('still proves after content was erased', async () => {
    const chain = await chainOfThree();
    await inTransaction(test.db, (tx) =>
      tx.auditEntry.updateMany({ where: { chain, position: 2 }, data: { content: null } }),
    );
    expect(await verifyAuditChain(test.db, chain)).toMatchObject({ ok: true, erased: 1 });
  });

  it('breaks where a field of an entry was changed', async () => {
    for (const data of [
      { actorName: 'somebody else' },
      { action: 'store.delete' },
      { at: new Date(0) },
      { content: '{"after":{"name":"forged"}}' },
      { contentDigest: 'forged' },
      { previousHash: 'forged' },
      { hash: 'forged' },
      { companyId: 1 },
      { requestId: 'forged' },
    ]) {
      const chain = await chainOfThree();
      await inTransaction(test.db, (tx) => tx.auditEntry.updateMany({ where: { chain, position: 2 }, data }));
      const verdict = await verifyAuditChain(test.db, chain);
      expect(verdict.ok, JSON.stringify(data)).toBe(false);
      expect(verdict.brokenAt).toBe(2);
    }
  });

  it('breaks where an entry is missing, at the end too', async () => {
    for (const position of [1, 2, 3]) {
      const chain = await chainOfThree();
      await inTransaction(test.db, (tx) => tx.auditEntry.deleteMany({ where: { chain, position } }));
      expect(await verifyAuditChain(test.db, chain)).toMatchObject({ ok: false, brokenAt: position });
    }
  });

  it('holds the order of writers at the same time, without a gap', async () => {
    const chain = nextChain++;
    const ctx = hubCtx(test.db);
    const record = (at: number) =>
      inTransaction(test.db, (tx) =>
        recordAudit(tx, ctx, { companyId: chain, action: 'x', subjectType: 'x', subjectId: at }),
      );
    await Promise.all(Array.from({ length: 25 }, (_, at) => record(at)));
    expect(await verifyAuditChain(test.db, chain)).toMatchObject({ ok: true, entries: 25 });
  });

  it('gets nothing from a transaction that was rolled back', async () => {
    const chain = await chainOfThree();
    const failing = inTransaction(test.db, async (tx) => {
      await recordAudit(tx, hubCtx(test.db), { companyId: chain, action: 'x', subjectType: 'x', subjectId: 1 });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await verifyAuditChain(test.db, chain)).toMatchObject({ ok: true, entries: 3 });
  });

  it('is one per company and one for the hub', async () => {
    await using database = await createDatabase();
    const company = await makeCompany(database.db, 'Chained');
    expect(await listAuditChains(database.db)).toEqual([0, company.id]);
    for (const chain of [0, company.id]) expect(await verifyAuditChain(database.db, chain)).toMatchObject({ ok: true });
  });
});

describe('an entry', () => {
  it('never holds a secret, whatever it is handed', async () => {
    const chain = nextChain++;
    const after = {
      passwordHash: 'hush-1',
      passwordEncrypted: 'hush-2',
      secretHash: 'hush-3',
      pinEncrypted: 'hush-4',
      token: 'hush-5',
      nested: [{ apiKey: 'hush-6' }],
      secretHint: 'ab12',
      priceE4: 12_500n,
      shopping: 'kept',
    };
    await inTransaction(test.db, (tx) =>
      recordAudit(tx, hubCtx(test.db), { companyId: chain, action: 'x', subjectType: 'x', subjectId: 1, after }),
    );
    const { content } = await test.db.reader.auditEntry.findFirstOrThrow({ where: { chain } });
    expect(content).not.toContain('hush');
    expect(JSON.parse(content ?? '{}').after).toMatchObject({ secretHint: 'ab12', priceE4: '12500', shopping: 'kept' });
  });

  it('says who acted, through which door', async () => {
    const chain = nextChain++;
    const base = hubCtx(test.db);
    const terminal = { kind: 'terminal', terminalId: 4, storeId: 2, companyId: chain, code: 'POS-004' } as const;
    await inTransaction(test.db, (tx) =>
      recordAudit(
        tx,
        { ...base, actor: terminal, door: 'device' },
        { companyId: chain, action: 'x', subjectType: 'x', subjectId: 1 },
      ),
    );
    const entry = await test.db.reader.auditEntry.findFirstOrThrow({ where: { chain } });
    expect(entry).toMatchObject({ door: 'device', actorKind: 'terminal', actorId: '4', actorName: 'POS-004' });
  });
});

describe('versions of the change feed', () => {
  it('follow each other without gap or repetition, for companies and the hub, also side by side', async () => {
    const { id } = await makeCompany(test.db, 'Feeding');
    for (const companyId of [id, null]) {
      const start = await inTransaction(test.db, (tx) => nextVersions(tx, companyId));
      const counts = [3, 1, 5, 2, 4, 1];
      const firsts = await Promise.all(
        counts.map((count) => inTransaction(test.db, (tx) => nextVersions(tx, companyId, count))),
      );
      const handedOut = firsts.flatMap((first, at) =>
        Array.from({ length: counts[at] ?? 0 }, (_, step) => first + step),
      );
      expect(handedOut.sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, step) => start + 1 + step));
    }
  });

  it('are not used up by a transaction that was rolled back', async () => {
    const { id } = await makeCompany(test.db, 'Rolling');
    const before = await inTransaction(test.db, (tx) => nextVersions(tx, id));
    await inTransaction(test.db, async (tx) => {
      await nextVersions(tx, id, 10);
      throw new Error('no');
    }).catch(() => {});
    expect(await inTransaction(test.db, (tx) => nextVersions(tx, id))).toBe(before + 1);
  });

  it('are asked for in whole, positive numbers', async () => {
    for (const count of [0, -1, 1.5]) {
      await expect(inTransaction(test.db, (tx) => nextVersions(tx, null, count))).rejects.toThrow(RangeError);
    }
  });
});
