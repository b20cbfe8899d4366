/** What tills are told: messages, and that something is to be loaded again. */
export { markFailed, markShown } from './answer.ts';
export { dropOldNotifications } from './drop-old.ts';
export { findTarget } from './find-target.ts';
export { listTargets } from './list-targets.ts';
export { findNews, type OpenNotification, openNotifications, requireOwnTerminal } from './open.ts';
export { getNotification, listDeliveries, listNotifications, type SentNotification } from './read.ts';
export { type SendNotification, sendNotification } from './send.ts';
export { type PriceBursts, tellPrices } from './tell-prices.ts';
export { type DeliveryState, deliveryStates, type NotificationType, notificationTypes } from './types.ts';
export { withdrawNotification } from './withdraw.ts';
