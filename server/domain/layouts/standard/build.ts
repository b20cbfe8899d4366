/** How the hub's own screens are said, and made into rows. */
import { stableId } from '../../../core/ids.ts';
import { type Box, canvas, type Layout, type LayoutRow, type Slot } from '../rows.ts';
import { type ControlType, controlTypes, type EventName, type FormName } from '../vocabulary.ts';

/** Colours as terminals write them. Every pair of text and ground has a contrast of at least 4.5 to 1. */
export const colours = {
  ground: '0xE8EDF2',
  dark: '0x14202B',
  white: '0xFFFFFF',
  field: '0xEEF2F6',
  blue: '0x1257A8',
  green: '0x1B6E38',
  red: '0xA3261E',
  slate: '0x3C4F60',
  teal: '0x0B6470',
  plum: '0x5E3A78',
} as const;

export interface ControlSaying extends Box {
  name: string;
  type: ControlType;
  event?: EventName;
  caption?: string;
  /** What the key does instead while FUNC is down. */
  alternative?: { event: EventName; caption: string };
  /** The form that it opens, instead of an event. */
  opens?: FormName;
  /** Name of the panel that it lies in; its place counts from there. */
  panel?: string;
  ground?: string;
  ink?: string;
  fontSize?: number;
  align?: 'LEFT' | 'CENTER' | 'RIGHT';
  input?: 'ALPHANUMERIC' | 'NUMERIC' | 'PASSWORD';
  tip?: string;
  slot?: Slot;
}

export interface FormSaying {
  number: number;
  name: FormName;
  caption: string;
  isStartup?: boolean;
  needsLogin?: boolean;
  hasKeyboard?: boolean;
  hasBars?: boolean;
  ground?: string;
  controls: readonly ControlSaying[];
}

/** Forms and controls with every wire field, and ids that depend on their names alone. */
export function buildLayout(sayings: readonly FormSaying[]): Layout {
  return {
    forms: sayings.map(formRow),
    controls: sayings.flatMap((form) => form.controls.map((control) => controlRow(form, control))),
  };
}

function formRow(form: FormSaying): LayoutRow {
  return {
    id: formId(form.name),
    form_no: form.number,
    name: form.name,
    function: form.name,
    need_login: form.needsLogin ?? true,
    need_auth: false,
    width: canvas.width,
    height: canvas.height,
    start_position: 'CENTERSCREEN',
    form_border_style: 'SINGLE',
    caption: form.caption,
    icon: null,
    image: null,
    back_color: form.ground ?? colours.ground,
    fore_color: colours.dark,
    show_status_bar: form.hasBars ?? true,
    show_in_taskbar: false,
    use_virtual_keyboard: form.hasKeyboard ?? false,
    is_visible: true,
    is_startup: form.isStartup ?? false,
    display_mode: 'MAIN',
  };
}

function controlRow(form: FormSaying, control: ControlSaying): LayoutRow {
  const { alternative, opens, panel } = control;
  const key = control.slot ? slotKey(control.slot) : control.name;
  return {
    id: controlId(form, panel ? `${panel}/${key}` : key),
    fk_form_id: formId(form.name),
    fk_parent_id: panel ? controlId(form, panel) : null,
    parent_name: panel ?? null,
    name: control.name,
    type_no: controlTypes[control.type],
    type: control.type,
    form_control_function1: control.event ?? null,
    form_control_function2: alternative?.event ?? null,
    width: control.w,
    height: control.h,
    location_x: control.x,
    location_y: control.y,
    start_position: null,
    caption1: control.caption ?? null,
    caption2: alternative?.caption ?? null,
    list_values: null,
    dock: null,
    alignment: null,
    text_alignment: control.align ?? (control.type === 'BUTTON' ? 'CENTER' : 'LEFT'),
    character_casing: 'NORMAL',
    font: 'Arial',
    icon: null,
    tool_tip: control.tip ?? null,
    image: null,
    image_selected: null,
    font_auto_height: false,
    font_size: control.fontSize ?? 13,
    input_type: control.input ?? 'ALPHANUMERIC',
    text_image_relation: null,
    back_color: control.ground ?? colours.white,
    fore_color: control.ink ?? (control.type === 'BUTTON' ? colours.white : colours.dark),
    keyboard_value: null,
    fk_table_id: null,
    fk_target_form_id: opens ? formId(opens) : null,
    form_transition_mode: opens ? 'REPLACE' : null,
    fk_tab_id: null,
    is_visible: true,
    ...(control.slot && { slot: control.slot }),
  };
}

function formId(name: FormName): string {
  return stableId(`layout/form/${name}`);
}

function controlId(form: FormSaying, key: string): string {
  return stableId(`layout/control/${form.name}/${key}`);
}

function slotKey({ kind, index }: Slot): string {
  return `slot:${kind}:${index}`;
}

/** Boxes of equal size in rows and columns, left to right and top to bottom; whole pixels, the gaps between them alike. */
export function grid(area: Box, { columns, rows, gap = 6 }: { columns: number; rows: number; gap?: number }): Box[] {
  const w = Math.floor((area.w - gap * (columns - 1)) / columns);
  const h = Math.floor((area.h - gap * (rows - 1)) / rows);
  return Array.from({ length: columns * rows }, (_, index) => ({
    x: area.x + (index % columns) * (w + gap),
    y: area.y + Math.floor(index / columns) * (h + gap),
    w,
    h,
  }));
}

/** Puts buttons into boxes, one after the other.
 *  @throws Error there are more buttons than boxes */
export function place(
  boxes: readonly Box[],
  buttons: readonly Omit<ControlSaying, keyof Box | 'type'>[],
): ControlSaying[] {
  return buttons.map((button, index) => {
    const box = boxes[index];
    if (!box) throw new Error(`there is no place for ${button.name}`);
    return { ...button, ...box, type: 'BUTTON' };
  });
}
