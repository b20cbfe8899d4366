/** What the parts of the back office's bench share: asking and timing, saying how far it is, and what was found beside what was
 *  promised. */
import type { Visitor } from '../support/visitor.ts';
import type { BenchServer } from './hub.ts';
import { quantileOf } from './quantile.ts';

export interface Bench {
  hub: BenchServer;
  /** The database's address. */
  url: string;
  /** Staff of the whole hub, signed in. */
  visitor: Visitor;
  /** The same for staff that sees two companies of the hub. */
  limited: Visitor;
  times: number;
  found: Findings;
}

export interface ListAddress {
  name: string;
  address: string;
}

interface Timed {
  name: string;
  p50: number;
  p95: number;
  /** Processor time of the hub, which other work on the machine does not lengthen. */
  processor: number;
}

interface Finding {
  what: string;
  value: number;
  limit: number;
  unit: 'ms' | 's' | 'MB' | 'KB' | 'times';
}

/** Figures with what was promised of them. */
export class Findings {
  private readonly all: Finding[] = [];
  /** What went wrong on the way; the rest was measured all the same. */
  readonly faults: string[] = [];

  add(what: string, value: number, limit: number, unit: Finding['unit']): void {
    this.all.push({ what, value, limit, unit });
  }

  /** @param ratio how many times as long this machine takes as the README's */
  print(ratio: number): void {
    console.log('\nWhat was promised. Times of the README’s machine are those of this one divided by the ratio above.');
    console.table(
      this.all.map(({ what, value, limit, unit }) => {
        const isTime = unit === 'ms' || unit === 's';
        const there = isTime ? value / ratio : value;
        return {
          what,
          found: shown(value, unit),
          'README’s machine': isTime ? shown(there, unit) : '',
          promised: `${unit === 'times' ? 'at least' : 'under'} ${limit} ${unit}`,
          holds: holds({ value, there, limit, unit }),
        };
      }),
    );
    for (const fault of this.faults) console.log(`Went wrong: ${fault}`);
  }
}

function holds({ value, there, limit, unit }: Omit<Finding, 'what'> & { there: number }): string {
  if (unit === 'times') return value >= limit ? 'yes' : 'no';
  if (value < limit) return 'yes';
  return there < limit ? 'there' : 'no';
}

function shown(value: number, unit: string): string {
  return `${value.toFixed(unit === 's' || unit === 'times' ? 1 : 0)} ${unit}`;
}

const startedAt = performance.now();

/** How far it is, on standard error: a whole run takes long. */
export function tell(what: string): void {
  console.error(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(5)} s  ${what}`);
}

const tellEveryMs = 15_000;
/** What is refused is told in a line, not on a page. */
const json = { accept: 'application/json' };

/** Asks for each address several times. One that is not answered is a fault of the bench, and the others are measured. */
export async function timeAll(
  { hub, times, found }: Pick<Bench, 'hub' | 'times' | 'found'>,
  visitor: Visitor,
  addresses: readonly ListAddress[],
): Promise<Timed[]> {
  const timed: Timed[] = [];
  let toldAt = performance.now();
  for (const [place, { name, address }] of addresses.entries()) {
    const ms: number[] = [];
    let usedBefore = hub.cpuMs();
    // The first time runs through code and pages of the file that were not needed before.
    for (let time = -1; time < times; time += 1) {
      const askedAt = performance.now();
      const { status, body } = await visitor.get(address, json);
      if (status !== 200) {
        found.faults.push(`${name}: ${address} answered ${status}: ${body.slice(0, 300)}`);
        break;
      }
      if (time < 0) usedBefore = hub.cpuMs();
      else ms.push(performance.now() - askedAt);
    }
    if (ms.length > 0) timed.push({ name, ...quantiles(ms), processor: (hub.cpuMs() - usedBefore) / ms.length });
    if (performance.now() - toldAt < tellEveryMs) continue;
    toldAt = performance.now();
    tell(`${place + 1} of ${addresses.length} pages`);
  }
  return timed;
}

/** How often a page that was beyond its limit is asked for again. */
const often = 60;

/** Asks often for the pages that were beyond the limit: of a few times the p95 is the slowest, which may have met a pause of the
 *  machine. What is slow by itself is so again.
 *  @returns all of them, those with their new figures alone */
export async function timeSlowAgain(
  bench: Pick<Bench, 'hub' | 'found'>,
  visitor: Visitor,
  { addresses, timed, mustMs }: { addresses: readonly ListAddress[]; timed: readonly Timed[]; mustMs: number },
): Promise<Timed[]> {
  const slow = new Set(timed.filter(({ p95 }) => p95 >= mustMs).map(({ name }) => name));
  if (slow.size === 0) return [...timed];
  console.log(`\n${slow.size} of ${timed.length} with a p95 of ${mustMs} ms or more: asked ${often} times again`);
  const suspects = addresses.filter(({ name }) => slow.has(name));
  const again = await timeAll({ ...bench, times: often }, visitor, suspects);
  const byName = new Map(again.map((each) => [each.name, each]));
  return timed.map((each) => byName.get(each.name) ?? each);
}

export function quantiles(ms: number[]): { p50: number; p95: number } {
  ms.sort((a, b) => a - b);
  const at = (share: number) => Number(quantileOf(ms, share).toFixed(1));
  return { p50: at(0.5), p95: at(0.95) };
}

/** The slowest, and how many are beyond a limit. */
export function show(found: Findings, title: string, timed: readonly Timed[], mustMs: number): void {
  const slowest = [...timed].sort((a, b) => b.p95 - a.p95);
  console.log(`\n${title}: ${timed.length} kinds, slowest first`);
  console.table(
    slowest.slice(0, 12).map(({ name, p50, p95, processor }) => {
      return { what: name, 'p50 ms': p50, 'p95 ms': p95, 'processor ms': Number(processor.toFixed(1)) };
    }),
  );
  const slow = timed.filter(({ p95 }) => p95 >= mustMs);
  const median = quantiles(timed.map(({ p50 }) => p50)).p50;
  console.log(`median ${median} ms; ${slow.length} of ${timed.length} with a p95 of ${mustMs} ms or more`);
  found.add(`${title}: slowest p95`, slowest[0]?.p95 ?? Number.NaN, mustMs, 'ms');
}

/** What the hub answers, read as JSON.
 *  @throws Error it refused */
export async function askFor<T>(visitor: Visitor, address: string): Promise<T> {
  const { status, body } = await visitor.get(address, json);
  if (status !== 200) throw new Error(`${address} answered ${status}: ${body.slice(0, 300)}`);
  return JSON.parse(body) as T;
}
