/** Everything that belongs to a company, in the order in which it can be erased: what refers to a row goes before it. A test
 *  compares this list with the data model. */

import type { ModelName } from '../../db/index.ts';

/** How the rows of one company are found, always through an index, so that a batch reads what it erases and little more. */
interface Found {
  model: ModelName;
  /** By a column that names a row of `parent`, which has `company_id`; without it by their own `company_id`. */
  through?: { column: string; parent: ModelName };
  /** Columns of the primary key; left out: `id`. */
  key?: readonly string[];
}

/** A table, with those whose rows are nothing without a row of it: they are erased together, a row with all that hangs on it. */
export interface Owned extends Found {
  /** Model to the column that holds the id of the row. */
  parts?: Readonly<Partial<Record<ModelName, string>>>;
  /** Another way to the same rows, in about the order in which they came: what lies together goes together. */
  inOrder?: NonNullable<Found['through']>;
}

const byStore = { column: 'store_id', parent: 'Store' } as const;
const byTerminal = { column: 'terminal_id', parent: 'Terminal' } as const;
const byCampaign = { column: 'campaign_id', parent: 'Campaign' } as const;
const byProgram = { column: 'program_id', parent: 'LoyaltyProgram' } as const;

const documents: readonly Owned[] = [
  {
    model: 'Transaction',
    inOrder: byTerminal,
    parts: {
      TransactionBody: 'transaction_id',
      TransactionLine: 'transaction_id',
      TransactionPayment: 'transaction_id',
      TransactionDiscount: 'transaction_id',
      TransactionDepartment: 'transaction_id',
      TransactionTax: 'transaction_id',
      TransactionLoyalty: 'transaction_id',
      TransactionRefund: 'transaction_id',
      TransactionChange: 'transaction_id',
    },
  },
  {
    model: 'Closure',
    inOrder: byTerminal,
    parts: { ClosureBody: 'closure_id', ClosureSummary: 'closure_id', ClosureJudgement: 'closure_id' },
  },
  { model: 'QuarantinedItem', through: byTerminal },
  { model: 'Conflict' },
  { model: 'SeenRecord' },
];

/** After the documents: a push that was on its way when the company ended leaves a document too, and all is begun again. */
const sums: readonly Owned[] = [
  { model: 'DayTotal', key: ['store_id', 'business_day', 'terminal_id', 'currency'] },
  { model: 'StoreDayTotal', key: ['company_id', 'store_id', 'business_day', 'currency'] },
  { model: 'HourTotal', through: byStore, key: ['store_id', 'business_day', 'hour', 'currency'] },
  { model: 'ProductDayTotal', through: byStore, key: ['store_id', 'business_day', 'product_id', 'currency'] },
  { model: 'ProductMonthTotal', key: ['company_id', 'store_id', 'month', 'product_id', 'currency'] },
  {
    model: 'DepartmentTotal',
    through: byStore,
    key: ['store_id', 'business_day', 'main_group_id', 'sub_group_id', 'currency'],
  },
  { model: 'VatTotal', through: byStore, key: ['store_id', 'business_day', 'rate_basis_points', 'currency'] },
  { model: 'PaymentTotal', through: byStore, key: ['store_id', 'business_day', 'payment_type', 'currency'] },
  { model: 'CashierTotal', through: byStore, key: ['store_id', 'business_day', 'cashier_id', 'currency'] },
  {
    model: 'CampaignTotal',
    through: byStore,
    key: ['store_id', 'business_day', 'discount_type_id', 'code', 'currency'],
  },
  { model: 'CustomerTotal', through: byStore, key: ['store_id', 'business_day', 'customer_id', 'currency'] },
  { model: 'BasketTotal', through: byStore, key: ['store_id', 'business_day', 'kind', 'band', 'currency'] },
  { model: 'LoyaltyTotal', through: byStore, key: ['store_id', 'business_day', 'currency'] },
  { model: 'ComposedPeriod', key: ['company_id', 'period'] },
  { model: 'CompanyProductTotal', key: ['company_id', 'business_day', 'product_id', 'currency'] },
  { model: 'CompanyHourTotal', key: ['company_id', 'business_day', 'hour', 'currency'] },
  {
    model: 'CompanyDepartmentTotal',
    key: ['company_id', 'business_day', 'main_group_id', 'sub_group_id', 'currency'],
  },
  { model: 'PackedTotal', key: ['company_id', 'subject', 'period', 'currency'] },
  { model: 'PackedKey', key: ['company_id', 'subject', 'number'] },
  { model: 'TerminalMonthTotal', key: ['company_id', 'month', 'store_id', 'terminal_id', 'currency'] },
  { model: 'CashierMonthTotal', key: ['company_id', 'month', 'store_id', 'cashier_id', 'currency'] },
  { model: 'BasketMonthTotal', key: ['company_id', 'month', 'store_id', 'kind', 'band', 'currency'] },
];

