import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { inTransaction } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { ensureBasics, type InitScope, type Owner, readOwner } from '../init/index.ts';
import { noteSync } from '../sync-health/index.ts';
import { type Cursor, dayOf, faultOf, type GroupState, openCursor, sealCursor } from './cursor.ts';
import type { PullHub } from './hub.ts';
import { type GroupName, groupNames, groups, resourcesFor } from './kinds.ts';
import type { Place, Puller } from './places.ts';
import { type Asker, chosenTypes, readAsker } from './puller.ts';
import { type Page, readPage } from './read-page.ts';
import type { Whole } from './wholes.ts';

export interface PullAsked {
  /** As it was given; null: from the beginning. */
  cursor: string | null;
  /** Null: those of the cursor, or all. */
  types: readonly string[] | null;
  limit: number;
  waitMs: number;
  /** Wire id; null for a terminal. */
  store: string | null;
  /** Aborted when whoever asks has gone. */
  gone: AbortSignal;
  /** Who asks, after waiting; throws where they have been shut out meanwhile. */
  admitAgain(): Promise<Ctx>;
}

export interface Pulled {
  /** Nothing has changed, and the cursor is the one that was sent. */
  isUnchanged: boolean;
  cursor: string;
  hasMore: boolean;
  /** Types that are sent whole, as JSON objects separated by commas. Not to be kept: there may be passwords in it. */
  wholes: string;
  /** Changes that others of the store get as well. */
  page: Page;
}

const nothing: Omit<Page, 'version'> = { count: 0, bytes: Buffer.alloc(0), isStoresOwn: false };

/** What has changed since a cursor was given: types without versions whole, then rows in the order of their versions, at most
 *  about `limit` of them. With `waitMs` it waits for a change of the company's rows when there is none.
 *  @throws invalid_input the cursor is none of this hub's, or was given for other types
 *  @throws expired       the cursor leads nowhere any more: whoever has it should take a snapshot
 *  @throws not_found, forbidden as `readAsker` */
export async function pull(ctx: Ctx, hub: PullHub, asked: PullAsked): Promise<Pulled> {
  const asker = await readAsker(ctx, asked.store);
  const { puller } = asker;
  const sent = asked.cursor === null ? null : openCursor(hub.signer, asked.cursor);
  const types = typesOf(asker, sent, asked.types);
  if (sent === null) await ensureBasics(ctx, puller.companyId);
  const now = await look(ctx, hub, { puller, types, sent });
  if (asked.waitMs > 0 && !isMoved(now, sent)) {
    const seen = { companyId: puller.companyId, seen: now.place.feed };
    await hub.watch.untilMoved(seen, asked.waitMs, asked.gone);
    return pull(await asked.admitAgain(), hub, { ...asked, waitMs: 0 });
  }
  const answer = await read(ctx, hub, { puller, types, sent, now, limit: asked.limit });
  const { companyId, terminalId } = puller;
  if (terminalId !== null) {
    const items = answer.pulled.page.count;
    noteSync(ctx, { terminalId, companyId, kind: 'pull.feed', version: answer.version, items, refused: 0 });
  }
  return answer.pulled;
}

function typesOf(asker: Asker, sent: Cursor | null, asked: readonly string[] | null): readonly string[] {
  const types = chosenTypes(asker, asked ?? sent?.types ?? null);
  if (sent === null || types.join() === sent.types.join()) return types;
  const message = `belongs to a pull of ${sent.types.join(',')}: pull other types without a cursor`;
  throw new DomainError('invalid_input', { errors: [{ path: 'cursor', message }] });
}

interface Standing {
  place: Place;
  storeDigest: string;
  day: number;
  /** States of the groups that hold one of the types. */
  states: ReadonlyMap<GroupName, string>;
}

interface Looking {
  puller: Puller;
  types: readonly string[];
  sent: Cursor | null;
}

/** Where things stand: one small question, and one for what has no version. */
async function look(ctx: Ctx, hub: PullHub, { puller, types, sent }: Looking): Promise<Standing> {
  const standing = await standingOf(ctx, hub, { puller, types });
  const { place, storeDigest, day } = standing;
  if (sent === null) return standing;
  const fault = faultOf(sent, { ...place, store: storeDigest, day, keptDays: hub.keptDays });
  if (fault === null) return standing;
  throw new DomainError(
    'expired',
    { fault },
    `This cursor ${fault}: begin anew with a snapshot (GET /api/v1/snapshot).`,
  );
}

