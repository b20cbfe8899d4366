/** The folder of one test run, and the removal of what runs that were killed have left behind. */

import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const prefix = 'gate-test-';

/** A new folder, named for this process so that later runs can tell whether its owner is still alive. */
export function makeRunFolder(): string {
  removeLeftovers();
  const folder = mkdtempSync(path.join(os.tmpdir(), `${prefix}${process.pid}-`));
  // PostgreSQL may run as another user; it has to reach its own folder in here, and can list nothing else.
  chmodSync(folder, 0o711);
  return folder;
}

function removeLeftovers(): void {
  for (const name of readdirSync(os.tmpdir())) {
    const owner = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (!owner || isAlive(Number(owner))) continue;
    const folder = path.join(os.tmpdir(), name);
    stopOrphan(path.join(folder, 'postgres', 'data', 'postmaster.pid'));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ends the server of a run that was killed: the file that PostgreSQL itself keeps names its process. */
function stopOrphan(pidFile: string): void {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    if (command.includes(path.dirname(pidFile))) process.kill(pid, 'SIGQUIT');
  } catch {
    // No such file or no such process: nothing was left running.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
