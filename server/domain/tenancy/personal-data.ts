/** Which columns hold personal data, as data. Whoever lacks `personal.see` meets none of them: not shown, not filtered or sorted
 *  by, not searched, not exported, not in a history, a title, a raw body or JSON. */

import type { Prisma } from '@prisma/client';
import type { Ctx } from '../../db/index.ts';
import { can } from './authorize.ts';

type ColumnsOf<M extends Prisma.ModelName> = readonly (keyof Prisma.TypeMap['model'][M]['payload']['scalars'] &
  string)[];

/** Names, addresses, numbers that lead to somebody, and texts in which people write about people. Digests of such values count
 *  as well: a guess could be tried on them. */
export const personalData = {
  User: ['username', 'usernameFolded', 'email', 'emailKey', 'displayName', 'firstName', 'lastName', 'cashierNumber'],
  Cashier: ['userName', 'firstName', 'lastName', 'identityNumber', 'description'],
  Terminal: ['terminalFields'],
  Session: ['address', 'agent', 'deviceName'],
  ExternalIdentity: ['subject', 'email'],
  CompanyJoinRequest: ['message', 'reason'],
  CompanyInvitation: ['email', 'emailKey', 'invitedName', 'message'],
  Customer: [
    'name',
    'lastName',
    'nameFolded',
    'phoneNumber',
    'phoneNormalized',
    'email',
    'addressLine1',
    'addressLine2',
    'addressLine3',
    'zipCode',
    'taxId',
    'terminalFields',
  ],
  CustomerSegmentMember: ['assignedBy', 'reason'],
  LoyaltyMembership: ['cardNumber'],
  LoyaltyEntry: ['reference', 'description', 'notes'],
  CampaignUsage: ['notes'],
  CouponUsage: ['notes'],
  SeenRecord: ['code', 'name', 'details'],
  Transaction: ['cancelReason', 'bodyHash'],
  Closure: ['description', 'bodyHash'],
  QuarantinedItem: ['reason', 'note', 'bodyHash'],
  Conflict: ['differences', 'note', 'bodyHash'],
  StockMovement: ['reason', 'reference'],
  TerminalLayoutVersion: ['author', 'note'],
  ProductImport: ['fileName', 'createdByName'],
  BulkChange: ['filter', 'changes', 'createdByName', 'failure'],
  DataImport: ['fileName', 'createdByName', 'columnNames', 'mapping', 'failure'],
  MailMessage: ['toAddress', 'facts', 'path', 'lastError'],
  OutboxEvent: ['payload', 'lastError'],
  ReportSchedule: ['webhookUrl'],
  ReportDelivery: ['receiver', 'figures', 'lastError'],
  AuditEntry: ['actorName', 'content', 'contentDigest', 'previousHash', 'hash'],
} as const satisfies { [M in Prisma.ModelName]?: ColumnsOf<M> };

const columns = new Map<string, ReadonlySet<string>>(
  Object.entries(personalData).map(([model, names]) => [model, new Set<string>(names)]),
);

export function isPersonal(model: string, column: string): boolean {
  return columns.get(model)?.has(column) ?? false;
}

/** Whether whoever acts may see personal data in what staff sees. What people see of their own companies is judged elsewhere. */
export function seesPersonalData(ctx: Pick<Ctx, 'actor'>): boolean {
  return can(ctx, 'personal.see');
}
