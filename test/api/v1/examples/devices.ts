/** What a till does: it is let in, sells, closes, fetches what has changed, and is told things. */
import { approvePairing } from '../../../../server/domain/access/index.ts';
import { judgeDue } from '../../../../server/domain/reconciliation/index.ts';
import { drainPushes } from '../../../../server/domain/sales/index.ts';
import { EventStream } from '../../../reports/event-stream.ts';
import { type DeviceHub, type Json, only, recorded } from '../../support.ts';
import { location, movement } from '../push-support.ts';
import { bearer } from '../support.ts';
import type { ExampleRecorder } from './recorder.ts';
import type { Tour } from './tour.ts';

export interface Devices {
  terminalId: string;
  /** Token of the till. */
  till: string;
}

interface Opening {
  hub: DeviceHub;
  recorder: ExampleRecorder;
  owner: string;
  slug: string;
  storeId: string;
}

/** The till of the tour, let in by a code that it shows. */
export async function pairTill({ hub, recorder, owner, slug, storeId }: Opening): Promise<Devices> {
  const body = { store_id: storeId, code: 'POS-001', name: 'Front till' };
  const { id: uuid } = await recorder.call('createTerminal', { as: owner, params: { company: slug }, body });
  const { device_code, user_code } = await recorder.call('startPairing', {
    body: { device_name: 'Till at the door', software: 'PyPOS 1.1' },
  });
  const { id } = await hub.ctx.db.reader.terminal.findUniqueOrThrow({ where: { uuid } });
  await approvePairing(hub.ctx, user_code, { terminalId: id });
  recorder.pass(5);
  const { api_key } = await recorder.call('fetchPairedKey', { body: { device_code } });
  const { access } = await recorder.call('getDeviceToken', { body: { api_key, terminal_id: '' } });
  const request_id = '3f0c8e52-9d41-4b7a-8f26-1e5d7c9a0b34';
  await recorder.call('renewDeviceKey', { body: { api_key, request_id } });
  await recorder.call('getKeySet');
  return { terminalId: uuid, till: access };
}

export async function showDevices(tour: Tour): Promise<void> {
  await sell(tour);
  await handOver(tour);
  await drainPushes(tour.hub.deps.db);
  await judgeDue(tour.hub.ctx);
  await fetchChanges(tour);
  await hear(tour);
}

const codes = { office_code: '', store_code: '', terminal_code: '' };
const sampleOf = (name: string): Json => recorded(name, { id: 0, uuid: '', secret: '', url: '', codes });

async function sell({ hub, recorder, till, company, productId }: Tour): Promise<void> {
  const one = (id: string, body: unknown) => recorder.call(id, { as: till, body });
  await one('push', mixed());
  await one('pushTransaction', only(sampleOf('transaction-push-full').transactions as Json[]));
  await one('pushClosure', only(sampleOf('closure-push').closures as Json[]));
  const to = await location(hub, { companyId: company.id, storeId: null }, { warehouse: 'BACK', shelf: 'A-01' });
  const { id: warehouseId } = await hub.ctx.db.reader.warehouse.findFirstOrThrow({
    where: { companyId: company.id, locations: { some: { id: to } } },
  });
  if (!warehouseId) throw new Error('the goods have no place');
  await one('pushMovement', { ...movement({ productId, to }), id: '0b9f5c1e-7a34-4d0e-9c61-5f2e8d7a3b10' });
}

