/** How far somebody has got. Opaque to whoever holds it. */
import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import type { Signer } from './digest.ts';
import { allTypes, type GroupName } from './kinds.ts';

const form = z.strictObject({
  /** Version of the company's feed that has been seen. */
  v: z.int(),
  /** Epoch of the feed. */
  e: z.string(),
  /** What of the store decides about every row, as a digest. */
  s: z.string(),
  /** Day on which it was given, counted from 1970. */
  d: z.int(),
  /** Types; absent: those of `allTypes`. */
  t: z.array(z.string()).optional(),
  /** How many types there were, where none are named: a later hub may have more. */
  n: z.int().optional(),
  /** Of each group that is sent whole: state of what it is made of, and digest of its rows. */
  g: z.record(z.string(), z.tuple([z.string(), z.string()])),
});

export interface Cursor {
  version: number;
  epoch: string;
  store: string;
  day: number;
  types: readonly string[];
  groups: Readonly<Partial<Record<GroupName, GroupState>>>;
}

export interface GroupState {
  state: string;
  digest: string;
}

export function sealCursor(signer: Signer, cursor: Cursor): string {
  const { version, epoch, store, day, types, groups } = cursor;
  const all = types.length === allTypes.length;
  const g = Object.fromEntries(Object.entries(groups).map(([name, { state, digest }]) => [name, [state, digest]]));
  return signer.seal(
    JSON.stringify({ v: version, e: epoch, s: store, d: day, ...(all ? { n: types.length } : { t: types }), g }),
  );
}

/** @throws invalid_input it was not given by this hub, or was damaged on the way */
export function openCursor(signer: Signer, sealed: string): Cursor {
  const text = signer.open(sealed);
  const read = text === null ? null : form.safeParse(JSON.parse(text));
  if (!read?.success) {
    const errors = [
      { path: 'cursor', message: 'is none that this hub has given: pull without one, or take a snapshot' },
    ];
    throw new DomainError('invalid_input', { errors });
  }
  const { v, e, s, d, t, n, g } = read.data;
  const hasAll = t !== undefined || n === allTypes.length;
  const groups = Object.fromEntries(Object.entries(g).map(([name, [state, digest]]) => [name, { state, digest }]));
  return { version: v, epoch: e, store: s, day: hasAll ? d : Number.NEGATIVE_INFINITY, types: t ?? allTypes, groups };
}

const dayMs = 86_400_000;

export function dayOf(at: Date): number {
  return Math.floor(at.getTime() / dayMs);
}

/** Why a cursor leads nowhere any more; null: it holds. */
export function faultOf(
  cursor: Cursor,
  now: { feed: number; epoch: string; store: string; day: number; keptDays: number },
) {
  if (cursor.day + now.keptDays < now.day) return 'is too old';
  if (cursor.epoch !== now.epoch) return 'was given before the hub was restored from a copy';
  if (cursor.version > now.feed) return 'is ahead of the hub';
  return cursor.store === now.store
    ? null
    : 'was given for another store, or the store has changed its currency or stock keeping';
}
