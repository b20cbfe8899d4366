/** Tables that are counted and not taken over, each with the reason: whoever adopts a shop should not have to guess. */

import type { Run } from './adopt.ts';

const reasons: Readonly<Record<string, string>> = {
  warehouse_stock_movement: 'the stock is taken over as it stands, not how it came about',
  warehouse_stock_adjustment: 'the stock is taken over as it stands, not how it came about',
  transaction_void: 'the till does not tell the hub why something was voided; the voided documents and lines are there',
  transaction_log: 'the till’s own log',
  cashier_work_session: 'the hub keeps no working hours',
  cashier_work_break: 'the hub keeps no working hours',
  cashier_performance_metrics: 'figures that the hub works out itself from the documents',
  cashier_transaction_metrics: 'figures that the hub works out itself from the documents',
  receipt_header: 'printed by the till; the hub does not send it',
  receipt_footer: 'printed by the till; the hub does not send it',
  table: 'restaurant tables are not kept by the hub yet',
  form_control_tab: 'tab pages do not travel to tills',
  gate_notification: 'messages that the till has had',
  sync_queue_item: 'the till’s own queue; its documents are taken over from the till’s tables',
  office_push_queue: 'the till’s own queue; its documents are taken over from the till’s tables',
  office_closure_push_queue: 'the till’s own queue; its documents are taken over from the till’s tables',
};

/** Tables whose rows are part of something that is reported. */
const partOf =
  /^(store|pos_settings|transaction_(product|payment|discount|department|tax|tip|surcharge|note|loyalty|refund|change|delivery|kitchen_order|fiscal)|closure_\w+)$/;

export function reportLeftOut({ source, findings }: Run): void {
  for (const table of source.file.tables.keys()) {
    if (findings.tables.has(table) || partOf.test(table)) continue;
    findings.skip(table, source.count(table), reasonOf(table));
  }
}

function reasonOf(table: string): string {
  if (table === 'transaction_head_temp') return 'documents that are still open at the till: not final';
  if (table.endsWith('_temp')) return 'belongs to documents that are still open at the till';
  return reasons[table] ?? 'the hub does not know this table';
}
