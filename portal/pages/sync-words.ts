/** What every page about sync health says in the same words. */
import { type Authority, managedAreas } from '../../server/domain/stores/index.ts';
import type { SyncHealth } from '../../server/domain/sync-health/index.ts';
import type { Speech } from '../../server/http/user-context.ts';

/** How a till stands, as a line or a panel. */
export function healthModel({ t, formats }: Speech, health: SyncHealth, now: Date) {
  const { timeZone } = health.store;
  const at = (time: Date | null) => (time === null ? t('sync.never') : formats.ago(time, now));
  const { behind, fetchedAt, driftMs, driftBy, waiting, troubles, software } = health;
  const refused = waiting.quarantined + waiting.conflicts;
  return {
    state: t(`tills.states.${health.state}`),
    stateClass: `is-till-${health.state}`,
    isFine: troubles.length === 0,
    troubles: troubles.map((name) => ({
      isState: name === 'silent',
      name: t(`sync.troubles.${name}`),
      note: t(`sync.notes.${name}`),
    })),
    push: at(health.lastPushAt),
    pull: at(health.lastPullAt),
    behind: behindText({ t, formats }, behind),
    behindNote: behind && fetchedAt ? t('sync.asOf', { ago: formats.ago(fetchedAt, now) }) : null,
    isBehind: troubles.includes('behind'),
    refused: formats.count(refused),
    isRefusing: refused > 0,
    clock: clockText({ t, formats }, driftMs),
    clockNote: driftBy && t(`sync.driftBy.${driftBy}`),
    isClockWrong: troubles.includes('clock'),
    software,
    kinds: health.kinds.map(({ kind, lastAt, version, items, refused: many, lastRefusedAt }) => ({
      name: kindName({ t }, kind),
      at: formats.instant(lastAt, timeZone),
      items: formats.count(Number(items)),
      version: version === null ? null : formats.count(version),
      refused: formats.count(many),
      isRefused: many > 0,
      refusedAt: lastRefusedAt && formats.instant(lastRefusedAt, timeZone),
    })),
  };
}

function behindText({ t, formats }: Pick<Speech, 't' | 'formats'>, behind: number | null): string {
  if (behind === null) return t('sync.neverFetched');
  return behind === 0 ? t('sync.upToDate') : t('sync.behindBy', { count: behind, number: formats.count(behind) });
}

function clockText({ t, formats }: Pick<Speech, 't' | 'formats'>, driftMs: number | null): string {
  if (driftMs === null) return t('sync.clock.unknown');
  if (Math.abs(driftMs) < 2000) return t('sync.clock.right');
  return t(driftMs > 0 ? 'sync.clock.ahead' : 'sync.clock.behind', { span: formats.span(Math.abs(driftMs)) });
}

/** "Sends: receipts"; a kind that has no name here goes by its own. */
function kindName({ t }: Pick<Speech, 't'>, kind: string): string {
  const [way = '', ...rest] = kind.split('.');
  const what = rest.join('.');
  const known = (knownKinds as readonly string[]).includes(what) ? t(`sync.kinds.${what}`) : what;
  return t(way === 'push' ? 'sync.sends' : 'sync.fetches', { what: known });
}

const knownKinds = [
  'transactions',
  'closures',
  'sequences',
  'warehouse_movements',
  'campaign_usages',
  'kitchen_events',
  'erp_sync',
  'events',
  'init',
  'products',
  'prices',
  'campaigns',
  'notifications',
] as const;

/** In what the hub has the say, area by area, and what that means. */
export function authorityModel({ t }: Pick<Speech, 't'>, manages: Authority) {
  return managedAreas.map((area) => ({
    area,
    flag: `manages_${area}`,
    name: t(`sync.areas.${area}`),
    who: t(manages[area] ? 'sync.byHub' : 'sync.byTill'),
    note: t(`sync.${manages[area] ? 'hubNotes' : 'tillNotes'}.${area}`),
    isHub: manages[area],
  }));
}
