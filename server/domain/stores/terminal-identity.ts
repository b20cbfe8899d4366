/** A till that has proved who it is, with what its documents are judged by. */
export interface TerminalIdentity {
  readonly terminalId: number;
  readonly storeId: number;
  readonly companyId: number;
  readonly officeCode: string;
  readonly storeCode: string;
  readonly terminalCode: string;
  /** IANA zone in which the terminal's local times are read. */
  readonly timeZone: string;
  /** Minutes after local midnight at which the store's business day begins. */
  readonly dayStartMinutes: number;
  /** ISO 4217 letters of the store. */
  readonly currency: string;
  /** True: a kitchen screen. It is no till: it sells nothing and learns no passwords. */
  readonly isKitchen?: boolean;
  /** UUID of its store, where it came from another one and what it has shown is good in every store: its key. */
  readonly movedInto?: string;
}
