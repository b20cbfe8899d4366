/** A day of many tills in a few minutes: they sell, lose the line, come back, and end with empty queues. */
import { setTimeout as sleep } from 'node:timers/promises';
import { chances } from './chaos.ts';
import { createRandom, type Random } from './random.ts';
import type { RegisteredTill } from './register-tills.ts';
import { Shelf } from './shop-from-init.ts';
import type { Acknowledged, TerminalFigures } from './tally.ts';
import { Till } from './till.ts';

export interface SimulationOptions {
  tills: readonly RegisteredTill[];
  /** Over all tills. */
  documents: number;
  chaos: boolean;
  /** Absent: the office dialect. In the gate dialect: the hub's address, without a slash at the end. */
  gateUrl?: string | undefined;
  seed: string;
  zone: string;
  /** The last document's time; the others lie before it. */
  endsAt: Date;
  /** Told how many more documents have been sold. */
  onSold: (count: number) => void;
}

export interface SimulationResult {
  terminals: TerminalFigures[];
  /** What the hub would not take, by terminal; empty when every queue ended empty. */
  unsent: { terminalCode: string; waiting: number; complaints: string[] }[];
  /** What no sound hub does, however the sums are: took a broken body, counted backwards. */
  faults: string[];
  /** By terminal, which documents and closures it was told are stored. */
  acknowledged: Acknowledged[];
}

/** Cycles without any progress after which a till gives up, with a pause after each: a hub that restarts is waited for. */
const fruitlessCycles = 20;
const pauseMs = 500;
const startAttempts = 5;
/** Between two documents of a till. */
const [leastStepMs, mostStepMs] = [20_000, 120_000];
/** Tills that start at the same time: opening hours differ a little. */
const startsAtOnce = 8;
const minuteMs = 60_000;

/** Lets every till start, sell its share and empty its queue.
 *  @throws Error a till cannot start: the hub does not answer, or does not know it */
export async function runSimulation(options: SimulationOptions): Promise<SimulationResult> {
  const shares = options.tills.map((_, index) => shareOf(options.documents, options.tills.length, index));
  const shelf = new Shelf();
  const openDoors = limited(startsAtOnce);
  const tills = await Promise.all(
    options.tills.map((registered, index) =>
      runTill(options, { registered, documents: shares[index] as number, shelf, openDoors }),
    ),
  );
  return {
    faults: tills.flatMap(({ till, registered }) =>
      till.hubFaults.map((fault) => `${registered.codes.terminalCode}: ${fault}`),
    ),
    terminals: tills.map(({ till }) => till.tally.figures()),
    acknowledged: tills.map(({ till }) => till.tally.acknowledged),
    unsent: tills
      .filter(({ till }) => till.waiting > 0)
      .map(({ till, registered }) => ({
        terminalCode: registered.codes.terminalCode,
        waiting: till.waiting,
        complaints: till.complaints,
      })),
  };
}

/** Whole documents per till; the first ones get what is left over. */
function shareOf(documents: number, tills: number, index: number): number {
  return Math.floor(documents / tills) + (index < documents % tills ? 1 : 0);
}

interface TillRun {
  registered: RegisteredTill;
  documents: number;
  shelf: Shelf;
  openDoors: <T>(work: () => Promise<T>) => Promise<T>;
}

async function runTill(options: SimulationOptions, { registered, documents, shelf, openDoors }: TillRun) {
  const { chaos, zone } = options;
  const random = createRandom(`${options.seed}/${registered.codes.terminalCode}`);
  const gate = options.gateUrl === undefined ? undefined : { url: options.gateUrl, key: registered.key };
  const till = new Till({ codes: registered.codes, baseUrl: registered.baseUrl, zone, random, chaos, shelf, gate });
  await openDoors(() => startPatiently(till));
  const clock = clockOf(options, random, documents);
  let sold = 0;
  let untilClosure = random.int(25, 60);
  while (sold < documents) {
    const burst = Math.min(random.int(1, 6), documents - sold);
    for (let count = 0; count < burst; count += 1) till.sell(clock());
    sold += burst;
    untilClosure -= burst;
    options.onSold(burst);
    if (untilClosure <= 0) {
      till.closeDay(clock());
      untilClosure = random.int(25, 60);
    }
    // Offline: it goes on selling, and the queue grows.
    if (chaos && random.chance(chances.offline)) continue;
    await till.cycle();
  }
  till.closeDay(clock());
  await drain(till);
  return { till, registered };
}

/** Lets so many pieces of work run at a time; the others wait for their turn. */
function limited(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

/** A hub that many tills ask at once may be late; whoever stands at the till tries again. */
async function startPatiently(till: Till): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await till.start();
    } catch (error) {
      if (attempt === startAttempts) throw error;
    }
  }
}

async function drain(till: Till): Promise<void> {
  for (let fruitless = 0; fruitless < fruitlessCycles && till.waiting > 0; ) {
    const before = till.waiting;
    await till.cycle();
    if (till.waiting < before) continue;
    fruitless += 1;
    await sleep(pauseMs);
  }
}

/** The till's own clock: a document every minute or two, the last ones just now, so that a day that has only begun has sales, too. With
 *  chaos some clocks are wrong, by minutes or by days. */
function clockOf({ chaos, endsAt }: SimulationOptions, random: Random, documents: number): () => Date {
  const draw = random.next();
  const skewMs = !chaos || draw < 0.6 ? 0 : random.int(-90, 90) * minuteMs * (draw < 0.95 ? 1 : 24);
  const lastMs = endsAt.getTime() + skewMs;
  let atMs = lastMs - (documents * (leastStepMs + mostStepMs)) / 2;
  return () => {
    atMs = Math.min(atMs + random.int(leastStepMs, mostStepMs), lastMs);
    return new Date(atMs);
  };
}
