/** The limit at every size of transaction that something is compared with. */

import { pushSource } from './documents.ts';
import type { Shop } from './hub.ts';
import { openLimit, prepareSale } from './limit.ts';

/** Sales per transaction. */
export const limitBatches = [1, 10, 50, 64, 100, 200] as const;

export interface Limit {
  salesPerSecond: number;
  cpuMsPerSale: number;
}

/** The limit by sales per transaction. */
export function measureLimit(file: string, shop: Shop, seconds: number): Map<number, Limit> {
  const writer = openLimit(file);
  try {
    return new Map(limitBatches.map((batch) => [batch, rateOf(batch, { writer, shop, seconds })]));
  } finally {
    writer.close();
  }
}

interface Run {
  writer: ReturnType<typeof openLimit>;
  shop: Shop;
  seconds: number;
}

function rateOf(batch: number, { writer, shop, seconds }: Run): Limit {
  const sources = shop.tills.map(pushSource);
  let elapsedMs = 0;
  let cpuMs = 0;
  let sales = 0;
  for (let round = 0; elapsedMs < (seconds * 1000) / 2; round += 1) {
    // A batch of 1 or 64 comes from as many tills, larger ones from a single one.
    const prepared = Array.from({ length: Math.max(batch, 64) }, (_, index) => {
      const till = (batch === 1 || batch === 64 ? index : round) % sources.length;
      const terminal = shop.terminals[till];
      const text = sources[till]?.transaction();
      if (!terminal || text === undefined) throw new Error('There are too few tills');
      return prepareSale(text, terminal);
    });
    const startedAt = performance.now();
    const cpu = process.cpuUsage();
    for (let from = 0; from < prepared.length; from += batch) writer.write(prepared.slice(from, from + batch));
    elapsedMs += performance.now() - startedAt;
    const { user, system } = process.cpuUsage(cpu);
    cpuMs += (user + system) / 1000;
    sales += prepared.length;
  }
  return { salesPerSecond: (sales * 1000) / elapsedMs, cpuMsPerSale: cpuMs / sales };
}
