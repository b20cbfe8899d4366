import { addDays, businessDayOf } from '../../core/business-day.ts';
import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { countWaitingRequests } from '../companies/index.ts';
import { type Action, authorize, can, scopeFor } from '../tenancy/index.ts';
import { closureDays, type Facts, readFacts, readTills, type TillRow } from './facts.ts';
import { missedHours, pastSlots, silentHours, usualHours } from './silence.ts';
import { type DayBesideWeek, readToday } from './today.ts';

const hourMs = 3_600_000;

export const steps = ['company', 'store', 'terminal', 'sale', 'closure', 'owner'] as const;
export type Step = (typeof steps)[number];

interface TillPlace {
  uuid: string;
  code: string;
  storeName: string;
}

/** Tills that need somebody for one reason, and how often. */
export interface TillsInNeed {
  count: number;
  tills: readonly TillPlace[];
}

/** A company as one of its people sees it. What they may not see is null or nothing. */
export interface CompanyHome {
  id: number;
  slug: string;
  name: string;
  timeZone: string;
  /** Null: no figures for this person. Empty: no store yet. */
  today: DayBesideWeek[] | null;
  /** Null: not theirs to do, or put away. */
  checklist: { step: Step; isDone: boolean }[] | null;
  mayHideChecklist: boolean;
  /** Of the company's first store, and of a till that waits for its settings: where the next step is done. */
  next: { storeUuid: string | null; tillUuid: string | null };
  needs: {
    silent: TillsInNeed;
    quarantined: TillsInNeed;
    conflicts: TillsInNeed;
    /** Closures of business days since then that nobody can explain. */
    unexplained: { count: number; since: string };
    requests: number;
    deletion: { eraseAt: Date | null } | null;
    /** Closed stores, by name. */
    closedStores: readonly { uuid: string; name: string }[];
  };
}

/** Reads a company's home: six queries at most, however many stores and tills there are.
 *  @throws not_found it does not exist, or the actor is not of it */
export async function readHome(ctx: Ctx, slug: string): Promise<CompanyHome> {
  const since = addDays(businessDayOf(ctx.now(), { zone: 'UTC', dayStartHour: 0 }), -closureDays);
  const closures = scopeFor(ctx, 'closure.see');
  const facts = await readFacts(ctx, slug, { storeIds: closures.storeIds, since });
  if (!facts) throw new DomainError('not_found', { slug });
  const { id } = facts;
  authorize(ctx, 'company.see', { companyId: id });
  const rows = await readTills(ctx, id);
  const [today, silent, requests] = await Promise.all([
    holds(ctx, 'figures.see', id) ? readToday(ctx, storesOf(rows.filter(within(ctx, 'figures.see', id)))) : null,
    silentTills(ctx, rows.filter(within(ctx, 'terminal.see', id))),
    can(ctx, 'member.manage', { companyId: id }) ? countWaitingRequests(ctx, id) : 0,
  ]);
  const doubtful = rows.filter(within(ctx, 'quarantine.see', id));
  return {
    ...{ id, slug: facts.slug, name: facts.name, timeZone: facts.time_zone, today },
    checklist: can(ctx, 'company.edit', { companyId: id }) ? checklistOf(facts) : null,
    mayHideChecklist: can(ctx, 'company.edit', { companyId: id }),
    next: { storeUuid: facts.store_uuid, tillUuid: facts.waiting_till_uuid },
    needs: {
      silent,
      quarantined: inNeed(doubtful, ({ quarantined }) => quarantined),
      conflicts: inNeed(doubtful, ({ conflicts }) => conflicts),
      unexplained: { count: holds(ctx, 'closure.see', id) ? facts.unexplained : 0, since },
      requests,
      deletion: facts.deletion_id === null ? null : { eraseAt: facts.erase_at },
      closedStores: storesOf(rows.filter(within(ctx, 'terminal.see', id))).filter(({ isActive }) => !isActive),
    },
  };
}

/** Whether the actor holds the action in some part of the company. */
function holds(ctx: Ctx, action: Action, companyId: number): boolean {
  const { companyIds } = scopeFor(ctx, action);
  return companyIds === null || companyIds.includes(companyId);
}

/** Rows of the company's stores in which the actor holds the action. */
function within(ctx: Ctx, action: Action, companyId: number) {
  const { storeIds } = scopeFor(ctx, action);
  const isHeld = holds(ctx, action, companyId);
  return ({ store_id }: TillRow) => isHeld && (storeIds === null || storeIds.includes(store_id));
}

function storesOf(rows: readonly TillRow[]) {
  const stores = new Map(rows.map((row) => [row.store_id, row]));
  return [...stores.values()].map((row) => ({
    ...{ id: row.store_id, uuid: row.store_uuid, name: row.store_name, isActive: row.store_active },
    ...{ timeZone: row.time_zone, dayStartMinutes: row.day_start_minutes, currency: row.currency },
  }));
}

/** Tills that were heard of once, are let in, and have let usual hours of their store pass without a word. */
async function silentTills(ctx: Ctx, rows: readonly TillRow[]): Promise<TillsInNeed> {
  const now = ctx.now();
  const quiet = rows.filter((row) => {
    const heard = heardAt(row);
    return row.is_open && row.store_active && heard !== null && now.getTime() - heard.getTime() > silentHours * hourMs;
  });
  const stores = storesOf(quiet);
  const usual = quiet.length === 0 ? new Map() : await usualHours(ctx, stores);
  const slots = new Map(stores.map((store) => [store.id, pastSlots(now, store)]));
  return inNeed(quiet, (row) => {
    const hours = usual.get(row.store_id);
    const heard = heardAt(row);
    if (!hours || heard === null) return 0;
    return missedHours(heard, slots.get(row.store_id) ?? [], hours) >= silentHours ? 1 : 0;
  });
}

/** When a till was last heard of, by any call; null: never. */
function heardAt({ last_seen_at, last_push_at, last_init_at }: TillRow): Date | null {
  const times = [last_seen_at, last_push_at, last_init_at].filter((at) => at !== null).map(Number);
  return times.length === 0 ? null : new Date(Math.max(...times));
}

function inNeed(rows: readonly TillRow[], countOf: (row: TillRow) => number): TillsInNeed {
  const counted = rows.map((row) => ({ row, count: countOf(row) })).filter(({ count }) => count > 0);
  return {
    count: counted.reduce((sum, { count }) => sum + count, 0),
    tills: counted.map(({ row }) => ({ uuid: row.uuid ?? '', code: row.code ?? '', storeName: row.store_name })),
  };
}

/** The first steps of a shop, each ticked by what is there; null once they were put away. */
function checklistOf(facts: Facts): CompanyHome['checklist'] {
  if (facts.checklist_hidden_at !== null) return null;
  const done: Readonly<Record<Step, boolean>> = {
    company: true,
    store: facts.store_uuid !== null,
    terminal: facts.has_paired,
    sale: facts.has_sale,
    closure: facts.has_closure,
    owner: facts.owners > 1,
  };
  return steps.map((step) => ({ step, isDone: done[step] }));
}
