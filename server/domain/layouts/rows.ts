/** Rows of `forms` and `form_controls` as terminals get them, and how ours are made. */
import { stableId } from '../../core/ids.ts';
import { type ControlType, controlTypes, type EventName, type FormName } from './vocabulary.ts';

/** A row of wire fields. Layouts adopted from a terminal may hold more fields than we know. */
export interface LayoutRow {
  id: string;
  [field: string]: unknown;
}

/** What a control of our own layout stands for until init fills it from the terminal's own company. */
export interface Slot {
  /** `product`: a product key, `department`: a department key, `note`: a bank note. */
  kind: 'product' | 'department' | 'note';
  /** Place in the order of candidates, from 0. */
  index: number;
}

export interface Layout {
  forms: LayoutRow[];
  /** A control may have a `slot`, which never goes down. */
  controls: LayoutRow[];
}

interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** Colours as terminals write them. Every pair of text and ground has a contrast of at least 4.5 to 1. */
export const colours = {
  ground: '0xE8EDF2',
  dark: '0x14202B',
  white: '0xFFFFFF',
  blue: '0x1257A8',
  green: '0x1B6E38',
  red: '0xA3261E',
  slate: '0x3C4F60',
  teal: '0x0B6470',
  plum: '0x5E3A78',
} as const;

interface ControlSaying extends Box {
  name: string;
  type: ControlType;
  event?: EventName;
  caption?: string;
  ground?: string;
  ink?: string;
  fontSize?: number;
  align?: 'LEFT' | 'CENTER' | 'RIGHT';
  input?: 'ALPHANUMERIC' | 'NUMERIC' | 'PASSWORD';
  tip?: string;
  slot?: Slot;
}

interface FormSaying {
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

export const canvas = { width: 1024, height: 768 } as const;

/** Height at the foot of the canvas that the terminal's status bar takes on forms which show it. */
export const statusBarHeight = 34;

/** Forms and controls with every wire field, and ids that depend on their names alone. */
export function buildLayout(sayings: readonly FormSaying[]): Layout {
  return {
    forms: sayings.map(formRow),
    controls: sayings.flatMap((form) => form.controls.map((control) => controlRow(form, control))),
  };
}

function formRow(form: FormSaying): LayoutRow {
  return {
    id: stableId(`layout/form/${form.name}`),
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
  return {
    id: stableId(`layout/control/${form.name}/${control.slot ? slotKey(control.slot) : control.name}`),
    fk_form_id: stableId(`layout/form/${form.name}`),
    fk_parent_id: null,
    parent_name: null,
    name: control.name,
    type_no: controlTypes[control.type],
    type: control.type,
    form_control_function1: control.event ?? null,
    form_control_function2: null,
    width: control.w,
    height: control.h,
    location_x: control.x,
    location_y: control.y,
    start_position: null,
    caption1: control.caption ?? null,
    caption2: null,
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
    fk_target_form_id: null,
    form_transition_mode: null,
    fk_tab_id: null,
    is_visible: true,
    ...(control.slot && { slot: control.slot }),
  };
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
