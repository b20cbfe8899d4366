/** Tills that sell at a human pace until they are told to stop. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from './random.ts';
import { Shelf } from './shop-from-init.ts';
import type { TerminalCodes } from './tally.ts';
import { Till } from './till.ts';

export interface LiveOptions {
  terminals: readonly TerminalCodes[];
  /** Address of the hub, without a trailing slash; the stores must admit tills by their codes from here. */
  url: string;
  zone: string;
  /** Stops the tills; nothing is left half done. */
  signal: AbortSignal;
  /** Told about a till that cannot go on. */
  onProblem: (terminal: TerminalCodes, error: unknown) => void;
}

/** Pause between two customers of a till. */
const pauseMs = { shortest: 6_000, longest: 30_000 } as const;

/** Resolves when every till has stopped. */
export async function runLiveTills(options: LiveOptions): Promise<void> {
  await Promise.all(
    options.terminals.map((codes) =>
      runLiveTill(options, codes).catch((error: unknown) => {
        if (!options.signal.aborted) options.onProblem(codes, error);
      }),
    ),
  );
}

async function runLiveTill({ url, zone, signal }: LiveOptions, codes: TerminalCodes): Promise<void> {
  // Every start has customers of its own: ids must not come twice.
  const random = createRandom(`live/${codes.storeCode}/${codes.terminalCode}/${Date.now()}`);
  const till = new Till({ codes, baseUrl: url, zone, random, chaos: false, shelf: new Shelf() });
  await till.start();
  while (!signal.aborted) {
    await sleep(random.int(pauseMs.shortest, pauseMs.longest), undefined, { signal });
    till.sell(new Date());
    await till.cycle();
  }
}
