/** What cannot be done with rows of a list by its form, each with its reason. A test compares them with what the domain can:
 *  neither a missing button without a reason nor a reason for what there is. */

import type { Prisma } from '@prisma/client';

interface Reasons {
  /** Why there is no "New". */
  new?: string;
  /** Why there is no "Edit"; of what can be made only. */
  edit?: string;
  /** Why there is no "Delete"; of what can be edited only. */
  delete?: string;
}

const told = 'Comes from tills as it happened: nobody writes it by hand.';
const derived = 'Follows from other rows, which are changed instead.';
const ledger = 'A ledger: another entry puts an entry right.';
const job = 'Noted by the hub when somebody brings a file or changes many rows, on the page for that.';
const asked =
  'The people of the company ask for it themselves, by signing in: staff that could would be a way around them.';
const byActions = 'Ends and begins again by the buttons of its page.';

export const notChanged: Partial<Record<Prisma.ModelName, Reasons>> = {
  Company: { delete: 'Its owners ask for its deletion and approve it, each for themselves.' },
  Store: { delete: 'Is closed by a button: its documents stay.' },
  User: { delete: 'Is closed by a button; people delete their own accounts themselves.' },
  CompanyMembership: {
    new: 'People join by an invitation or a request, so that nobody is put into a company unasked.',
  },
  MembershipRole: { edit: 'Is taken by a button, and another one given.' },
  CompanyJoinRequest: { new: asked },
  CompanyInvitation: { edit: 'What was offered is what is accepted: it is taken back, and another one written.' },
  CompanyDeletionRequest: { new: asked },
  CompanyDeletionApproval: { new: asked },
  Cashier: { delete: 'Is let go by a button: receipts keep naming them.' },
  CashierStore: { edit: byActions },
  Terminal: { delete: 'Is retired by a button: its documents and counters stay.' },
  TerminalState: { new: told },
  TerminalLayout: { new: 'Screens are drawn on the page for that in the portal.' },
  TerminalLayoutVersion: { new: 'Each saved change of a layout is one.' },
  Notification: { new: 'Is written on the page of the company, store or till that it is for.' },
  DeviceEvent: { new: told },
  TerminalResource: { new: told },
  ProductImport: { new: job },
  Transaction: { new: told },
  Closure: { new: told },
  ClosureJudgement: { new: derived },
  QuarantinedItem: { new: told },
  SeenRecord: { new: told },
  Conflict: { new: told },
  LoyaltyEntry: { edit: ledger },
  CampaignUsage: { new: told },
  CouponUsage: { new: told },
  StockLevel: { new: 'The sum of its movements, which can be written.' },
  StockMovement: { edit: ledger },
  AuditEntry: { new: 'Written by whatever is done, and by nobody else.' },
  MailMessage: { new: 'Written by what causes it.' },
  OutboxEvent: { new: 'Written by what causes it.' },
  ReportSchedule: { new: 'Set up on the page of the report, by whoever may send it.' },
  ReportDelivery: { new: 'Made by what is set up, when its time has come.' },
  Session: { new: 'Begins when somebody signs in.' },
  Picture: { new: 'People bring their own pictures, companies theirs, on their pages in the portal.' },
  BulkChange: { new: job },
  DataImport: { new: job },
  SavedView: { new: 'Saved at the list that it shows.' },
};
