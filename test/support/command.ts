/** Runs a program of the hub to its end in a process of its own, as an operator does. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';

export interface Finished {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** @param program file below `server/cli`; `env` comes on top of this process's own */
export async function runProgram(
  program: 'main.ts' | 'demo.ts',
  args: readonly string[],
  { env = {}, stdin = '' }: { env?: Record<string, string>; stdin?: string } = {},
): Promise<Finished> {
  const file = path.resolve(import.meta.dirname, '../../server/cli', program);
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], { env: { ...process.env, ...env } });
  child.stdin.end(stdin);
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status: status as number | null, stdout, stderr };
}
