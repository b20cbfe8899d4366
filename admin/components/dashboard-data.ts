/** What the server tells the dashboard; finished texts and counts. */
export interface DashboardData {
  /** Documents of the running business day, cancelled ones included. */
  today: number;
  /** Today's turnover, one text per currency. */
  turnover: string[];
  /** Terminals heard of within the last hour, of those switched on. */
  seen: number;
  terminals: number;
  /** Open items; one more than `countCap` stands for more. */
  quarantined: number;
  conflicts: number;
  mail: {
    /** False: mails are written to files, and staff passes them on. */
    hasServer: boolean;
    /** Written within the last seven days. */
    recent: number;
    /** Given up within the last thirty days. */
    givenUp: number;
  };
  countCap: number;
  days: { day: string; documents: number }[];
  receipts: {
    id: number;
    at: string;
    receiptNumber: number;
    transactionType: string;
    total: string;
    isCancelled: boolean;
    company: string;
    till: string;
  }[];
}
