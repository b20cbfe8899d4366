/** What the browser has to know of rows of some lists. A test compares it with what the domain does. */

/** Made one at a time, by an operation of their own: no file brings them. */
export const madeSingly: ReadonlySet<string> = new Set([
  'Cashier',
  'CashierStore',
  'Company',
  'CompanyInvitation',
  'LoyaltyEntry',
  'MembershipRole',
  'StockMovement',
  'User',
]);

/** Changed, and never deleted here: they have ends of their own. */
export const neverDeleted: ReadonlySet<string> = new Set(['Company', 'Store', 'Terminal', 'Cashier', 'User']);
