/** Who acts, through which door, and how far they may reach. Pure types: no door's library appears here. */

/** The doors of the hub, and the two ways in that need no door: the command line and background jobs. `device` are tills, `api`
 *  is what people and other people's programs reach by the same addresses. */
export type Door = 'admin' | 'portal' | 'device' | 'api' | 'reports' | 'cli' | 'job';

/** Hub staff roles; `support` may only read. */
export type StaffRole = 'superuser' | 'operator' | 'support';

/** Roles a member can hold for a whole company or for chosen stores. */
export type MemberRole = 'manager' | 'accountant' | 'stock' | 'waiter' | 'office';

/** What one person is in one company. `storeIds` null means the role holds for every store of the company. */
export interface CompanyGrant {
  companyId: number;
  isOwner: boolean;
  isAdministrator: boolean;
  roles: readonly { role: MemberRole; storeIds: readonly number[] | null }[];
  /** Every store of the company. Loaded only for a person who is bound to chosen stores in one company and to none in
   *  another, because a scope of both can only be said store by store. */
  allStoreIds?: readonly number[];
}

export type Actor =
  | { kind: 'anonymous' }
  | {
      kind: 'user';
      userId: string;
      username: string;
      staffRole: StaffRole | null;
      /** Companies that a limited staff member may see; null: every company; an empty list: none. */
      staffCompanyIds: readonly number[] | null;
      grants: readonly CompanyGrant[];
      /** The company that staff acts for at present, see server/domain/acting. */
      acting?: { companyId: number; companyName: string; companySlug: string; until: Date } | null;
      /** True: at the merchants' doors, where staff only looks, but for the company that it acts for. */
      isAtPortal?: boolean;
    }
  | {
      /** Somebody's program, by a key of the company. It may do what the key says and nothing besides. */
      kind: 'program';
      keyId: string;
      name: string;
      companyId: number;
      /** Actions of `server/domain/tenancy/permissions.ts`. */
      actions: readonly string[];
      /** Null: every store of the company; an empty list: none. */
      storeIds: readonly number[] | null;
    }
  | {
      kind: 'terminal';
      terminalId: number;
      storeId: number;
      companyId: number;
      code: string;
      /** True: a kitchen screen. It is no till. */
      isKitchen?: boolean;
    }
  | { kind: 'system'; name: string };

/** The rows a query may touch. `companyIds` null: every company (unlimited staff and the system); an empty list: none.
 *  `storeIds` null: every store of those companies; an empty list: none. */
export interface Scope {
  companyIds: readonly number[] | null;
  storeIds: readonly number[] | null;
}

/** Every company: only for unlimited staff, jobs and the command line. */
export const everything: Scope = { companyIds: null, storeIds: null };
