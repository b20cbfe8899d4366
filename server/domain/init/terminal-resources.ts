/** Rows that the hub only keeps for the tills: labels, keyboards, targets. */
import type { Ctx, Tx } from '../../db/index.ts';
import { type Extras, extrasReader, parseStored } from './extras.ts';
import { wireDateTime } from './kinds.ts';
import type { Owner } from './own-rows.ts';
import { deletion, isSafeId, type WireRow, withoutClashes } from './resource.ts';

const fields: Readonly<Record<string, Extras>> = {
  label_values: { text: 'key value culture_info=en-GB' },
  pos_virtual_keyboards: {
    text: `name font_family~ button_background_color~ button_pressed_color~ button_border_color~
      control_button_active_color~ button_text_color button_text_color_pressed`,
    int: `keyboard_width=970 keyboard_height=315 x_position=0 y_position=0 font_size=20 button_width=80 button_height=40
      button_min_width=80 button_max_width=80 button_min_height=40 button_max_height=40 button_border_width=3
      button_border_radius=8 space_button_min_width=450 space_button_max_width=550 special_button_min_width=100
      special_button_max_width=200 control_button_width=120`,
    bool: 'is_active=true',
  },
  cashier_performance_targets: {
    uuid: 'fk_cashier_id fk_store_id fk_supervisor_id adjusted_by',
    int: `target_year target_month target_week target_transactions_count target_items_sold target_customers_served
      max_late_arrivals max_early_departures target_skill_assessments target_knowledge_sharing`,
    text: `target_type target_period target_difficulty_level=MEDIUM target_priority=MEDIUM target_status=ACTIVE
      review_frequency=WEEKLY incentive_type incentive_description penalty_type penalty_description adjustment_reason
      original_target_value supervisor_feedback cashier_feedback market_conditions seasonal_factors special_events
      target_description target_rationale success_criteria measurement_method`,
    bool: 'is_mandatory=false is_achievable=true is_on_track=true is_adjusted=false is_completed=false',
    dec4: `target_total_sales target_daily_sales target_average_transaction_amount target_sales_per_hour
      incentive_amount`,
    float: `current_achievement_percentage=0 target_transactions_per_hour target_items_per_hour target_customers_per_hour
      target_average_transaction_time target_working_hours target_void_rate target_return_rate target_error_rate
      target_accuracy_score target_customer_satisfaction target_productivity_score target_efficiency_score
      target_service_quality_score target_punctuality_score target_attendance_rate target_break_compliance
      target_training_hours target_certification_completion target_team_support_score target_mentoring_hours
      target_cash_handling_accuracy target_card_payment_processing target_digital_payment_adoption
      completion_percentage`,
    date: `target_start_date target_end_date last_measurement_date projected_completion_date adjustment_date
      completion_date next_review_date`,
  },
};

const readers = new Map(Object.entries(fields).map(([name, extras]) => [name, extrasReader(extras)]));

/** Columns that a till insists on: it drops a row without them, and does not say so. */
const required: Readonly<Record<TerminalResourceName, readonly string[]>> = {
  label_values: ['key', 'value'],
  pos_virtual_keyboards: ['name'],
  cashier_performance_targets: [
    ...['fk_cashier_id', 'fk_store_id', 'target_type', 'target_period', 'target_year'],
    ...['target_start_date', 'target_end_date'],
  ],
};

/** Columns that no two rows of a till may share. */
const uniques: Readonly<Partial<Record<TerminalResourceName, readonly (readonly string[])[]>>> = {
  pos_virtual_keyboards: [['name']],
};

/** Names of the resources that are kept this way. */
export type TerminalResourceName = 'label_values' | 'pos_virtual_keyboards' | 'cashier_performance_targets';

/** All of them, by resource: those for every company, for this company and for this store. What a till could not store is not
 *  sent; of two rows that it could not keep beside each other it gets the one that was not deleted, then its company's own. */
export async function terminalResourceRows(
  ctx: Ctx,
  tx: Tx,
  owner: Owner,
): Promise<Record<TerminalResourceName, WireRow[]>> {
  const stored = await tx.terminalResource.findMany({
    where: {
      resource: { in: [...readers.keys()] },
      AND: [
        { OR: [{ companyId: owner.companyId }, { companyId: null }] },
        { OR: [{ storeId: owner.storeId }, { storeId: null }] },
      ],
    },
    orderBy: { id: 'asc' },
  });
  const rank = (row: (typeof stored)[number]) => (row.deletedAt === null ? 0 : 2) + (row.companyId === null ? 1 : 0);
  stored.sort((a, b) => rank(a) - rank(b));
  const rowsOf = (name: TerminalResourceName) => {
    const rows = stored.filter(({ resource }) => resource === name).map(wireRow);
    const storable = rows.filter((row) => isStorable(ctx, name, row));
    return withoutClashes(storable, uniques[name] ?? []);
  };
  return {
    label_values: rowsOf('label_values'),
    pos_virtual_keyboards: rowsOf('pos_virtual_keyboards'),
    cashier_performance_targets: rowsOf('cashier_performance_targets'),
  };
}

type StoredRow = Awaited<ReturnType<Tx['terminalResource']['findMany']>>[number];

function wireRow(row: StoredRow): WireRow {
  return {
    id: row.id,
    ...readers.get(row.resource)?.(parseStored(row.body)),
    fk_cashier_create_id: null,
    fk_cashier_update_id: null,
    created_at: wireDateTime(row.createdAt),
    updated_at: wireDateTime(row.updatedAt),
    ...deletion(row.deletedAt),
  };
}

function isStorable(ctx: Ctx, name: TerminalResourceName, row: WireRow): boolean {
  if (!isSafeId(ctx, name, String(row['id']))) return false;
  const missing = required[name].filter((column) => row[column] === null);
  if (missing.length === 0) return true;
  ctx.log.warn({ resource: name, rowId: row['id'], missing }, 'a row is not sent: the till would drop it');
  return false;
}
