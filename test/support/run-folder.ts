/** The folder of one test run, and the removal of what runs that were killed have left behind. */

import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const prefix = 'gate-test-';
/** Linux keeps what lies here in memory. */
const memory = '/dev/shm';
/** Room that a run never comes near. */
const plentyBytes = 4 * 1024 ** 3;

/** A new folder, named for this process so that later runs can tell whether its owner is still alive.
 *  @param options.inMemory where there is plenty of it, for what need not outlive the machine: SQLite waits for the disk at every commit */
export function makeRunFolder({ inMemory = false } = {}): string {
  for (const home of [os.tmpdir(), memory]) removeLeftovers(home);
  const home = inMemory && hasPlenty() ? memory : os.tmpdir();
  const folder = mkdtempSync(path.join(home, `${prefix}${process.pid}-`));
  // PostgreSQL may run as another user; it has to reach its own folder in here, and can list nothing else.
  chmodSync(folder, 0o711);
  return folder;
}

function hasPlenty(): boolean {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= plentyBytes && process.availableMemory() >= plentyBytes;
  } catch {
    return false;
  }
}

function removeLeftovers(home: string): void {
  for (const name of namesIn(home)) {
    const owner = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (!owner || isAlive(Number(owner))) continue;
    const folder = path.join(home, name);
    stopOrphan(path.join(folder, 'postgres', 'data', 'postmaster.pid'));
    rmSync(folder, { recursive: true, force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
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
