/** Everything that a company has, in one file that grows no memory. */
import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { exportCompany } from '../../../server/domain/company-deletion/index.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import { createStore, createTerminal } from '../../../server/domain/stores/index.ts';
import { countRows, fillCompany } from '../../support/company-rows.ts';
import { withDatabase } from '../../support/database.ts';
import { makeStaff, makeUser, signedIn } from '../../support/people.ts';
import { readZip } from '../../support/read-zip.ts';
import { makeTransaction } from '../sales/support.ts';
import { type Owned, ownedCompany, start } from './support.ts';

const test = withDatabase();

async function exported(shop: Owned): Promise<Map<string, Buffer>> {
  const { open } = await exportCompany(shop.owner(0), shop.id);
  const chunks: Buffer[] = [];
  await pipeline(open(), new Writable({ write: (chunk, _encoding, done) => done(void chunks.push(chunk)) }));
  return readZip(Buffer.concat(chunks));
}

const rowsOf = (files: Map<string, Buffer>, name: string) =>
  String(files.get(name))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

async function fullCompany(rows: number) {
  const shop = await ownedCompany(test.db, 1);
  const users: string[] = [];
  for (let index = 0; index < rows; index += 1) users.push((await makeUser(test.db, `person.${shop.id}.${index}`)).id);
  await fillCompany(test.db, shop.id, users, rows);
  return shop;
}

describe('the export of a company', () => {
  it('holds every row of every table of the company, none of another, and says how many with a checksum', async () => {
    const shop = await fullCompany(3);
    await fullCompany(2);
    const files = await exported(shop);
    const manifest = JSON.parse(String(files.get('manifest.json')));
    expect(manifest).toMatchObject({ format: 'gate-company-export', company: { slug: shop.slug, name: shop.name } });
    expect(manifest.files.length).toBe(files.size - 1);
    for (const { name, rows, bytes, sha256 } of manifest.files) {
      const file = files.get(name) ?? Buffer.alloc(0);
      expect([file.length, createHash('sha256').update(file).digest('hex')], name).toEqual([bytes, sha256]);
      expect(rowsOf(files, name).length, name).toBe(rows);
    }
    const counts = await countRows(test.db, shop.id);
    const said = (name: string) => manifest.files.find((file: { name: string }) => file.name === name)?.rows;
    for (const [model, name] of [
      ['Transaction', 'transactions.ndjson'],
      ['TransactionLine', 'transaction_lines.ndjson'],
      ['Closure', 'closures.ndjson'],
      ['ClosureSummary', 'closure_summaries.ndjson'],
      ['Product', 'products.ndjson'],
      ['TerminalSequence', 'terminal_sequences.ndjson'],
      ['StockMovement', 'stock_movements.ndjson'],
      ['AuditEntry', 'audit_entries.ndjson'],
      ['CompanyMembership', 'company_memberships.ndjson'],
    ] as const) {
      expect([name, said(name)]).toEqual([name, counts[model]]);
    }
  });

  it('goes over pages without losing or doubling a row', async () => {
    const shop = await ownedCompany(test.db, 1);
    const ids = Array.from({ length: 1203 }, () => crypto.randomUUID());
    await inTransaction(test.db, (tx) =>
      tx.vatRate.createMany({
        data: ids.map((id, index) => ({
          id,
          companyId: shop.id,
          number: index,
          name: `R${index}`,
          rateBasisPoints: index,
        })),
      }),
    );
    const rows = rowsOf(await exported(shop), 'vat_rates.ndjson');
    expect(rows.map(({ id }) => id)).toEqual([...ids].sort());
  });

  it('has receipts as the till sent them, and no password, secret or person beyond the name', async () => {
    const shop = await ownedCompany(test.db, 1);
    const store = await createStore(shop.hub, { companyId: shop.id, code: 'S1', name: 'One' });
    const terminal = await createTerminal(shop.hub, { storeId: store.id, code: 'T1', name: 'Till', number: 1 });
    const secretHash = 'H'.repeat(43);
    await inTransaction(test.db, async (tx) => {
      await tx.terminal.update({ where: { id: terminal.id }, data: { secretHash } });
      await tx.user.updateMany({ where: { username: shop.member }, data: { email: 'hidden@example.test' } });
    });
    const identity = {
      terminalId: terminal.id,
      storeId: store.id,
      companyId: shop.id,
      officeCode: shop.officeCode,
      storeCode: 'S1',
      terminalCode: 'T1',
      timeZone: 'Europe/London',
      dayStartMinutes: 0,
      currency: 'GBP',
    };
    const item = makeTransaction();
    await recordTransactions(shop.hub, identity, [item], undefined);
    const files = await exported(shop);
    const [body] = rowsOf(files, 'transaction_bodies.ndjson');
    expect(JSON.parse(String(body?.['body']))).toEqual(JSON.parse(JSON.stringify(item)));
    const hash = createHash('sha256').update(String(body?.['body'])).digest('base64url');
    expect(hash).toBe(rowsOf(files, 'transactions.ndjson')[0]?.['body_hash']);
    expect(rowsOf(files, 'company_memberships.ndjson').map(({ username }) => username)).toContain(shop.member);
    const all = [...files.values()].map(String).join('');
    const { passwordHash } = await test.db.reader.user.findFirstOrThrow({ where: { username: shop.member } });
    for (const hidden of [secretHash, passwordHash ?? '?', 'hidden@example.test']) expect(all).not.toContain(hidden);
  });

  it('is for owners only, and is on record', async () => {
    const shop = await ownedCompany(test.db, 1);
    await makeStaff(test.db, `op.${shop.id}`, { role: 'operator' });
    await makeUser(test.db, `stranger.${shop.id}`);
    for (const [username, code] of [
      [shop.member, 'forbidden'],
      [`op.${shop.id}`, 'forbidden'],
      [`stranger.${shop.id}`, 'not_found'],
    ] as const) {
      const ctx = await signedIn(test.db, username, shop.clock.now);
      await expect(exportCompany(ctx, shop.id), username).rejects.toMatchObject({ code });
    }
    await exported(shop);
    const entries = await test.db.reader.auditEntry.findMany({
      where: { companyId: shop.id, action: 'company.export' },
    });
    expect(entries.map(({ actorName }) => actorName)).toEqual([shop.people[0]?.username]);
  });

  it('is made once at a time; who goes away frees the place', async () => {
    const shop = await ownedCompany(test.db, 1);
    const first = (await exportCompany(shop.owner(0), shop.id)).open();
    const { open } = await exportCompany(shop.owner(0), shop.id);
    expect(open).toThrow(/being made just now/);
    await new Promise((resolve) => first.once('close', resolve).destroy());
    expect((await exported(shop)).size).toBeGreaterThan(10);
  });

  it('of a company that is deleted meanwhile has no end that could be taken for whole', async () => {
    const shop = await ownedCompany(test.db, 1);
    const { open } = await exportCompany(shop.owner(0), shop.id);
    await start(shop, 0, 0);
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    await expect(pipeline(open(), nowhere)).rejects.toMatchObject({ code: 'not_found' });
  });
});
