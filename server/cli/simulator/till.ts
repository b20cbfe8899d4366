/** A till: sells, queues, and pushes its queue in cycles until the hub has taken everything (protocol 1.7), in the office dialect or,
 *  in batches, in the gate dialect. */
import { localText } from '../../core/business-day.ts';
import { chances, damaged, shuffled } from './chaos.ts';
import { type DocumentFacts, makeDocument } from './document.ts';
import type { SoldItem } from './document-rows.ts';
import { deliverInBatches } from './gate-client/deliver.ts';
import { GateLine } from './gate-client/line.ts';
import { type Answer, type Mishap, send } from './http.ts';
import { Period } from './period.ts';
import type { QueueItem } from './queue.ts';
import type { Random } from './random.ts';
import type { Shop } from './shop.ts';
import { type InitAnswer, type Shelf, shopFromInit } from './shop-from-init.ts';
import { Tally, type TerminalCodes } from './tally.ts';
import { completeClosure, completeDocument } from './wire-columns.ts';

export interface TillOptions {
  codes: TerminalCodes;
  /** Address of the hub as this till knows it, `/t/<secret>` included; no trailing slash. */
  baseUrl: string;
  zone: string;
  random: Random;
  /** Turns failures on (`chaos.ts`). */
  chaos: boolean;
  /** What tills of one store share in memory. */
  shelf: Shelf;
  /** For the gate dialect: the hub's address and the terminal's key. Absent: the office dialect. */
  gate?: { url: string; key: string } | undefined;
}

export class Till {
  readonly tally: Tally;
  private readonly options: TillOptions;
  private queue: QueueItem[] = [];
  private shop: Shop | null = null;
  private period = new Period(1);
  private receiptNumber = 1;
  private closureNumber = 1;
  private readonly recent: SoldItem[] = [];
  /** The counters of the last push that was taken: the hub must never tell lower ones. */
  private told = { closureNumber: 0, receiptNumber: 0 };
  private readonly faults: string[] = [];
  private readonly line: GateLine | null;

  constructor(options: TillOptions) {
    this.options = options;
    this.tally = new Tally(options.codes);
    this.line = options.gate ? new GateLine(options.gate.url, options.gate.key) : null;
  }

  /** Documents and closures that the hub has not acknowledged yet. */
  get waiting(): number {
    return this.queue.length;
  }

  /** Why the hub did not take what is waiting, once each. */
  get complaints(): string[] {
    return [...new Set(this.queue.flatMap(({ message }) => (message === null ? [] : [message])))];
  }

  /** What no sound hub does, whether the queue got empty or not: took a broken body, or counted backwards. */
  get hubFaults(): readonly string[] {
    return this.faults;
  }

  /** First start: health, then init.
   *  @throws Error the hub does not answer as it must */
  async start(): Promise<void> {
    const init = await this.refresh();
    const { told } = this;
    const isBack =
      init.closureNumber < told.closureNumber ||
      (init.closureNumber === told.closureNumber && init.receiptNumber < told.receiptNumber);
    if (isBack)
      this.faults.push(`the hub counted back: ${JSON.stringify({ told, init: { ...init, shop: undefined } })}`);
    this.receiptNumber = init.receiptNumber;
    this.closureNumber = init.closureNumber;
    this.period = new Period(init.closureNumber);
  }

  /** Rings up one basket and queues it. */
  sell(at: Date): void {
    const shop = this.requireShop();
    const { random } = this.options;
    const draw = random.next();
    const sold = draw > 0.98 && this.recent.length > 0 ? random.pick(this.recent) : undefined;
    const kind = draw < 0.03 ? 'cancelled' : sold ? 'return' : 'sale';
    const {
      document,
      facts,
      sold: item,
    } = makeDocument(shop, random, {
      kind,
      occurredText: `${localText(at, shop.zone)}.${String(random.int(1, 999_999)).padStart(6, '0')}`,
      createdText: at.toISOString().slice(0, 19),
      closureNumber: this.closureNumber,
      receiptNumber: this.receiptNumber,
      // Today's terminals send paid sales without lines; others are to come.
      withLines: random.chance(0.6),
      sold,
    });
    if (item) this.recent.push(item);
    if (this.recent.length > 10) this.recent.shift();
    this.period.add(facts);
    if (kind !== 'cancelled') this.receiptNumber += 1;
    this.enqueueDocument(completeDocument(document), { id: String(document.head['id']), facts });
  }

  private enqueueDocument(body: unknown, { id, facts }: { id: string; facts: DocumentFacts }): void {
    const onFirstAck = () => this.tally.addDocument(id, facts);
    this.queue.push({ kind: 'transactions', body, onFirstAck, isAcknowledged: false, message: null });
  }

  /** Closes the period and queues its report. Without documents nothing happens. */
  closeDay(at: Date): void {
    if (this.period.documents === 0) return;
    const closure = this.period.close(this.requireShop(), this.options.random, at.toISOString().slice(0, 19));
    this.closureNumber += 1;
    this.receiptNumber = 1;
    this.period = new Period(this.closureNumber);
    const onFirstAck = () => this.tally.addClosure(String(closure.closure['id']));
    const body = completeClosure(closure);
    this.queue.push({ kind: 'closures', body, onFirstAck, isAcknowledged: false, message: null });
  }

