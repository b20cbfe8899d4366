/** On what something was measured: figures in milliseconds mean nothing without it. */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What the two pieces of work below take on the machine that the README's figures are from (two virtual cores of an AMD EPYC with
 *  an ordinary SSD, Node 20), idle, in milliseconds. Whoever takes the README's figures anew on another machine measures these anew. */
const usual = { processor: 54, disk: 0.5 };

/** Of the fixed work. */
const documents = 40_000;
const writes = 40;
const pageBytes = 4096;

interface Machine {
  /** For people. */
  text: string;
  /** How many times as long as on the README's machine text and numbers take in one thread here. */
  processorRatio: number;
}

/** The machine for people, and how long two fixed pieces of work take here just now beside the README's machine: text and numbers in
 *  one thread, as the hub's own code does, and a page that is written durably, as every commit does. About 1.00: its figures can be
 *  expected here; 2.00: twice as long. The disk's varies by half from one minute to the next, the processor's hardly. */
export function measureMachine(): Machine {
  const [cpu] = os.cpus();
  const [processor, disk] = [processorMs(), diskMs()];
  const beside = (took: number, usually: number) => `${(took / usually).toFixed(2)} (${took.toFixed(1)} ms)`;
  return {
    text: `${cpu?.model ?? 'unknown'}, ${os.cpus().length} cores; beside the README's machine: processor ${beside(processor, usual.processor)}, durable write ${beside(disk, usual.disk)}`,
    processorRatio: processor / usual.processor,
  };
}

export function describeMachine(): string {
  return measureMachine().text;
}

/** Best of seven: what else runs meanwhile makes a single one longer. */
function processorMs(): number {
  const times = Array.from({ length: 7 }, () => {
    const startedAt = performance.now();
    workOnDocuments();
    return performance.now() - startedAt;
  });
  return Math.min(...times);
}

/** Documents written and read as JSON, and their amounts added up by product, exactly. */
function workOnDocuments(): bigint {
  const totals = new Map<string, bigint>();
  for (let number = 0; number < documents; number += 1) {
    const text = JSON.stringify({
      id: `document-${number}`,
      product: `product-${number % 500}`,
      amount: `${number}.25`,
    });
    const { product, amount } = JSON.parse(text) as { product: string; amount: string };
    totals.set(product, (totals.get(product) ?? 0n) + BigInt(amount.replace('.', '')));
  }
  return [...totals.values()].reduce((sum, total) => sum + total, 0n);
}

/** The median of pages that are written and synchronised one after another, where benches keep their databases. */
function diskMs(): number {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gate-machine-'));
  const file = openSync(path.join(folder, 'pages'), 'w');
  try {
    const page = Buffer.alloc(pageBytes, 1);
    const times = Array.from({ length: writes }, (_, index) => {
      const startedAt = performance.now();
      writeSync(file, page, 0, pageBytes, index * pageBytes);
      fdatasyncSync(file);
      return performance.now() - startedAt;
    }).sort((a, b) => a - b);
    return times[writes / 2] ?? Number.NaN;
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
}
