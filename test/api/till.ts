/** A till that behaves as the real one does towards its hub: when it asks for init, what it queues, sends again and believes
 *  (protocol 1.1 to 1.7). It knows nothing of the hub but its address. */
import { request } from 'node:http';
import { call, type Json, only, recorded, type ShopTerminal } from './support.ts';
import { type TillRow, TillStore } from './till-store.ts';

/** What happens to one request. `lost`: the hub answers and the till never hears it. `cut`: the connection ends as soon as the
 *  body is written. */
type Luck = 'arrives' | 'unreachable' | 'lost' | 'cut';

interface Queued {
  kind: 'transactions' | 'closures';
  item: Json;
  id: string;
}

interface Sale {
  /** In pence. */
  total: number;
  tendered?: number;
}

export class Till {
  readonly store = new TillStore();
  /** Oldest first; documents before closures. */
  queue: Queued[] = [];
  /** What happens to the next requests. */
  luck: (queued: Queued) => Luck = () => 'arrives';
  inits = 0;
  /** Everything that was sold in the open period, for its closure. */
  #period: Json[] = [];

  constructor(
    readonly terminal: ShopTerminal,
    /** The till's own clock: local time without a zone. */
    readonly clock: () => string,
  ) {}

  /** First start: an empty database, health, init, seed. */
  async start(): Promise<void> {
    await this.#pull(false);
  }