  /** One delivery cycle: every waiting item in a request of its own, documents before closures; a failure does not stop the
   *  rest. After a cycle in which everything arrived and a closure was among it, the till refreshes its data. */
  async cycle(): Promise<void> {
    const { chaos, random } = this.options;
    const closuresFirst = chaos && random.chance(chances.closuresFirst);
    const rank = ({ kind }: QueueItem) => (kind === 'closures' ? 1 : 0) * (closuresFirst ? -1 : 1);
    const isShuffled = chaos && random.chance(chances.shuffled);
    const items = isShuffled ? shuffled(this.queue, random) : [...this.queue].sort((a, b) => rank(a) - rank(b));
    if (this.line) await this.deliverBatches(this.line, items);
    else for (const item of items) await this.deliver(item);
    this.queue = this.queue.filter(({ isAcknowledged }) => !isAcknowledged);
    if (this.queue.length > 0) return;
    if (chaos && !this.line && random.chance(chances.reinstallation)) await this.start().catch(() => undefined);
    else if (items.some(({ kind }) => kind === 'closures')) await this.refresh().catch(() => undefined);
  }

  private async deliverBatches(line: GateLine, items: readonly QueueItem[]): Promise<void> {
    const { chaos, random } = this.options;
    this.faults.push(...(await deliverInBatches(items, { line, chaos, random, sequences: this.sequences() })));
  }

  /** The counters of the moment of sending, not of the sale. */
  private sequences(): { name: string; value: number }[] {
    return [
      { name: 'ReceiptNumber', value: this.receiptNumber },
      { name: 'ClosureNumber', value: this.closureNumber },
    ];
  }

  private async deliver(item: QueueItem): Promise<void> {
    const { chaos, random } = this.options;
    const mishap: Mishap =
      chaos && random.chance(chances.mishap) ? random.pick(['lost-answer', 'cut-answer'] as const) : 'none';
    if (chaos && item.kind === 'transactions' && random.chance(chances.wrongPayload)) await this.pushDamaged(item);
    const pushes = [this.push(item, mishap)];
    if (chaos && random.chance(chances.duplicate)) pushes.push(this.push(item, 'none'));
    await Promise.all(pushes);
    // The queue may hold a row for one document twice: it comes again although it was acknowledged.
    if (chaos && item.isAcknowledged && random.chance(chances.repeat)) await this.push(item, 'none');
  }

  /** The broken body goes alone: what it is worth is told by the answer. */
  private async pushDamaged({ kind, body }: QueueItem): Promise<void> {
    const broken = damaged(body, this.options.random);
    const answer = await this.post(kind, broken, 'none').catch(() => null);
    if (answer && complaintAbout(answer) === null) {
      this.faults.push(`the hub took a broken body: ${JSON.stringify(broken).slice(0, 200)}`);
    }
  }

  private post(kind: QueueItem['kind'], item: unknown, mishap: Mishap): Promise<Answer> {
    const { officeCode, storeCode, terminalCode } = this.options.codes;
    const body = {
      office_code: officeCode,
      store_code: storeCode,
      terminal_code: terminalCode,
      pos_id: this.requireShop().posNumber,
      [kind]: [item],
      sequences: this.sequences(),
    };
    return send(`${this.options.baseUrl}/api/v1/pos/${kind}`, body, mishap);
  }

  private async push(item: QueueItem, mishap: Mishap): Promise<void> {
    const { closureNumber, receiptNumber } = this;
    try {
      const answer = await this.post(item.kind, item.body, mishap);
      item.message = complaintAbout(answer);
      if (item.message === null) this.told = { closureNumber, receiptNumber };
      if (item.message !== null || item.isAcknowledged) return;
      item.isAcknowledged = true;
      item.onFirstAck();
    } catch (error) {
      // Unknown whether it arrived: it stays in the queue, whatever an earlier or parallel request was told.
      if (!item.isAcknowledged) item.message = error instanceof Error ? error.message : String(error);
    }
  }

  private async refresh(): Promise<InitAnswer> {
    const health = await send(`${this.options.baseUrl}/api/v1/health`);
    if (health.status !== 200) throw new Error(`health answered ${health.status}`);
    const init = await this.init();
    this.shop = init.shop;
    return init;
  }

  private async init(): Promise<InitAnswer> {
    const { codes, baseUrl, zone } = this.options;
    if (this.line) {
      // A till of this dialect keeps its counters itself: they are no data of the hub.
      const data = { ...(await this.line.rows()), transaction_sequences: this.sequences() };
      return shopFromInit(data, zone, this.options.shelf);
    }
    const query = new URLSearchParams({
      office_code: codes.officeCode,
      store_code: codes.storeCode,
      terminal_code: codes.terminalCode,
    });
    const answer = await send(`${baseUrl}/api/v1/pos/init?${query}`);
    const body = answer.body as { status?: unknown; message?: unknown; data?: unknown } | null;
    if (answer.status !== 200 || body?.status !== 'ok') {
      throw new Error(`init answered ${answer.status}: ${String(body?.message ?? 'without a message')}`);
    }
    return shopFromInit(body.data, zone, this.options.shelf);
  }

  private requireShop(): Shop {
    if (!this.shop) throw new Error('the till has not started');
    return this.shop;
  }
}

/** Null when the one item was taken: 200 or 201, status ok, and the number 1 as `accepted` (protocol 1.4). */
function complaintAbout({ status, body }: Answer): string | null {
  const said = body as { status?: unknown; accepted?: unknown; message?: unknown } | null;
  if ((status === 200 || status === 201) && said?.status === 'ok' && said.accepted === 1) return null;
  return `the hub answered ${status}: ${String(said?.message ?? JSON.stringify(body))}`.slice(0, 500);
}
