/** What every page about messages says in the same words. */
import type { SentNotification } from '../../server/domain/notifications/index.ts';
import type { Speech } from '../../server/http/user-context.ts';

/** In the order in which they are shown. */
const states = ['shown', 'delivered', 'waiting', 'failed', 'expired', 'withdrawn'] as const;

/** A message as a line of a list. */
export function messageModel(
  { t, formats }: Speech,
  message: SentNotification,
  { own, zone }: { own: string; zone: string },
) {
  const { id, type, title, body, origin, store, terminal, counts, createdAt, createdBy, expiresAt, withdrawnAt } =
    message;
  const who = origin === 'price' ? t('messages.byPrices') : (createdBy ?? t('messages.byProgram'));
  const place = terminal ? `${terminal.code} · ${store?.name ?? ''}` : (store?.name ?? t('messages.form.all'));
  return {
    href: `${own}${id}/`,
    title: origin === 'price' ? t('messages.pricesChanged') : title,
    body: origin === 'price' ? '' : body,
    type: t(`messages.types.${type}`),
    place,
    who,
    at: formats.instant(createdAt, zone),
    until: expiresAt && formats.instant(expiresAt, zone),
    withdrawn: withdrawnAt && formats.instant(withdrawnAt, zone),
    states: states
      .filter((state) => counts[state] > 0)
      .map((state) => ({ ...stateModel({ t }, state), count: formats.count(counts[state]) })),
  };
}

export function stateModel({ t }: Pick<Speech, 't'>, state: (typeof states)[number]) {
  return { state: t(`messages.states.${state}`), stateClass: `is-message-${state}` };
}
