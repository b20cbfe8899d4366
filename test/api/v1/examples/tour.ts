/** A company from its first day: every operation of the API is called once as it is meant, and what was sent and answered becomes
 *  the examples of the documentation. */
import { reportOperations } from '../../../../reports/api/operations.ts';
import type { Examples } from '../../../../server/api/v1/docs/examples.ts';
import type { Database } from '../../../../server/db/index.ts';
import { drainPushes } from '../../../../server/domain/sales/index.ts';
import { createUser } from '../../../../server/domain/tenancy/index.ts';
import { type DeviceHub, startDeviceHub } from '../../support.ts';
import { showCompany } from './company.ts';
import { type Devices, pairTill, showDevices } from './devices.ts';
import { showKeys } from './keys.ts';
import { showPeople } from './people.ts';
import { ExampleRecorder } from './recorder.ts';

/** Whom the parts of the tour act as, and where. */
export interface Tour extends Devices {
  hub: DeviceHub;
  recorder: ExampleRecorder;
  /** Token of the owner. */
  owner: string;
  company: { id: number; slug: string };
  storeId: string;
  productId: string;
}

export const password = 'marble kettle orbit 7';
const begin = Date.parse('2026-11-21T10:00:00Z');

/** Needs a database without companies. */
export async function recordExamples(db: Database): Promise<Examples> {
  const clock = { now: new Date(begin) };
  const reports = reportOperations({ now: () => clock.now });
  const hub = await startDeviceHub(db, { PUBLIC_URL: 'https://gate.example.com' }, reports);
  try {
    hub.clock.now = clock.now;
    const recorder = await ExampleRecorder.of(hub);
    const tour = await openCompany(hub, recorder);
    await showCompany(tour);
    await showDevices(tour);
    await drainPushes(db);
    await showFigures(tour);
    await showKeys(tour);
    await showPeople(tour);
    const { openapi, info } = await recorder.read('readOpenApiDocument');
    const itself = { openapi, info: { title: info.title, version: info.version } };
    recorder.keep('readOpenApiDocument', undefined, { status: 200, answer: itself });
    return recorder.examples;
  } finally {
    await hub[Symbol.asyncDispose]();
  }
}

async function openCompany(hub: DeviceHub, recorder: ExampleRecorder): Promise<Tour> {
  const { ctx } = hub;
  await createUser(ctx, { username: 'anna@example.com', password });
  const signIn = { username: 'anna@example.com', password, device_name: 'Anna’s phone' };
  const { access: owner } = await recorder.call('signIn', { body: signIn });
  const { slug } = await recorder.call('createCompany', {
    as: owner,
    body: { name: 'Harbour Grocers', currency: 'GBP', time_zone: 'Europe/London' },
  });
  const { id } = await ctx.db.reader.company.findUniqueOrThrow({ where: { slug } });
  const { id: storeId } = await recorder.call('createStore', {
    ...{ as: owner, params: { company: slug } },
    body: { code: 'STORE-001', name: 'High Street', street: 'High Street', block_no: '12', postal_code: 'PL1 1AA' },
  });
  const devices = await pairTill({ hub, recorder, owner, slug, storeId });
  return { hub, recorder, owner, company: { id, slug }, storeId, productId: '', ...devices };
}

/** What was sold. */
async function showFigures({ recorder, owner, company, productId }: Tour): Promise<void> {
  const at = { as: owner, params: { company: company.slug } };
  for (const [list, one, name] of [
    ['listTransactions', 'getTransaction', 'transaction'],
    ['listClosures', 'getClosure', 'closure'],
    ['listStockLevels', 'getStockLevel', 'stockLevel'],
    ['listStockMovements', 'getStockMovement', 'stockMovement'],
  ] as const) {
    const query: Record<string, string> = list.includes('Stock') ? { product_id: productId } : {};
    const { items } = await recorder.call(list, { ...at, query });
    await recorder.call(one, { ...at, params: { ...at.params, [name]: items[0].id } });
  }
  await recorder.call('listReports', { as: owner });
  const days = { company: company.slug, from: '2026-11-20', to: '2026-11-21' };
  await recorder.call('askReport', { as: owner, params: { name: 'sales-by-day' }, query: days });
}
