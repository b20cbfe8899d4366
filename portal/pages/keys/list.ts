import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { PageHandler, Visit } from '../../visit.ts';

const template = loadTemplate(new URL('../../views/keys/list.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['keys']['list']>>;

const badges = { works: 'is-matched', replaced: 'is-explained', expired: '', revoked: 'is-unexplained' } as const;

/** The keys of a company's programs. */
export const keysPage: PageHandler = async (visit) => {
  const { t } = visit;
  const got = await visit.call.keys.list({ company: visit.params['slug'] ?? '' });
  const base = `/keys/${got.company.slug}/`;
  return {
    title: t('keys.list.title'),
    lead: t('keys.list.lead'),
    template,
    active: 'keys',
    model: { newHref: `${base}new/`, rows: got.keys.map((key) => rowOf(visit, key, { base, now: got.now })) },
  };
};

function rowOf(visit: Visit, key: Got['keys'][number], { base, now }: { base: string; now: Date }) {
  const { t, formats, timeZone } = visit;
  const { state, stores, lastUsedAt, maker } = key;
  const day = (at: Date) => formats.instant(at, timeZone);
  const href = `${base}${key.id}/`;
  const isOver = state === 'expired' || state === 'revoked';
  return {
    ...{ name: key.name, prefix: key.prefix, isOrphaned: key.isOrphaned && !isOver },
    state: t(`keys.states.${state}`),
    stateClass: badges[state],
    until: untilText(visit, key),
    reach: stores === null ? t('keys.list.everyStore') : formats.list(stores.map(({ name }) => name)),
    actions: t('keys.list.actions', { count: key.actions.length }),
    maker: maker === null ? t('keys.list.goneMaker') : maker.name,
    made: day(key.createdAt),
    lastUse: lastUsedAt === null ? t('keys.list.neverUsed') : formats.ago(lastUsedAt, now),
    lastAddress: key.lastAddress,
    href: state === 'revoked' || state === 'replaced' ? null : href,
    rotateHref: state === 'works' ? `${href}rotate/` : null,
    revokeHref: state === 'revoked' ? null : `${href}revoke/`,
  };
}

function untilText({ t, formats, timeZone }: Visit, key: Got['keys'][number]): string {
  const { state, expiresAt, overlapUntil, revokedAt } = key;
  const when = (at: Date | null) => (at === null ? '' : formats.instant(at, timeZone));
  if (state === 'revoked') return t('keys.list.revokedAt', { when: when(revokedAt) });
  if (state === 'replaced') return t('keys.list.until', { when: when(overlapUntil) });
  if (expiresAt === null) return t('keys.list.noEnd');
  return t(state === 'expired' ? 'keys.list.expiredAt' : 'keys.list.until', { when: when(expiresAt) });
}
