/** Who may do what, as data. A person holds roles per company (`CompanyGrant`), hub staff one role for the hub; an action
 *  names the roles that hold it. Nothing else in the hub decides about rights. */

import type { MemberRole, StaffRole } from '../../core/scope.ts';

/** What somebody can be towards a company. `member` is everyone with a membership, whatever else they are. */
export type CompanyRole = 'owner' | 'administrator' | MemberRole | 'member';

/** Every company role, in the order in which screens list them. */
export const companyRoles = [
  'owner',
  'administrator',
  'manager',
  'accountant',
  'stock',
  'waiter',
  'office',
  'member',
] as const satisfies readonly CompanyRole[];

/** Roles that can be given for a whole company or for chosen stores. */
export const memberRoles = [
  'manager',
  'accountant',
  'stock',
  'waiter',
  'office',
] as const satisfies readonly MemberRole[];

export const staffRoles = ['superuser', 'operator', 'support'] as const satisfies readonly StaffRole[];

/** What an action is about. `company`: things that no store divides (its name, members, catalogue, customers), so a role held
 *  for one store is enough. `store`: things of a store; a role held for chosen stores reaches these only. `hub`: the hub
 *  itself; no company role holds it. */
type Level = 'hub' | 'company' | 'store';

interface Rule {
  level: Level;
  roles: readonly CompanyRole[];
  staff: readonly StaffRole[];
  /** True: a terminal may, in its own company and store. */
  terminal?: true;
}

const privileged = ['owner', 'administrator'] as const;
const running = ['owner', 'administrator', 'manager'] as const;
const counting = ['owner', 'administrator', 'manager', 'accountant'] as const;
const everyRole = ['owner', 'administrator', 'manager', 'accountant', 'stock', 'waiter', 'office'] as const;
const allStaff = staffRoles;
const writingStaff = ['superuser', 'operator'] as const;

/** Every action and who holds it. Owner and administrator differ only in what the rules of the old hub keep for owners. */
export const actions = {
  'company.see': { level: 'company', roles: companyRoles, staff: allStaff, terminal: true },
  'company.edit': { level: 'company', roles: privileged, staff: writingStaff },
  'company.delete': { level: 'company', roles: ['owner'], staff: ['superuser'] },
  /** Stopping a deletion of the company, at an owner's wish. */
  'company.keep': { level: 'company', roles: ['owner'], staff: writingStaff },
  /** Taking everything along. */
  'company.export': { level: 'company', roles: ['owner'], staff: ['superuser'] },
  /** Doing at the merchants' door what an administrator may. */
  'company.act': { level: 'company', roles: [], staff: writingStaff },
  'owner.grant': { level: 'company', roles: ['owner'], staff: ['superuser'] },
  'member.see': { level: 'company', roles: companyRoles, staff: allStaff },
  'member.manage': { level: 'company', roles: privileged, staff: writingStaff },
  'store.see': { level: 'store', roles: everyRole, staff: allStaff, terminal: true },
  'store.manage': { level: 'store', roles: running, staff: writingStaff },
  /** Opening a new store: a manager bound to chosen stores cannot reach beyond them. */
  'store.create': { level: 'company', roles: privileged, staff: writingStaff },
  'terminal.see': { level: 'store', roles: running, staff: allStaff },
  'terminal.manage': { level: 'store', roles: running, staff: writingStaff },
  /** Telling tills something: one, those of a store, or those of the company. */
  'notification.send': { level: 'store', roles: running, staff: writingStaff },
  /** Keys for programs of the company: none may more than whoever makes it. */
  'key.manage': { level: 'company', roles: privileged, staff: writingStaff },
  'layout.manage': { level: 'company', roles: privileged, staff: writingStaff },
  'cashier.see': { level: 'store', roles: running, staff: allStaff },
  'cashier.manage': { level: 'store', roles: running, staff: writingStaff },
  'catalog.see': { level: 'company', roles: everyRole, staff: allStaff, terminal: true },
  'catalog.write': { level: 'company', roles: privileged, staff: writingStaff },
  /** Of one store with a store, of the whole company without one. */
  'price.write': { level: 'store', roles: running, staff: writingStaff },
  'campaign.write': { level: 'company', roles: privileged, staff: writingStaff },
  'customer.see': { level: 'company', roles: running, staff: allStaff },
  'customer.write': { level: 'company', roles: privileged, staff: writingStaff },
  'stock.see': { level: 'store', roles: [...running, 'stock'], staff: allStaff },
  'stock.write': { level: 'store', roles: [...privileged, 'stock'], staff: writingStaff },
  'figures.see': { level: 'store', roles: counting, staff: allStaff },
  /** Letting others find a saved report; what they see in it is by their own rights. */
  'report.share': { level: 'company', roles: running, staff: writingStaff },
  /** Keeping a month's figures as they were handed in: of the whole company, so no role for chosen stores reaches it. */
  'month.freeze': { level: 'store', roles: ['owner', 'administrator', 'accountant'], staff: writingStaff },
  'month.thaw': { level: 'company', roles: ['owner'], staff: ['superuser'] },
  /** Having reports sent to others, or to another program. */
  'report.send': { level: 'company', roles: privileged, staff: writingStaff },
  'document.see': { level: 'store', roles: counting, staff: allStaff },
  'closure.see': { level: 'store', roles: counting, staff: allStaff },
  'closure.judge': { level: 'store', roles: counting, staff: writingStaff },
  'quarantine.see': { level: 'store', roles: running, staff: allStaff },
  'quarantine.resolve': { level: 'store', roles: privileged, staff: writingStaff },
  'audit.see': { level: 'company', roles: privileged, staff: allStaff },
  /** What a till itself does: push documents and closures, pull its data. */
  'document.push': { level: 'store', roles: [], staff: [], terminal: true },
  'closure.push': { level: 'store', roles: [], staff: [], terminal: true },
  'data.pull': { level: 'store', roles: [], staff: [], terminal: true },
  /** The hub-wide reference data: currencies, countries, document types. */
  'reference.write': { level: 'hub', roles: [], staff: writingStaff },
  'hub.see': { level: 'hub', roles: [], staff: allStaff },
  /** Reading what mails of the hub say, and passing their links on. */
  'mail.read': { level: 'hub', roles: [], staff: writingStaff },
  /** Names, addresses and what else leads to somebody, in what staff sees (personal-data.ts). */
  'personal.see': { level: 'hub', roles: [], staff: writingStaff },
  /** Looking after people's accounts: signing them out, opening and closing them. */
  'person.manage': { level: 'hub', roles: [], staff: writingStaff },
  /** How long contents of the audit trail are kept. */
  'audit.retention': { level: 'hub', roles: [], staff: ['superuser'] },
  /** Making and changing accounts of the hub's own staff. */
  'staff.admin': { level: 'hub', roles: [], staff: ['superuser'] },
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof actions;

/** The rule of an action, without the narrow literal types. */
export function ruleOf(action: Action): Rule {
  return actions[action];
}
