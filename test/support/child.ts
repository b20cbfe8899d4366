/** Runs one of our TypeScript files in a process of its own. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Child {
  process: ChildProcess;
  /** The next line that it prints; fails when it ends instead, with what it wrote to stderr. */
  nextLine(): Promise<string>;
  /** Its exit code, or the name of the signal that ended it. */
  ended: Promise<number | string>;
  errors(): string;
}

/** @param file relative to the project's folder */
export function startChild(file: string, args: readonly string[]): Child {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    ended,
    errors: () => errors,
    async nextLine() {
      const line = await lines.next();
      if (line.done) throw new Error(`${file} ended with ${await ended}: ${errors}`);
      return line.value;
    },
  };
}