  async #pull(isRefresh: boolean): Promise<void> {
    const health = await call(`${this.terminal.url}/api/v1/health`);
    if (health.status !== 200) throw new Error(`health is ${health.status}`);
    const codes = new URLSearchParams(this.terminal.codes);
    const { status, body } = await call(`${this.terminal.url}/api/v1/pos/init?${codes}`, {
      headers: { 'accept-encoding': 'gzip, deflate' },
    });
    if (status !== 200 || body.status !== 'ok') throw new Error(`init is ${status}: ${body?.message}`);
    this.inits += 1;
    this.store.take(body.data, isRefresh);
  }

  /** `ReceiptNumber` or `ClosureNumber`, as the till finds it: by name, because names are not unique there. */
  counter(name: string): number {
    return this.#counterRow(name)['value'];
  }

  #counterRow(name: string): TillRow {
    const rows = this.store.all('transaction_sequences').filter((row) => row['name'] === name);
    if (rows.length !== 1) throw new Error(`${rows.length} counters are called ${name}`);
    return only(rows);
  }

  #count(name: string, value: number): void {
    this.#counterRow(name)['value'] = value;
  }

  /** A paid sale, as it is queued: without lines, departments and taxes (trap 7). Gives back its head. */
  sell({ total, tendered = total }: Sale): Json {
    const { transactions } = recorded('transaction-push-real-sale', this.terminal);
    const item = structuredClone(only(transactions as Json[]));
    this.#giveIds(item);
    Object.assign(item.head, {
      total_amount: pounds(total),
      total_vat_amount: pounds(total / 6),
      total_discount_amount: '0.0000',
      total_payment_amount: pounds(tendered),
      total_change_amount: pounds(tendered - total),
    });
    item.discounts = [];
    Object.assign(item.payments[0], { payment_total: pounds(tendered), currency_total: pounds(tendered) });
    for (const change of item.changes) change.change_amount = pounds(tendered - total, 2);
    this.#enqueue('transactions', item, item.head.id);
    // Advanced only now: a sale is often pushed with its own number as the next one.
    this.#count('ReceiptNumber', this.counter('ReceiptNumber') + 1);
    return item.head;
  }

  /** A document cancelled before it is paid: it has lines and takes no number away. */
  cancel({ total }: Sale): Json {
    const { transactions } = recorded('transaction-push-cancelled', this.terminal);
    const item = structuredClone(only(transactions as Json[]));
    this.#giveIds(item);
    const product = only(this.store.living('products'));
    Object.assign(item.head, { total_amount: pounds(total), total_vat_amount: pounds(total / 6) });
    Object.assign(item.products[0], {
      fk_product_id: dashed(product['id']),
      fk_department_main_group_id: dashed(product['fk_department_main_group_id']),
      fk_department_sub_group_id: dashed(product['fk_department_sub_group_id']),
      unit_price: pounds(total),
      total_price: pounds(total),
      total_vat: pounds(total / 6),
    });
    this.#enqueue('transactions', item, item.head.id);
    return item.head;
  }

  /** Closes the day: the figures of 1.8, then the counters of the next period. Gives back the closure. */
  close(): Json {
    const body = recorded('closure-push', this.terminal);
    const item = structuredClone(only(body.closures as Json[]));
    const heads = this.#period;
    const sum = (field: string) => pounds(heads.reduce((all, head) => all + Math.round(Number(head[field]) * 100), 0));
    const cashier = only(this.store.living('cashiers').filter((row) => row['is_administrator'] && row['is_active']));
    const currency = this.store.find('currencies', this.settings['fk_current_currency_id']);
    for (const [section, rows] of Object.entries<Json>(item)) if (Array.isArray(rows)) item[section] = [];
    Object.assign(item.closure, {
      id: crypto.randomUUID(),
      closure_number: this.counter('ClosureNumber'),
      fk_store_id: dashed(only(this.store.all('store'))['id']),
      fk_pos_id: dashed(this.settings['id']),
      fk_base_currency_id: dashed(currency?.['id']),
      fk_cashier_opened_id: dashed(cashier['id']),
      fk_cashier_closed_id: dashed(cashier['id']),
      closure_unique_id: `${this.clock().slice(0, 10).replaceAll('-', '')}-${pad(this.counter('ClosureNumber'), 4)}`,
      closure_date: this.clock().slice(0, 10),
      total_document_count: heads.length,
      valid_transaction_count: heads.filter((head) => !head.is_cancel).length,
      canceled_transaction_count: heads.filter((head) => head.is_cancel).length,
      return_transaction_count: 0,
      gross_sales_amount: sum('total_amount'),
      net_sales_amount: sum('total_amount'),
      total_tax_amount: sum('total_vat_amount'),
      total_discount_amount: sum('total_discount_amount'),
      paid_in_total: sum('total_payment_amount'),
    });
    this.#enqueue('closures', item, item.closure.id);
    this.#count('ClosureNumber', this.counter('ClosureNumber') + 1);
    this.#count('ReceiptNumber', 1);
    this.#period = [];
    return item.closure;
  }

  get settings(): TillRow {
    return only(this.store.living('pos_settings'));
  }

  /** One cycle of the worker: everything queued, one request each. When all of it was delivered and a closure was among it, the
   *  master data is refreshed. Gives back what the hub said to each. */
  async flush(): Promise<Json[]> {
    const batch = this.queue.toSorted((a, b) => Number(a.kind === 'closures') - Number(b.kind === 'closures'));
    const answers: Json[] = [];
    for (const queued of batch) {
      const answer = await this.#push(queued);
      answers.push(answer);
      if (answer?.status === 'ok' && answer.accepted === 1) this.queue = this.queue.filter((each) => each !== queued);
    }
    const isDelivered = batch.every((queued) => !this.queue.includes(queued));
    if (isDelivered && batch.some(({ kind }) => kind === 'closures')) await this.#pull(true);
    return answers;
  }

  /** The answer as the till believes it; null when it heard none. */
  async #push(queued: Queued): Promise<Json> {
    const luck = this.luck(queued);
    if (luck === 'unreachable') return null;
    const json = {
      ...this.terminal.codes,
      pos_id: this.settings['pos_no_in_store'],
      [queued.kind]: [queued.item],
      sequences: ['ReceiptNumber', 'ClosureNumber'].map((name) => ({ name, value: this.counter(name) })),
    };
    const url = `${this.terminal.url}/api/v1/pos/${queued.kind}`;
    if (luck === 'cut') {
      await sendAndHangUp(url, JSON.stringify(json));
      return null;
    }
    const { status, body } = await call(url, { json });
    return luck === 'lost' || status > 201 ? null : body;
  }

  #enqueue(kind: Queued['kind'], item: Json, id: string): void {
    this.queue.push({ kind, item, id });
    if (kind === 'transactions') this.#period.push(item.head);
  }

  /** New ids for the document and its rows; its numbers, its store and its customer from what init said. */
  #giveIds(item: Json): void {
    const id = crypto.randomUUID();
    const day = this.clock().slice(0, 10).replaceAll('-', '');
    const customer = this.store.living('customers').find((row) => row['is_walkin'] === true);
    const [closure, receipt] = [this.counter('ClosureNumber'), this.counter('ReceiptNumber')];
    for (const rows of Object.values<Json>(item)) {
      if (!Array.isArray(rows)) continue;
      for (const row of rows) Object.assign(row, { id: crypto.randomUUID(), fk_transaction_head_id: id });
    }
    Object.assign(item.head, {
      id,
      transaction_unique_id: `${day}-${pad(closure, 4)}-${pad(receipt, 6)}`,
      transaction_date_time: this.clock(),
      pos_id: this.settings['pos_no_in_store'],
      fk_store_id: dashed(only(this.store.all('store'))['id']),
      fk_customer_id: dashed(customer?.['id']),
      closure_number: closure,
      receipt_number: receipt,
    });
  }
}

const pounds = (pence: number, places = 4) => (Math.round(pence) / 100).toFixed(places);
const pad = (number: number, length: number) => String(number).padStart(length, '0');

function dashed(id: string | undefined): string | null {
  return id?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') ?? null;
}

/** Resolves when the body has left and the connection is gone. */
function sendAndHangUp(url: string, body: string): Promise<void> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(url, { method: 'POST', headers, agent: false });
    sent.on('error', () => undefined).on('close', resolve);
    sent.end(body, () => sent.destroy());
  });
}
