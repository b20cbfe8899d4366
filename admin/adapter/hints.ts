/** What a field's name leaves open: what an empty one means, and in which unit or notation it is written. */

import type { Say } from '../texts.ts';
import type { ColumnInfo } from './source.ts';

type Hint = (say: Say) => string;

const everyStore: Hint = (say) => say('Empty: every store');
const minutes: Hint = (say) => say('240 is 04:00');
const zone: Hint = (say) => say('Its name with IANA, such as Europe/London');
const currency: Hint = (say) => say('Three letters of ISO 4217, such as EUR');
const clock: Hint = (say) => say('HH:MM:SS, UTC');
const ofProduct: Hint = (say) => say('Empty: as the product has it');

/** By column, or by model and column where a list means something of its own. */
const hints: Readonly<Record<string, Hint>> = {
  dayStartMinutes: minutes,
  timeZone: zone,
  currency,
  target: currency,
  startTime: clock,
  endTime: clock,
  'Currency.code': currency,
  'Currency.numericCode': (say) => say('The number of ISO 4217'),
  'User.timeZone': (say) => say('Empty: by the clocks of the company'),
  'MembershipRole.storeId': everyStore,
  'Campaign.storeId': everyStore,
  'LoyaltyProgram.storeId': everyStore,
  'Notification.storeId': everyStore,
  'TerminalResource.storeId': everyStore,
  'TerminalResource.companyId': (say) => say('Empty: every company'),
  'TerminalLayout.companyId': (say) => say('Empty: the hub’s own'),
  'DiscountType.companyId': (say) => say('Empty: the hub’s own'),
  'Product.storeId': (say) => say('Empty: sold in every store'),
  'Price.storeId': (say) => say('Empty: the price of every store'),
  'Warehouse.storeId': (say) => say('Empty: a central warehouse'),
  'Price.validFrom': (say) => say('Empty: since ever'),
  'Price.validUntil': (say) => say('Empty: without end'),
  'ProductVariant.purchasePriceE4': ofProduct,
  'ProductVariant.salePriceE4': ofProduct,
};

/** Empty: the name says it all. */
export function hintFor(say: Say, model: string, { field, kind }: ColumnInfo): string {
  const hint = hints[`${model}.${field.name}`] ?? hints[field.name];
  if (hint) return hint(say);
  return kind === 'json' || field.name === 'terminalFields' ? 'JSON' : '';
}