/** @throws not_found the store or the terminal is gone */
export async function standingOf(
  ctx: Ctx,
  hub: PullHub,
  { puller, types }: Pick<Looking, 'puller' | 'types'>,
): Promise<Standing> {
  const wanted = groupNames.filter((name) => groups[name].some((type) => types.includes(type)));
  const [place, traces] = await Promise.all([hub.places.place(puller), hub.places.traces(puller.companyId)]);
  if (!place) throw new DomainError('not_found', { ...puller });
  const now = ctx.now();
  const states = new Map(wanted.map((name) => [name, hub.wholes.stateOf(name, { place, traces, now })]));
  return {
    place,
    storeDigest: hub.signer.digest(`${place.storeFacts}${puller.isKitchen ? ' kitchen' : ''}`),
    day: dayOf(now),
    states,
  };
}

function isMoved({ place, states }: Standing, sent: Cursor | null): boolean {
  if (sent === null || sent.version !== place.feed) return true;
  return [...states].some(([name, state]) => sent.groups[name]?.state !== state);
}

interface Reading extends Looking {
  now: Standing;
  limit: number;
}

async function read(ctx: Ctx, hub: PullHub, reading: Reading): Promise<{ pulled: Pulled; version: number }> {
  const { puller, types, sent, now, limit } = reading;
  const { place, storeDigest, day, states } = now;
  const scope = scopeOf(puller, place, ctx.now());
  const { wholes, groups: groupStates } = await readWholes(ctx, hub, { puller, place, types, states, scope, sent });
  const after = sent?.version ?? -1;
  const resources = resourcesFor(puller, types);
  const { companyId, storeId, isKitchen } = puller;
  const asked = [place.currency, after, limit, resources.map(({ name }) => name).join()].join(' ');
  const name = { company: `${companyId}${isKitchen ? ' kitchen' : ''} ${asked}`, store: String(storeId) };
  const make = () => readPage(ctx, { scope, resources, after, feed: place.feed, most: limit });
  const isAtEnd = after === place.feed || resources.length === 0;
  const page = isAtEnd ? { ...nothing, version: place.feed } : await hub.pages.get(name, place.feed, make);
  const { epoch, feed } = place;
  const cursor = sealCursor(hub.signer, {
    ...{ version: page.version, epoch, store: storeDigest, day, types, groups: groupStates },
  });
  const isUnchanged = sent !== null && page.count === 0 && wholes === '' && cursor === sealCursor(hub.signer, sent);
  return { pulled: { isUnchanged, cursor, hasMore: page.version < feed, wholes, page }, version: page.version };
}

/** What of the store decides about rows, but for its stock: that is no part of the feed. */
export function scopeOf({ companyId, storeId }: Puller, { currency }: Place, now: Date): InitScope {
  return { company: companyId, store: storeId, currency, now, locations: [] };
}

interface WholesAsked extends Looking {
  place: Place;
  states: ReadonlyMap<GroupName, string>;
  scope: InitScope;
}

/** The groups whose rows are others than those that the cursor tells of. */
async function readWholes(ctx: Ctx, hub: PullHub, asked: WholesAsked) {
  const { sent, types } = asked;
  const texts: string[] = [];
  const after: Partial<Record<GroupName, GroupState>> = {};
  const moved = new Map([...asked.states].filter(([name, state]) => sent?.groups[name]?.state !== state));
  for (const [name, state] of asked.states) after[name] = sent?.groups[name] ?? { state, digest: '' };
  for (const [name, whole] of await readGroups(ctx, hub, { ...asked, states: moved })) {
    after[name] = { state: asked.states.get(name) ?? '', digest: whole.digest };
    if (whole.digest === sent?.groups[name]?.digest) continue;
    if (name === 'cashiers') await auditCashiers(ctx, asked.puller, 'terminal.pull');
    for (const [type, rows] of Object.entries(whole.rows)) {
      if (!types.includes(type)) continue;
      texts.push(`{"type":"${type}","replace":true,"rows":[${rows.map(({ text }) => text).join(',')}]}`);
    }
  }
  return { wholes: texts.join(','), groups: after };
}

/** The rows of groups. The terminal is read once, and only when one of them has to be. */
export async function readGroups(
  ctx: Ctx,
  hub: PullHub,
  { puller, place, states, scope }: Pick<WholesAsked, 'puller' | 'place' | 'states' | 'scope'>,
): Promise<Map<GroupName, Whole>> {
  let reading: Promise<Owner> | undefined;
  const owner = () => {
    const { terminalId } = puller;
    if (terminalId === null) throw new Error('only tills have these rows');
    reading ??= readOwner(ctx.db.reader, { terminalId });
    return reading;
  };
  const { isKitchen } = puller;
  const read = new Map<GroupName, Whole>();
  for (const [name, state] of states)
    read.set(name, await hub.wholes.read(name, { ctx, scope, place, owner, isKitchen }, state));
  return read;
}

/** Clear-text passwords leave the hub: that is written down before they do.
 *  @throws unavailable it could not be written */
export async function auditCashiers(ctx: Ctx, { companyId, terminalId }: Puller, action: string): Promise<void> {
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, ctx, { companyId, action, subjectType: 'terminal', subjectId: terminalId ?? 0 }),
  );
}
