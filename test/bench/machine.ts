/** On what something was measured: figures in milliseconds mean nothing without it. */
import { createHash } from 'node:crypto';
import os from 'node:os';

/** What hashing takes on the machine that the README's figures are from. */
const usualMs = 255;
const blockBytes = 64 * 1024 * 1024;

export interface Machine {
  /** Processor and cores, for people. */
  name: string;
  /** How much longer than on the README's machine a fixed piece of work takes here just now. */
  slowness: number;
}

/** Best of three: what else runs meanwhile makes a single one longer. */
export function describeMachine(): Machine {
  const block = Buffer.alloc(blockBytes, 1);
  const times = [0, 1, 2].map(() => {
    const startedAt = performance.now();
    createHash('sha256').update(block).digest();
    return performance.now() - startedAt;
  });
  const [cpu] = os.cpus();
  return { name: `${cpu?.model ?? 'unknown'}, ${os.cpus().length} cores`, slowness: Math.min(...times) / usualMs };
}
