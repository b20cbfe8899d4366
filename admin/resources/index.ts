/** Every resource of the back office, in the navigation's order. */

import type { AnyResource } from '../adapter/definition.ts';
import { attribute } from './attribute.resource.ts';
import { auditEntry } from './audit-entry.resource.ts';
import { barcode } from './barcode.resource.ts';
import { barcodeMask } from './barcode-mask.resource.ts';
import { bulkChange } from './bulk-change.resource.ts';
import { campaign } from './campaign.resource.ts';
import { campaignProduct } from './campaign-product.resource.ts';
import { campaignRule } from './campaign-rule.resource.ts';
import { campaignType } from './campaign-type.resource.ts';
import { campaignUsage } from './campaign-usage.resource.ts';
import { cashier } from './cashier.resource.ts';
import { cashierStore } from './cashier-store.resource.ts';
import { city } from './city.resource.ts';
import { closure } from './closure.resource.ts';
import { closureJudgement } from './closure-judgement.resource.ts';
import { company } from './company.resource.ts';
import { conflict } from './conflict.resource.ts';
import { country } from './country.resource.ts';
import { coupon } from './coupon.resource.ts';
import { couponUsage } from './coupon-usage.resource.ts';
import { currency } from './currency.resource.ts';
import { currencyRate } from './currency-rate.resource.ts';
import { customer } from './customer.resource.ts';
import { dataImport } from './data-import.resource.ts';
import { deletionApproval } from './deletion-approval.resource.ts';
import { deletionRequest } from './deletion-request.resource.ts';
import { department } from './department.resource.ts';
import { deviceEvent } from './device-event.resource.ts';
import { discountType } from './discount-type.resource.ts';
import { district } from './district.resource.ts';
import { documentType } from './document-type.resource.ts';
import { earnRule } from './earn-rule.resource.ts';
import { invitation } from './invitation.resource.ts';
import { joinRequest } from './join-request.resource.ts';
import { layout } from './layout.resource.ts';
import { layoutVersion } from './layout-version.resource.ts';
import { location } from './location.resource.ts';
import { loyaltyEntry } from './loyalty-entry.resource.ts';
import { loyaltyMembership } from './loyalty-membership.resource.ts';
import { loyaltyProgram } from './loyalty-program.resource.ts';
import { loyaltyTier } from './loyalty-tier.resource.ts';
import { mailMessage } from './mail-message.resource.ts';
import { manufacturer } from './manufacturer.resource.ts';
import { membership } from './membership.resource.ts';
import { membershipRole } from './membership-role.resource.ts';
import { notification } from './notification.resource.ts';
import { outboxEvent } from './outbox-event.resource.ts';
import { paymentType } from './payment-type.resource.ts';
import { picture } from './picture.resource.ts';
import { price } from './price.resource.ts';
import { product } from './product.resource.ts';
import { productImport } from './product-import.resource.ts';
import { programPolicy } from './program-policy.resource.ts';
import { quarantinedItem } from './quarantined-item.resource.ts';
import { redemptionPolicy } from './redemption-policy.resource.ts';
import { region } from './region.resource.ts';
import { reportDelivery } from './report-delivery.resource.ts';
import { reportSchedule } from './report-schedule.resource.ts';
import { savedView } from './saved-view.resource.ts';
import { seenRecord } from './seen-record.resource.ts';
import { segment } from './segment.resource.ts';
import { segmentMember } from './segment-member.resource.ts';
import { session } from './session.resource.ts';
import { stockLevel } from './stock-level.resource.ts';
import { stockMovement } from './stock-movement.resource.ts';
import { store } from './store.resource.ts';
import { subDepartment } from './sub-department.resource.ts';
import { terminal } from './terminal.resource.ts';
import { terminalResource } from './terminal-resource.resource.ts';
import { terminalState } from './terminal-state.resource.ts';
import { transaction } from './transaction.resource.ts';
import { unit } from './unit.resource.ts';
import { user } from './user.resource.ts';
import { variant } from './variant.resource.ts';
import { vatRate } from './vat-rate.resource.ts';
import { warehouse } from './warehouse.resource.ts';

export const definitions: readonly AnyResource[] = [
  company,
  store,
  user,
  membership,
  membershipRole,
  joinRequest,
  invitation,
  deletionRequest,
  deletionApproval,
  cashier,
  cashierStore,
  terminal,
  terminalState,
  layout,
  layoutVersion,
  notification,
  deviceEvent,
  terminalResource,
  product,
  department,
  subDepartment,
  vatRate,
  barcode,
  price,
  variant,
  attribute,
  unit,
  manufacturer,
  barcodeMask,
  productImport,
  transaction,
  closure,
  closureJudgement,
  quarantinedItem,
  seenRecord,
  conflict,
  customer,
  segment,
  segmentMember,
  loyaltyProgram,
  loyaltyTier,
  loyaltyMembership,
  loyaltyEntry,
  earnRule,
  redemptionPolicy,
  programPolicy,
  campaign,
  campaignType,
  campaignRule,
  campaignProduct,
  coupon,
  campaignUsage,
  couponUsage,
  warehouse,
  location,
  stockLevel,
  stockMovement,
  country,
  region,
  city,
  district,
  currency,
  currencyRate,
  paymentType,
  discountType,
  documentType,
  auditEntry,
  mailMessage,
  outboxEvent,
  reportSchedule,
  reportDelivery,
  session,
  picture,
  bulkChange,
  dataImport,
  savedView,
];
