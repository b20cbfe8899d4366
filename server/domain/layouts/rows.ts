/** Rows of `forms` and `form_controls` as terminals get them. */

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

/** Whether a value from outside says what a key stands for. */
export function isSlot(value: unknown): value is Slot {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, index } = value as Partial<Record<keyof Slot, unknown>>;
  const isKind = kind === 'product' || kind === 'department' || kind === 'note';
  return isKind && typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < 1000;
}

export interface Layout {
  forms: LayoutRow[];
  /** A control may have a `slot`, which never goes down. */
  controls: LayoutRow[];
}

export const canvas = { width: 1024, height: 768 } as const;

/** Height at the foot of the canvas that the terminal's status bar takes on forms which show it. */
export const statusBarHeight = 34;

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** Where a control lies: from the top left of its form, or of the panel that it belongs to. */
export function boxOf(control: LayoutRow): Box {
  const [x, y, w, h] = ['location_x', 'location_y', 'width', 'height'].map((name) => Number(control[name] ?? 0));
  return { x: x ?? 0, y: y ?? 0, w: w ?? 0, h: h ?? 0 };
}
