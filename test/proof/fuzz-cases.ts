/** What the fuzz proof sends: damaged forms of the five recorded bodies, each with ids of its own. */

import type { Random } from '../../server/cli/simulator/random.ts';
import { freshBody, type Json, type JsonObject, type Kind, kindOf, sampleNames } from './documents.ts';
import type { Till } from './fleet.ts';
import { damageText, mutate, writeJson } from './mutations.ts';

export interface FuzzCase {
  kind: Kind;
  till: Till;
  /** Repeats it: the sample and what was done to it. */
  what: string;
  bytes: Buffer;
  /** Items of this push that were not touched: they must be stored whatever became of the others. */
  sound: readonly JsonObject[];
  /** Ids that occur in this body alone. */
  ids: readonly string[];
  headers: Record<string, string>;
  /** How its length is told. `long` and `short` lie. */
  length: 'right' | 'long' | 'short' | 'chunked';
}

/** The next case. */
export function drawCase(tills: readonly Till[], random: Random): FuzzCase {
  const name = random.pick(sampleNames);
  const till = random.pick(tills);
  const kind = kindOf(name);
  const body = freshBody(name, till, random);
  const ids = idsOf(body);
  const form = { kind, till, ids, headers: {}, length: 'right', sound: [] } as const;
  const draw = random.next();
  if (draw < 0.15) {
    const { bytes, what } = damageText(JSON.stringify(body), random);
    return { ...form, bytes, what: `${name}: ${what}` };
  }
  if (draw < 0.25) return { ...form, ...damageTransport(Buffer.from(JSON.stringify(body)), random), ids };
  const sound = kind !== 'sequences' && random.chance(0.3) ? addSound(body, { name, kind, till }, random) : [];
  const damaged = sound.length > 0 ? { item: (body[kind] as Json[])[0] ?? null } : body;
  const what = Array.from({ length: random.int(1, 3) }, () => mutate(damaged, random)).join(', ');
  if (sound.length > 0) (body[kind] as Json[])[0] = (damaged as JsonObject)['item'] ?? null;
  return { ...form, bytes: Buffer.from(writeJson(body)), what: `${name}: ${what}`, sound };
}

/** Puts untouched documents beside the one that will be damaged. */
function addSound(
  body: JsonObject,
  { name, kind, till }: { name: (typeof sampleNames)[number]; kind: Kind; till: Till },
  random: Random,
): JsonObject[] {
  const sound = Array.from(
    { length: random.int(1, 3) },
    () => (freshBody(name, till, random)[kind] as JsonObject[])[0],
  );
  const known = sound.filter((item) => item !== undefined);
  (body[kind] as Json[]).push(...known);
  return structuredClone(known);
}

function damageTransport(bytes: Buffer, random: Random): Pick<FuzzCase, 'bytes' | 'what' | 'headers' | 'length'> {
  switch (random.int(0, 6)) {
    case 0:
      return { bytes, what: 'announces more than it sends', headers: {}, length: 'long' };
    case 1:
      return { bytes, what: 'announces less than it sends', headers: {}, length: 'short' };
    case 2:
      return { bytes, what: 'in chunks', headers: {}, length: 'chunked' };
    case 3:
      return { bytes, what: 'no gzip', headers: { 'content-encoding': 'gzip' }, length: 'right' };
    case 4:
      return { bytes, what: 'unknown encoding', headers: { 'content-encoding': 'br, gzip' }, length: 'right' };
    case 5:
      return {
        bytes,
        what: 'a form',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        length: 'right',
      };
    default:
      return { bytes: Buffer.alloc(3 * 1024 * 1024, ' '), what: 'a large body', headers: {}, length: 'right' };
  }
}

function idsOf(body: JsonObject): string[] {
  return ['transactions', 'closures'].flatMap((list) =>
    ((body[list] ?? []) as JsonObject[]).map((item) => String(((item['head'] ?? item['closure']) as JsonObject)['id'])),
  );
}
