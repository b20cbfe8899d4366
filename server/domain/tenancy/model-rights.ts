/** By which actions people of a company see and change what the hub keeps of it, model by model: for explaining, and tested
 *  against what the pages do. A model that is not named is of no page of the merchants'. */

import type { Prisma } from '@prisma/client';
import { type Action, type CompanyRole, companyRoles, ruleOf } from './permissions.ts';

export interface ModelRights {
  see: Action;
  /** Absent: nobody changes it by hand. */
  change?: Action;
}

const catalog: ModelRights = { see: 'catalog.see', change: 'catalog.write' };
const customers: ModelRights = { see: 'customer.see', change: 'customer.write' };
const campaigns: ModelRights = { see: 'catalog.see', change: 'campaign.write' };
const members: ModelRights = { see: 'member.see', change: 'member.manage' };
const stock: ModelRights = { see: 'stock.see', change: 'stock.write' };

export const modelRights: { readonly [M in Prisma.ModelName]?: ModelRights } = {
  Company: { see: 'company.see', change: 'company.edit' },
  Store: { see: 'store.see', change: 'store.manage' },
  Terminal: { see: 'terminal.see', change: 'terminal.manage' },
  TerminalState: { see: 'terminal.see' },
  TerminalLayout: { see: 'store.see', change: 'layout.manage' },
  TerminalLayoutVersion: { see: 'store.see' },
  Cashier: { see: 'cashier.see', change: 'cashier.manage' },
  CashierStore: { see: 'cashier.see', change: 'cashier.manage' },
  CompanyMembership: members,
  MembershipRole: members,
  CompanyJoinRequest: { see: 'member.manage', change: 'member.manage' },
  CompanyInvitation: { see: 'member.manage', change: 'member.manage' },
  CompanyDeletionRequest: { see: 'company.see', change: 'company.delete' },
  CompanyDeletionApproval: { see: 'company.see', change: 'company.delete' },
  Product: catalog,
  ProductBarcode: catalog,
  ProductVariant: catalog,
  ProductAttribute: catalog,
  ProductUnit: catalog,
  Manufacturer: catalog,
  Price: { see: 'catalog.see', change: 'price.write' },
  DepartmentMainGroup: catalog,
  DepartmentSubGroup: catalog,
  VatRate: catalog,
  ProductImport: { see: 'catalog.write', change: 'catalog.write' },
  Campaign: campaigns,
  CampaignRule: campaigns,
  CampaignProduct: campaigns,
  Coupon: campaigns,
  Customer: customers,
  CustomerSegment: customers,
  CustomerSegmentMember: customers,
  LoyaltyProgram: customers,
  LoyaltyTier: customers,
  LoyaltyMembership: customers,
  LoyaltyEntry: { see: 'customer.see' },
  Warehouse: stock,
  WarehouseLocation: stock,
  StockLevel: stock,
  StockMovement: { see: 'stock.see' },
  Transaction: { see: 'document.see' },
  Closure: { see: 'closure.see' },
  ClosureJudgement: { see: 'closure.see', change: 'closure.judge' },
  QuarantinedItem: { see: 'quarantine.see', change: 'quarantine.resolve' },
  Conflict: { see: 'quarantine.see' },
  AuditEntry: { see: 'audit.see' },
};

/** The roles in a company that hold an action, in the order in which screens list them, and how far a role that is held for
 *  chosen stores reaches. */
export function holdersOf(action: Action): { roles: readonly CompanyRole[]; isByStore: boolean } {
  const rule = ruleOf(action);
  return { roles: companyRoles.filter((role) => rule.roles.includes(role)), isByStore: rule.level === 'store' };
}
