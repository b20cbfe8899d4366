import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { migrate } from '../../server/db/index.ts';
import { sqliteFile } from '../../server/db/sqlite-place.ts';
import { send } from './client.ts';
import { StartFailure } from './hub-process.ts';
import { Load } from './load.ts';
import { expectWhole, makeSetting, rideThrough, type Setting } from './setting.ts';

const { provider, folder } = inject('databases');
const isRoot = process.getuid?.() === 0;

/** A disk of our own: null where we may not mount one. */
function mountDisk(
  megabytes: number,
): { place: string; remount(option: 'ro' | 'rw'): void; [Symbol.dispose](): void } | null {
  const place = mkdtempSync(path.join(folder, 'disk-'));
  const mounted =
    isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', place]).status === 0;
  if (!mounted) {
    rmSync(place, { recursive: true });
    return null;
  }
  return {
    place,
    remount: (option) => void execFileSync('mount', ['-o', `remount,${option}`, place]),
    [Symbol.dispose]() {
      execFileSync('umount', [place]);
      rmSync(place, { recursive: true });
    },
  };
}

/** Limits the size of the files that a process writes, or lifts the limit. */
function limitFileSize(pid: number, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
}

/** A disk with a file system that turns read-only when it finds itself damaged, as real ones do: null where that cannot be had. */
function mountFragile(): { place: string; damage(): void; repair(): void; [Symbol.dispose](): void } | null {
  const home = mkdtempSync(path.join(folder, 'fragile-'));
  const [image, place] = [path.join(home, 'image'), path.join(home, 'disk')];
  mkdirSync(place);
  const run = (command: string, ...args: string[]) => spawnSync(command, args, { encoding: 'utf8' });
  const mount = () => run('mount', '-o', 'loop,errors=remount-ro', image, place).status === 0;
  writeFileSync(image, '');
  truncateSync(image, 64 * 1024 * 1024);
  const mounted = isRoot && run('mkfs.ext4', '-q', '-F', image).status === 0 && mount();
  const switchOf = () => {
    const [device = ''] = run('findmnt', '-n', '-o', 'SOURCE', place).stdout.trim().split('\n');
    return `/sys/fs/ext4/${path.basename(device)}/trigger_fs_error`;
  };
  if (!mounted || !existsSync(switchOf())) {
    if (mounted) run('umount', place);
    rmSync(home, { recursive: true });
    return null;
  }
  return {
    place,
    damage: () => writeFileSync(switchOf(), '1'),
    repair() {
      run('umount', place);
      run('fsck.ext4', '-y', image);
      if (!mount()) throw new Error('the repaired disk cannot be mounted');
    },
    [Symbol.dispose]() {
      run('umount', place);
      rmSync(home, { recursive: true });
    },
  };
}

const noMount = 'no disk may be mounted here: that takes root and the right to mount';
const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0;
const hasMount = provider === 'sqlite' && mountDisk(1)?.[Symbol.dispose]() !== null;

/** A hub whose database lies on a small disk. */
async function onDisk(place: string): Promise<Setting> {
  const databaseUrl = `file:${path.join(place, 'gate.db')}`;
  await migrate({ url: databaseUrl });
  return makeSetting(3, databaseUrl);
}

function fillUp(place: string): () => void {
  const filler = path.join(place, 'filler');
  const file = openSync(filler, 'w');
  try {
    for (const block of [1024 * 1024, 4096]) {
      const bytes = Buffer.alloc(block);
      for (;;) {
        try {
          writeSync(file, bytes);
        } catch {
          break;
        }
      }
    }
  } finally {
    closeSync(file);
  }
  return () => rmSync(filler);
}

