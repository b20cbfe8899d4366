/** Screens as they lie in the database of a terminal: ids without dashes, booleans as 0 and 1, times with a blank. */
import { newId } from '../../server/core/ids.ts';

type Row = Record<string, unknown>;

const stamps = { is_deleted: 0, created_at: '2026-01-02 03:04:05.678901', updated_at: '2026-01-02 03:04:05' };

/** An id as terminals store it. */
export function tillId(): string {
  return newId().replaceAll('-', '');
}

/** A form row; what is not said takes what a terminal would have. */
export function tillForm(fields: Row = {}): Row {
  const name = fields['name'] ?? 'SALE';
  const look = { width: 1024, height: 768, caption: 'Sale', back_color: '0x19232D', display_mode: 'MAIN' };
  const facts = { need_login: 1, show_status_bar: 1, show_in_taskbar: 0, is_startup: 1, is_visible: 1 };
  return { id: tillId(), form_no: 1, name, function: name, ...look, ...facts, ...stamps, ...fields };
}

/** A control row of that form. */
export function tillControl(form: Row, fields: Row = {}): Row {
  const place = { location_x: 10, location_y: 20, width: 200, height: 60 };
  const facts = { type: 'BUTTON', type_no: 1, form_control_function1: 'CASH_PAYMENT', caption1: 'Cash', font_size: 12 };
  return {
    id: tillId(),
    fk_form_id: form['id'],
    name: 'CASH',
    ...place,
    ...facts,
    is_visible: 1,
    ...stamps,
    ...fields,
  };
}
