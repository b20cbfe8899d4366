/** What the machine and the database have left, and what runs. Kept in `hub_states`, which every process of the hub reads. */

import { stat, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import { type Ctx, inTransaction, sqliteFile } from '../../db/index.ts';

export interface Machine {
  disk: { freeBytes: number; totalBytes: number };
  database: { bytes: number; logBytes: number; bytesPerDay: number | null };
  /** Null: none was noted. */
  backup: { at: Date; bytes: number } | null;
  processes: { host: string; pid: number; startedAt: Date; memoryBytes: number; seenAt: Date }[];
}

/** Where things lie. */
export interface Place {
  dataDir: string;
  databaseUrl: string;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** A process that has not been heard of for so long is gone. */
const goneMs = 3 * minuteMs;
const keptDays = 31;

const noted = {
  process: z.object({
    host: z.string(),
    pid: z.number(),
    startedAt: z.coerce.date(),
    memoryBytes: z.number(),
    seenAt: z.coerce.date(),
  }),
  size: z.object({ at: z.coerce.date(), bytes: z.number() }),
  backup: z.object({ at: z.coerce.date(), bytes: z.number() }),
};

const sizeKey = (at: Date) => `size:${at.toISOString().slice(0, 10)}`;

/** Reads it anew: a page asks through a cache of its own. */
export async function readMachine(ctx: Ctx, place: Place): Promise<Machine> {
  const now = ctx.now();
  const [states, disk, database] = await Promise.all([
    ctx.db.reader.hubState.findMany({
      where: { OR: [{ key: 'backup' }, { key: { startsWith: 'process:' } }, { key: { startsWith: 'size:' } }] },
      orderBy: { key: 'asc' },
      take: 1000,
    }),
    statfs(place.dataDir),
    sizeOf(ctx, place),
  ]);
  const of = <T>(prefix: string, schema: z.ZodType<T>): T[] =>
    states.filter(({ key }) => key.startsWith(prefix)).flatMap(({ value }) => parsed(schema, value));
  const [first] = of('size:', noted.size);
  const days = first ? (now.getTime() - first.at.getTime()) / dayMs : 0;
  const bytesPerDay = first && days >= 0.5 ? Math.round((database.bytes - first.bytes) / days) : null;
  return {
    disk: { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize },
    database: { ...database, bytesPerDay },
    backup: of('backup', noted.backup)[0] ?? null,
    processes: of('process:', noted.process).filter(({ seenAt }) => now.getTime() - seenAt.getTime() < goneMs),
  };
}

function parsed<T>(schema: z.ZodType<T>, text: string): T[] {
  try {
    return [schema.parse(JSON.parse(text))];
  } catch {
    return [];
  }
}

async function sizeOf(ctx: Ctx, { databaseUrl }: Place): Promise<{ bytes: number; logBytes: number }> {
  if (ctx.db.dialect.provider === 'postgresql') {
    const rows = await ctx.db.reader.$queryRawUnsafe<{ bytes: bigint }[]>(
      'SELECT pg_database_size(current_database()) AS bytes',
    );
    return { bytes: Number(rows[0]?.bytes ?? 0), logBytes: 0 };
  }
  const file = sqliteFile(databaseUrl);
  const bytesOf = async (name: string) => (await stat(name).catch(() => null))?.size ?? 0;
  const [bytes, logBytes] = await Promise.all([bytesOf(file), bytesOf(`${file}-wal`)]);
  return { bytes, logBytes };
}

/** Says that this process is there, and once a day how large the database is. Rows of processes that are gone are removed.
 *  @param id of the process */
export async function noteProcess(ctx: Ctx, id: string, place: Place): Promise<void> {
  const now = ctx.now();
  const { bytes } = await sizeOf(ctx, place);
  const value = JSON.stringify({
    host: hostname(),
    pid: process.pid,
    startedAt: new Date(now.getTime() - process.uptime() * 1000),
    memoryBytes: process.memoryUsage().rss,
    seenAt: now,
  });
  await inTransaction(ctx, async (tx) => {
    const key = `process:${id}`;
    const row = { value, updatedAt: now };
    await tx.hubState.upsert({ where: { key }, create: { key, ...row }, update: row });
    const size = { key: sizeKey(now), value: JSON.stringify({ at: now, bytes }) };
    await tx.hubState.upsert({ where: { key: size.key }, create: size, update: {} });
    await tx.hubState.deleteMany({
      where: { key: { startsWith: 'process:' }, updatedAt: { lt: new Date(now.getTime() - goneMs) } },
    });
    const oldest = sizeKey(new Date(now.getTime() - keptDays * dayMs));
    await tx.hubState.deleteMany({ where: { key: { startsWith: 'size:', lt: oldest } } });
  });
}

/** Says that this process ends. */
export async function forgetProcess(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, (tx) => tx.hubState.deleteMany({ where: { key: `process:${id}` } }));
}

/** Keeps when the last copy of the database was made, and how large it is. */
export async function noteBackup(ctx: Ctx, bytes: number): Promise<void> {
  const value = JSON.stringify({ at: ctx.now(), bytes });
  await inTransaction(ctx, (tx) =>
    tx.hubState.upsert({ where: { key: 'backup' }, create: { key: 'backup', value }, update: { value } }),
  );
}