describe.runIf(provider === 'sqlite')('a hub on SQLite', () => {
  it('says 503 while its disk is full, loses nothing, and works again when there is room', async ({ skip }) => {
    skip(!hasMount, noMount);
    using disk = mountDisk(48);
    await using setting = await onDisk(disk?.place ?? '');
    let free = () => {};
    const load = await rideThrough(setting, {
      begin() {
        free = fillUp(disk?.place ?? '');
      },
      end: () => free(),
    });
    await expectWhole(setting, load);
  });

  it('ends well on a full disk, and has everything when it starts again', async ({ skip }) => {
    skip(!hasMount, noMount);
    using disk = mountDisk(48);
    await using setting = await onDisk(disk?.place ?? '');
    const load = new Load(setting.tills, 'full');
    const hub = await setting.start();
    let left = 30;
    let free = () => {};
    await load.run(hub.url, () => {
      left -= 1;
      if (left === 0) load.stop();
    });
    free = fillUp(disk?.place ?? '');
    hub.signal('SIGTERM');
    expect(await hub.ended, hub.output()).toBe(0);
    free();
    await setting.start();
    await expectWhole(setting, load);
  });

  it('says 503 when its disk turns read-only, and has everything once that is whole again', async ({ skip }) => {
    using disk = mountFragile();
    skip(disk === null, 'no disk that can be damaged may be mounted here');
    if (disk === null) return;
    await using setting = await onDisk(disk.place);
    const load = new Load(setting.tills, 'read-only');
    load.mayRefuse = true;
    const hub = await setting.start();
    const left = { before: 30, refusals: 30 };
    await load.run(hub.url, ({ status }) => {
      if (left.before > 0) {
        if (status === 200) left.before -= 1;
        if (left.before === 0) disk.damage();
      } else if (status === 503) left.refusals -= 1;
      if (left.refusals === 0) load.stop();
    });
    expect((await send(`${hub.url}/healthz`)).status).toBe(200);
    await hub.kill();
    disk.repair();
    await load.repeatUnanswered((await setting.start()).url);
    expect(load.problems).toEqual([]);
    await expectWhole(setting, load);
  });

  it('says 503 while its files cannot grow, loses nothing, and works again afterwards', async ({ skip }) => {
    skip(!hasPrlimit, 'there is no prlimit here, which limits the files of a running process');
    await using setting = await makeSetting(3);
    const file = sqliteFile(setting.installation.databaseUrl);
    const load = await rideThrough(setting, {
      begin: ({ pid }) => limitFileSize(pid, statSync(`${file}-wal`).size),
      end: ({ pid }) => limitFileSize(pid, 'unlimited'),
    });
    await expectWhole(setting, load);
  });

  it('accepts nothing for a file that was taken away, says so, and works again when it is back', async () => {
    await using setting = await makeSetting(3);
    const file = sqliteFile(setting.installation.databaseUrl);
    const load = await rideThrough(setting, {
      begin: () => renameSync(file, `${file}.away`),
      async during({ url }) {
        expect((await send(`${url}/readyz`)).status).toBe(503);
        expect((await send(`${url}/healthz`)).status).toBe(200);
      },
      end: () => renameSync(`${file}.away`, file),
    });
    await expectWhole(setting, load);
  });

  it('refuses to start where it cannot write, in a sentence, and changes nothing', async ({ skip }) => {
    skip(isRoot && !hasMount, noMount);
    using disk = mountDisk(48);
    const place = disk?.place ?? mkdtempSync(path.join(folder, 'read-only-'));
    await using setting = await onDisk(place);
    const file = path.join(place, 'gate.db');
    const before = statSync(file).mtimeMs;
    if (disk) disk.remount('ro');
    else chmodSync(file, 0o400);
    if (!disk) chmodSync(place, 0o500);
    const failure = await setting.start().then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(StartFailure);
    expect((failure as StartFailure).exit).toBe(1);
    expect((failure as StartFailure).message).toMatch(/cannot be written/);
    expect((failure as StartFailure).message).not.toMatch(/^ +at /m);
    expect(statSync(file).mtimeMs).toBe(before);
    if (disk) disk.remount('rw');
    else chmodSync(place, 0o700);
    chmodSync(file, 0o600);
    await setting.start();
    await expectWhole(setting, new Load(setting.tills, 'none'));
  });
});
