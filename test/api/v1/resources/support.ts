/** A company with two stores, goods and people, and keys of programs that manage it. */
import type { Database } from '../../../../server/db/index.ts';
import { createProduct, saveDepartment, saveVatRate } from '../../../../server/domain/catalog/index.ts';
import { createStore, createTerminal } from '../../../../server/domain/stores/index.ts';
import { type Action, actions } from '../../../../server/domain/tenancy/index.ts';
import { type Answer, call, type DeviceHub, openShop, type Shop, startDeviceHub } from '../../support.ts';
import { bearer, programKey } from '../support.ts';

export interface Place extends Shop {
  uuid: string;
  slug: string;
  otherStoreId: number;
  otherStoreUuid: string;
  otherTerminalUuid: string;
  vatRateId: string;
  departmentId: string;
  divisionId: string;
  productId: string;
}

export interface World extends AsyncDisposable {
  hub: DeviceHub;
  ours: Place;
  theirs: Place;
  /** A key that may do everything in our company. */
  key: string;
}

export const everyAction = Object.keys(actions) as Action[];

export async function openWorld(db: Database): Promise<World> {
  const hub = await startDeviceHub(db);
  const ours = await openPlace(hub);
  const theirs = await openPlace(hub);
  const key = await keyOf(hub, ours.companyId, everyAction);
  return { hub, ours, theirs, key, [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose]() };
}

async function openPlace(hub: DeviceHub): Promise<Place> {
  const { ctx } = hub;
  const shop = await openShop(hub, { terminals: 2 });
  const { companyId } = shop;
  const { uuid, slug } = await ctx.db.reader.company.findUniqueOrThrow({ where: { id: companyId } });
  const other = await createStore(ctx, { companyId, code: 'STORE-002', name: 'Harbour' });
  const terminal = await createTerminal(ctx, { storeId: other.id, code: 'POS-900', name: 'Quay till' });
  const rate = await saveVatRate(ctx, { companyId, name: 'Standard', rateBasisPoints: 2000 });
  const department = await saveDepartment(ctx, { companyId, name: 'Food', vatRateId: rate.id });
  const division = await ctx.db.reader.departmentSubGroup.findFirstOrThrow({ where: { companyId } });
  const product = await createProduct(ctx, { ...plainProduct, companyId, divisionId: division.id });
  return {
    ...{ ...shop, uuid, slug, otherStoreId: other.id, otherStoreUuid: other.uuid, otherTerminalUuid: terminal.uuid },
    ...{ vatRateId: rate.id, departmentId: department.id, divisionId: division.id, productId: product.id },
  };
}

const plainProduct = {
  ...{ code: '', name: 'Tea', shortName: '', description: '', unitId: null, isScalable: false },
  ...{ allowsDiscount: true, allowsReturn: true, barcodes: ['4006381333931'], purchasePriceE4: null },
  prices: [{ storeId: null, priceE4: 25_000n }],
};

export async function keyOf(
  hub: DeviceHub,
  companyId: number,
  held: readonly string[],
  storeIds: readonly number[] | null = null,
): Promise<string> {
  return (await programKey(hub.deps.db, { companyId, actions: held, storeIds })).text;
}

export interface Asked {
  method?: string;
  json?: unknown;
  /** `If-Match`. */
  match?: string | number;
  headers?: Record<string, string>;
}

/** Asks the API with a key; `path` is below `/api/v1`. */
export function ask(hub: DeviceHub, key: string, path: string, asked: Asked = {}): Promise<Answer> {
  const { match, json, headers = {} } = asked;
  const tag = match === undefined ? {} : { 'if-match': typeof match === 'number' ? `"${match}"` : match };
  return call(`${hub.url}/api/v1${path}`, {
    method: asked.method ?? (json === undefined ? 'GET' : 'POST'),
    ...(json !== undefined && { json }),
    headers: { ...bearer(key), ...tag, ...headers },
  });
}

/** Every row of a list, page by page, each id once.
 *  @param between called after each page */
export async function walk(
  hub: DeviceHub,
  key: string,
  path: string,
  between?: (page: number) => Promise<void>,
  // biome-ignore lint/suspicious/noExplicitAny: rows are what the API answers
): Promise<any[]> {
  const rows = [];
  let cursor: string | null = null;
  for (let page = 0; page < 200; page += 1) {
    const from = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { status, body } = await ask(hub, key, `${path}${path.includes('?') ? '' : '?'}${from}`);
    if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
    rows.push(...body.items);
    cursor = body.next;
    if (cursor === null) return rows;
    await between?.(page);
  }
  throw new Error(`${path} does not end`);
}

/** Entries of the audit trail of a company: their number, and the latest action. */
export async function trailOf(db: Database, companyId: number): Promise<{ count: number; last: string | null }> {
  const rows = await db.reader.auditEntry.findMany({
    where: { companyId },
    select: { action: true },
    orderBy: { id: 'desc' },
  });
  return { count: rows.length, last: rows[0]?.action ?? null };
}
