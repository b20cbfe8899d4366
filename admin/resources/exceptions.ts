/** Models that are no list of the back office, each with its reason. A test enumerates the models: one that is neither a resource
 *  nor named here fails, and so does one that is both. */

import type { Prisma } from '@prisma/client';

const ofReceipt = 'A section of a receipt without an id of its own: shown on the receipt.';
const rollup = 'Totals that the hub derives from documents: reports show them, and `gate verify` proves them.';
const ofReports = 'Made and shown on the pages of the reports, by the rules of the company.';
const secret = 'Holds what lets somebody in: nobody is shown it.';

export const exceptions: Partial<Record<Prisma.ModelName, string>> = {
  TransactionBody: 'The document as received: shown on the receipt, as JSON.',
  TransactionLine: ofReceipt,
  TransactionPayment: ofReceipt,
  TransactionDiscount: ofReceipt,
  TransactionDepartment: ofReceipt,
  TransactionTax: ofReceipt,
  TransactionLoyalty: ofReceipt,
  TransactionRefund: ofReceipt,
  TransactionChange: ofReceipt,
  ClosureSummary: 'A section of a closure without an id of its own: shown on the closure.',
  ClosureBody: 'The closure as received: shown on the closure, as JSON.',
  DayTotal: rollup,
  StoreDayTotal: rollup,
  HourTotal: rollup,
  ProductDayTotal: rollup,
  ProductMonthTotal: rollup,
  DepartmentTotal: rollup,
  VatTotal: rollup,
  PaymentTotal: rollup,
  CashierTotal: rollup,
  CampaignTotal: rollup,
  CustomerTotal: rollup,
  BasketTotal: rollup,
  LoyaltyTotal: rollup,
  FrozenTotal: 'Totals of a month as they stood when it was frozen: the accountant’s pack shows them.',
  FrozenMonth: ofReports,
  SalesTarget: ofReports,
  SavedReport: ofReports,
  ReportSchedule: ofReports,
  ReportDelivery: ofReports,
  CurrencyDayRate: 'Rates by day follow from the rates of the company, which are a list: reports say which they used.',
  TerminalSequence: 'Counters without an id of their own: shown on the page of their terminal.',
  TerminalFormerSecret: `${secret} Until when it may deliver is shown on the page of the terminal.`,
  CashierTerminal: 'A pair of keys: shown on the page of the cashier.',
  StaffCompany: 'A pair of keys: shown on the page of the person.',
  ProductImportFault: 'A row of a file without an id of its own: the file of faults of its import has it.',
  DataImportFault: 'A row of a file without an id of its own: the file of faults of its import has it.',
  BulkChangeRow: 'A row of a change without an id of its own: the page of the change lists it.',
  SignInThrottle: 'Counters of sign-ins; their keys name sessions and addresses, and they lapse within hours.',
  HubState: `Facts that the hub keeps for itself, such as the heads of chains and the set-up token. ${secret}`,
  RecoveryCode: secret,
  PersonToken: secret,
};