/** What people made of the reports. */
const reports: readonly Owned[] = [
  { model: 'ReportDelivery', through: { column: 'schedule_id', parent: 'ReportSchedule' } },
  { model: 'ReportSchedule' },
  { model: 'SavedReport' },
  {
    model: 'FrozenTotal',
    through: { column: 'month_id', parent: 'FrozenMonth' },
    key: ['month_id', 'rollup', 'store_id', 'business_day', 'key', 'currency'],
  },
  { model: 'FrozenMonth' },
  { model: 'SalesTarget', key: ['company_id', 'store_id', 'month', 'currency'] },
  { model: 'CurrencyDayRate', key: ['company_id', 'currency', 'target', 'day'] },
];

const offersAndCustomers: readonly Owned[] = [
  { model: 'LoyaltyEntry' },
  { model: 'CouponUsage' },
  { model: 'CampaignUsage' },
  { model: 'Coupon' },
  { model: 'CampaignRule', through: byCampaign },
  { model: 'CampaignProduct', through: byCampaign },
  { model: 'Campaign' },
  { model: 'CampaignType' },
  { model: 'LoyaltyMembership' },
  { model: 'LoyaltyEarnRule', through: byProgram },
  { model: 'LoyaltyRedemptionPolicy', through: byProgram },
  { model: 'LoyaltyProgramPolicy', through: byProgram },
  { model: 'LoyaltyTier', through: byProgram },
  { model: 'LoyaltyProgram' },
  { model: 'Customer', parts: { CustomerSegmentMember: 'customer_id' } },
  { model: 'CustomerSegment' },
];

const catalog: readonly Owned[] = [
  {
    model: 'ProductImportFault',
    through: { column: 'import_id', parent: 'ProductImport' },
    key: ['import_id', 'row_number'],
  },
  { model: 'ProductImport' },
  { model: 'Price' },
  { model: 'ProductVariant' },
  { model: 'ProductAttribute' },
  { model: 'ProductBarcode' },
  { model: 'BarcodeMask' },
  { model: 'StockMovement' },
  { model: 'StockLevel', through: { column: 'location_id', parent: 'WarehouseLocation' } },
  { model: 'Product' },
  { model: 'DepartmentSubGroup' },
  { model: 'DepartmentMainGroup' },
  { model: 'ProductUnit' },
  { model: 'Manufacturer' },
  { model: 'VatRate' },
  { model: 'CurrencyRate' },
  { model: 'Currency' },
  { model: 'PaymentType' },
  { model: 'DiscountType' },
  { model: 'DocumentType' },
];

const shops: readonly Owned[] = [
  { model: 'TerminalResource' },
  { model: 'NotificationDelivery', key: ['notification_id', 'terminal_id'] },
  { model: 'Notification' },
  { model: 'DeviceEvent' },
  { model: 'ApiKey' },
  { model: 'DevicePairing' },
  { model: 'OutboxEvent' },
  { model: 'CashierStore', through: byStore, parts: { CashierTerminal: 'cashier_store_id' } },
  { model: 'Cashier' },
  { model: 'TerminalState', through: byTerminal, key: ['terminal_id'] },
  { model: 'TerminalSync', through: byTerminal, key: ['terminal_id', 'kind'] },
  { model: 'TerminalSequence', through: byTerminal, key: ['terminal_id', 'name'] },
  { model: 'TerminalFormerSecret', through: byTerminal, key: ['secret_hash'] },
  { model: 'TerminalMove', through: byTerminal },
  { model: 'Terminal' },
  { model: 'WarehouseLocation' },
  { model: 'Warehouse' },
  { model: 'MembershipRole', through: { column: 'membership_id', parent: 'CompanyMembership' } },
  { model: 'Store' },
  { model: 'TerminalLayoutVersion', through: { column: 'layout_id', parent: 'TerminalLayout' } },
  { model: 'TerminalLayout' },
  { model: 'District' },
  { model: 'City' },
  { model: 'CountryRegion' },
  { model: 'Country' },
];

/** What staff did with many rows at once. */
const staffWork: readonly Owned[] = [
  { model: 'BulkChangeRow', key: ['change_id', 'position'] },
  { model: 'BulkChange' },
  {
    model: 'DataImportFault',
    through: { column: 'import_id', parent: 'DataImport' },
    key: ['import_id', 'row_number'],
  },
  { model: 'DataImport' },
];

const people: readonly Owned[] = [
  { model: 'MailMessage' },
  { model: 'Picture' },
  { model: 'CompanyJoinRequest' },
  { model: 'CompanyInvitation' },
  { model: 'StaffCompany', key: ['user_id', 'company_id'] },
  { model: 'CompanyMembership' },
];

/** In the order of erasing. */
export const ownedTables: readonly Owned[] = [
  ...documents,
  ...sums,
  ...reports,
  ...offersAndCustomers,
  ...catalog,
  ...shops,
  ...staffWork,
  ...people,
];

/** Models of a company that are not erased row by row, with the reason. */
export const otherwiseErased = {
  Company: 'goes last, in the transaction that finds nothing else left',
  CompanyDeletionRequest: 'goes with the company: while it is there, an erasing that was broken off is found again',
  CompanyDeletionApproval: 'goes with its request',
  AuditEntry: 'keeps time, actor, action and digest, so that the chain still proves; its content is erased',
} as const satisfies Partial<Record<ModelName, string>>;