/** A sale, an event of a kitchen, and the short form of a sale that comes in full later. */
function mixed(): object {
  const sale = {
    head: {
      ...{ id: '8b1f0f5c-6f0e-4c7e-9d0a-3a5f1c2b7d10', transaction_unique_id: '20261121-0007-000042' },
      ...{ transaction_date_time: '2026-11-21T09:42:05', closure_number: 7, receipt_number: 42 },
      ...{ base_currency: 'GBP', total_amount: '12.5000', total_vat_amount: '2.0800' },
      total_payment_amount: '12.5000',
    },
    payments: [
      {
        ...{ id: 'b6a5c4d3-e2f1-4a0b-9c8d-7e6f5a4b3c2d', line_no: 1, payment_type: 'CASH_PAYMENT' },
        ...{ currency_code: 'GBP', payment_total: '12.5000', currency_total: '12.5000' },
      },
    ],
  };
  const nothing = { lines: [], payments: [], taxes: [], discounts: [] };
  return {
    schema_version: 1,
    documents: [
      { type: 'transaction', correlation_id: 'till-7-42', document: sale },
      {
        ...{ type: 'kitchen_event', id: 'c2a4b7e0-51d3-4f7a-8a51-90be6f1d2c33' },
        document: { order_number: 'K-17', state: 'ready' },
      },
      { type: 'transaction', document: { transaction_id: 'd9e8f7a6-0b1c-4d2e-8f30-41526374a5b6', ...nothing } },
    ],
    sequences: [
      { name: 'ReceiptNumber', value: 43 },
      { name: 'ClosureNumber', value: 7 },
    ],
  };
}

async function handOver({ recorder, till }: Tour): Promise<void> {
  const one = (id: string, body: unknown, params = {}) => recorder.call(id, { as: till, body, params });
  const own = { id: '5d1c9a40-2f6b-4e8d-b7a3-6c0e9f1d2b54' };
  await one('pushErpSync', { ...own, target: 'ledger', documents: ['20261121-0007-000042'] });
  await one('pushProduct', { ...own, code: '1001', name: 'Breakfast tea', sale_price: '2.5000' });
  await one('pushEvent', { ...own, drawer: 1, opened_at: '2026-11-21T09:50:00' }, { event_type: 'drawer_opened' });
  await one('calculateCampaigns', { schema_version: '1.0', currency: 'GBP', lines: [{ code: '1001', quantity: 2 }] });
  await one('requestPayment', { type: 'payment', amount: '12.50', currency: 'GBP' });
  await recorder.call('getSequences', { as: till });
}

async function fetchChanges({ recorder, till }: Tour): Promise<void> {
  const query = { types: 'products,product_barcodes' };
  await recorder.call('snapshot', { as: till, query });
  await recorder.call('pull', { as: till, query: { ...query, limit: '100' } });
  await recorder.call('checksums', { as: till, query });
  const since = { since: '2026-11-20T00:00:00' };
  await recorder.call('productUpdates', { as: till, query: since });
  await recorder.call('prices', { as: till, query: since });
  await recorder.call('taxes', { as: till });
  await recorder.call('activeCampaigns', { as: till });
}

async function hear({ hub, recorder, till, owner, company }: Tour): Promise<void> {
  const at = { as: owner, params: { company: company.slug } };
  const tell = (title: string, body: string) =>
    recorder.call('sendNotification', { ...at, body: { type: 'terminal_message', title, body, store: 'STORE-001' } });
  await tell('Closing early', 'The shop closes at six today.');
  const { id: second } = await tell('Till roll', 'New rolls are in the back office.');
  const { results } = await recorder.call('listNotifications', { as: till, query: { terminal_id: '' } });
  const params = { id: results[0].id as string };
  await recorder.call('markNotificationFailed', { as: till, params, body: { message: 'the screen was busy' } });
  await recorder.call('markNotificationRead', { as: till, params });
  await listen(hub, recorder, till);
  await recorder.call('listMessages', at);
  await recorder.call('withdrawNotification', { ...at, params: { ...at.params, id: second } });
}

/** A stream stays open: its first event is the example. */
async function listen(hub: DeviceHub, recorder: ExampleRecorder, till: string): Promise<void> {
  await using stream = await EventStream.open(`${hub.url}/api/v1/notifications/events`, bearer(till));
  const event = await stream.next();
  if (event === null) throw new Error('nothing was told');
  const answer = `event: ${event.event}\ndata: ${event.data}\n\n`;
  recorder.keep('streamNotifications', undefined, { status: stream.status, answer });
}
