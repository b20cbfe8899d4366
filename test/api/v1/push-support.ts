/** Devices that push in the gate dialect, for tests. */
import { gzipSync } from 'node:zlib';
import { inTransaction } from '../../../server/db/index.ts';
import { type Answer, call, type DeviceHub, type Json, only, recorded, type ShopTerminal } from '../support.ts';

export const post = (till: ShopTerminal, path: string, json: unknown, headers: Record<string, string> = {}) =>
  call(`${till.url}/api/v1${path}`, { json, headers });

export const push = (till: ShopTerminal, documents: unknown, more: object = {}): Promise<Answer> =>
  post(till, '/push', { schema_version: 1, documents, ...more });

/** A recorded sale under ids of its own. */
export function sale(till: ShopTerminal, name = 'transaction-push-full'): Json {
  const document = structuredClone(only(recorded(name, till).transactions as Json[]));
  document.head.id = crypto.randomUUID();
  return document;
}

export function closure(till: ShopTerminal): Json {
  const document = structuredClone(only(recorded('closure-push', till).closures as Json[]));
  document.closure.id = crypto.randomUUID();
  return document;
}

export const outcomes = ({ body }: Answer): string[] => (body.results as Json[]).map(({ outcome }) => outcome);

/** Sends bytes as they are. */
export async function postBytes(
  till: ShopTerminal,
  path: string,
  { bytes, headers }: { bytes: Uint8Array; headers: Record<string, string> },
): Promise<Answer> {
  const response = await fetch(`${till.url}/api/v1${path}`, {
    method: 'POST',
    headers: { connection: 'close', ...headers },
    body: Buffer.from(bytes),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers };
}

export const lines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
export const packed = (text: string) => gzipSync(Buffer.from(text));

/** A place for goods in the till's store.
 *  @param codes of the warehouse and of the place in it; any that are free */
export async function location(
  hub: { deps: Pick<DeviceHub['deps'], 'db'> },
  shop: { companyId: number; storeId: number | null },
  codes?: { warehouse: string; shelf: string },
): Promise<string> {
  const { companyId, storeId } = shop;
  const [warehouseId, id] = [crypto.randomUUID(), crypto.randomUUID()];
  const { warehouse, shelf } = codes ?? { warehouse: warehouseId.slice(0, 8), shelf: id.slice(0, 8) };
  await inTransaction(hub.deps.db, async (tx) => {
    await tx.warehouse.create({
      data: { id: warehouseId, companyId, storeId, code: warehouse, name: 'Back', warehouseType: 'MAIN' },
    });
    await tx.warehouseLocation.create({
      data: { id, companyId, warehouseId, code: shelf, name: 'Shelf', locationType: 'SHELF' },
    });
  });
  return id;
}

export const movement = (of: { productId: string; to?: string; from?: string }, more: object = {}): Json => ({
  id: crypto.randomUUID(),
  movement_number: 'RCV-20261121-100000-ab12',
  movement_type: 'RECEIPT',
  fk_product_id: of.productId,
  fk_warehouse_location_to: of.to ?? null,
  fk_warehouse_location_from: of.from ?? null,
  quantity: 5,
  status: 'COMPLETED',
  movement_date: '2026-11-21T09:00:00',
  ...more,
});

/** Everything that a push can leave behind for a company. */
export async function traces(hub: DeviceHub, companyId: number) {
  const { reader } = hub.deps.db;
  const where = { companyId };
  return {
    transactions: await reader.transaction.count({ where }),
    closures: await reader.closure.count({ where }),
    events: await reader.deviceEvent.count({ where }),
    quarantined: await reader.quarantinedItem.count({ where }),
    conflicts: await reader.conflict.count({ where }),
    movements: await reader.stockMovement.count({ where }),
    counters: await reader.terminalState.count({ where }),
  };
}
