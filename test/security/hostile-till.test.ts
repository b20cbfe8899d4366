/** A till that writes what it likes: its words are words on every page, and its times and numbers break none. */
import { beforeAll, describe, expect, it } from 'vitest';
import { recordClosures } from '../../server/domain/closures/index.ts';
import { judgeDue } from '../../server/domain/reconciliation/index.ts';
import { recordTransactions } from '../../server/domain/sales/index.ts';
import { verify } from '../../server/domain/verification/index.ts';
import { recorded } from '../api/support.ts';
import { now, withShops } from '../portal/shops.ts';
import { goodPassword, hubCtx } from '../support/people.ts';
import { Visitor } from '../support/visitor.ts';

const shops = withShops();
const evil = `"><script>alert(1)</script>'{{7*7}}<img src=x onerror=alert(1)>`;
const odd = [
  ...[evil, '\u0000\u202e', '0000-00-00T00:00:00', '2026-02-30T25:61:61', '9999-12-31T23:59:59', '0001-01-01T00:00:00'],
  ...['-1', 'NaN', '99999999999999999999', '5n', '', 'é'.repeat(5000), null, true, [], {}, -1, 1e15, 0.1, 2147483648],
];

type Json = { [key: string]: unknown };

/** The value put into one field after the other, everywhere below. */
function* mutated(item: Json, value: unknown): Generator<Json> {
  const paths: (readonly (string | number)[])[] = [];
  const walk = (node: unknown, path: readonly (string | number)[]) => {
    if (Array.isArray(node)) {
      for (const [index, each] of node.slice(0, 1).entries()) walk(each, [...path, index]);
    } else if (typeof node === 'object' && node !== null) {
      for (const [name, each] of Object.entries(node)) walk(each, [...path, name]);
    } else if (!['id', 'transaction_head_id'].includes(String(path.at(-1)))) paths.push(path);
  };
  walk(item, []);
  for (const path of paths) {
    const copy = structuredClone(item);
    let node = copy as Record<string | number, unknown>;
    for (const step of path.slice(0, -1)) node = node[step] as Record<string | number, unknown>;
    node[path.at(-1) ?? ''] = value;
    yield copy;
  }
}

/** The same, every text at once. */
function drenched(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(drenched);
  if (typeof node === 'object' && node !== null) {
    return Object.fromEntries(
      Object.entries(node).map(([name, each]) => [name, keeps(name, each) ? each : drenched(each)]),
    );
  }
  return typeof node === 'string' ? `${node.slice(0, 4)}${evil}` : node;
}
const keeps = (name: string, value: unknown) =>
  /(^|_)id$|date|time|type|status|amount|total|price|rate|quantity/.test(name) && typeof value !== 'object';

const nobody = { id: 0, uuid: '', secret: '', url: '', codes: { office_code: '', store_code: '', terminal_code: '' } };
const sale = () => recorded('transaction-push-full', nobody).transactions[0] as Json & { head: Json };
const closing = () => recorded('closure-push', nobody).closures[0] as Json & { closure: Json };

let owner: Visitor;
beforeAll(async () => {
  const { server, grocer } = shops;
  owner = new Visitor(server.url);
  await owner.signIn(grocer.ownerName, goodPassword);
});

async function visitAll(): Promise<number> {
  const { server, grocer } = shops;
  const { db } = server.deps;
  const { slug, tills } = grocer;
  const where = { terminalId: tills[0]?.terminalId ?? 0 };
  const documents = await db.reader.transaction.findMany({ where, select: { uuid: true } });
  const closures = await db.reader.closure.findMany({ where, select: { uuid: true } });
  const store = await db.reader.store.findUniqueOrThrow({ where: { id: tills[0]?.storeId ?? 0 } });
  const terminal = await db.reader.terminal.findUniqueOrThrow({ where: { id: where.terminalId } });
  const paths = [
    ...['/dashboard/', `/receipts/${slug}/`, `/closures/${slug}/`, `/closures/${slug}/open/`, `/stores/${slug}/`],
    ...[`/stores/${slug}/${store.uuid}/`, `/tills/${slug}/${terminal.uuid}/`],
    ...documents.map(({ uuid }) => `/receipts/${slug}/${uuid}/`),
    ...closures.map(({ uuid }) => `/closures/${slug}/${uuid}/`),
  ];
  for (const path of paths) {
    const { status, body } = await owner.get(path);
    expect(status, path).toBe(200);
    expect(body, path).not.toMatch(/<script>alert|<img src=x|>49</);
  }
  return documents.length + closures.length;
}

describe('a hostile till', () => {
  it('writes script into every text', { timeout: 120_000 }, async () => {
    const till = shops.grocer.tills[0];
    if (!till) throw new Error('no till');
    const ctx = hubCtx(shops.server.deps.db, () => now);
    const receipt = drenched(sale()) as Json & { head: Json };
    receipt.head['id'] = crypto.randomUUID();
    const closure = drenched(closing()) as Json & { closure: Json };
    await recordTransactions(ctx, till, [receipt], undefined);
    await recordClosures(ctx, till, [closure], undefined);
    await judgeDue(ctx);
    expect(await visitAll()).toBeGreaterThan(0);
  });

  it('writes odd values into every field that pages read, and every page is shown', { timeout: 120_000 }, async () => {
    const till = shops.grocer.tills[0];
    if (!till) throw new Error('no till');
    const ctx = hubCtx(shops.server.deps.db, () => now);
    const receipts = odd.flatMap((value) =>
      [...mutated({ head: onlyShown(sale().head) }, value)].map(({ head }) => {
        const item = sale();
        return { ...item, head: { ...item.head, ...(head as Json), id: crypto.randomUUID() } };
      }),
    );
    for (let at = 0; at < receipts.length; at += 500) {
      await recordTransactions(ctx, till, receipts.slice(at, at + 500), undefined);
    }
    const closures = odd.flatMap((value) =>
      [...mutated({ closure: onlyShown(closing().closure) }, value)].map(({ closure }) => {
        const item = closing();
        return { ...item, closure: { ...item.closure, ...(closure as Json), id: crypto.randomUUID() } };
      }),
    );
    await recordClosures(ctx, till, closures, undefined);
    await judgeDue(ctx);
    expect(await visitAll()).toBeGreaterThan(50);
    expect((await verify(ctx)).differences).toEqual([]);
  });
});

describe('a hostile till that changes any field of any section', () => {
  it('is answered item by item, and every figure still follows from what is stored', { timeout: 120_000 }, async () => {
    const till = shops.grocer.tills[1];
    if (!till) throw new Error('no till');
    const ctx = hubCtx(shops.server.deps.db, () => now);
    const items = odd.flatMap((value) => [...mutated(sale(), value)]) as { head: Json }[];
    for (const { head } of items) head['id'] = crypto.randomUUID();
    let judged = 0;
    for (let at = 0; at < items.length; at += 500) {
      const { accepted, rejected } = await recordTransactions(ctx, till, items.slice(at, at + 500), undefined);
      judged += accepted + rejected;
    }
    expect(judged).toBe(items.length);
    expect((await verify(ctx)).differences).toEqual([]);
  });
});

/** Times, and what stands beside them in lists. */
function onlyShown(fields: Json): Json {
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => /time|_date|currency|receipt_number|description|unique/.test(name)),
  );
}
