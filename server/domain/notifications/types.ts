/** What a till is told, and what became of it there. */

/** Of the protocol, section 2.1. The first three make a till load again what it keeps; a message is shown; an alert is kept. */
export const notificationTypes = [
  'terminal_message',
  'price_change',
  'product_update',
  'campaign_update',
  'system_alert',
] as const;

export type NotificationType = (typeof notificationTypes)[number];

/** waiting: the terminal has not fetched it yet. delivered: it was sent. shown: it was read. failed: the terminal could not show
 *  it. expired: its time was over before it was read. withdrawn: it was taken back before it was read. */
export const deliveryStates = ['waiting', 'delivered', 'shown', 'failed', 'expired', 'withdrawn'] as const;

export type DeliveryState = (typeof deliveryStates)[number];

interface Delivery {
  deliveredAt: Date | null;
  shownAt: Date | null;
  failedAt: Date | null;
  expiresAt: Date;
}

export function deliveryState(delivery: Delivery, withdrawnAt: Date | null, now: Date): DeliveryState {
  if (delivery.shownAt !== null) return 'shown';
  if (delivery.failedAt !== null) return 'failed';
  if (withdrawnAt !== null) return 'withdrawn';
  if (delivery.expiresAt <= now) return 'expired';
  return delivery.deliveredAt === null ? 'waiting' : 'delivered';
}
