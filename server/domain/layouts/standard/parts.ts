/** What several of the hub's own screens share: a list with its search, a sheet of fields, the row of keys at the foot. */
import { canvas } from '../rows.ts';
import type { EventName } from '../vocabulary.ts';
import { type ControlSaying, colours, grid, place } from './build.ts';

type Key = Parameters<typeof place>[1][number];

const margin = 16;
export const inner = { x: margin, w: canvas.width - 2 * margin };

/** A key that leads back. */
export function backKey(event: EventName = 'BACK'): Key {
  return { name: event, event, caption: 'Back', ground: colours.slate, fontSize: 16 };
}

/** Keys of equal width in one row, by default at the foot of a form with a status bar. */
export function keyRow(keys: readonly Key[], y = 650): ControlSaying[] {
  return place(grid({ ...inner, y, h: 76 }, { columns: keys.length, rows: 1, gap: margin }), keys);
}

/** A list over the whole form. */
export function list(name: string): ControlSaying {
  return { name, type: 'DATAGRID', ...inner, y: margin, h: 618, fontSize: 14 };
}

/** A list with a field and a key to search it. */
export function searchedList(grid: string, field: string, search: EventName): ControlSaying[] {
  return [
    {
      ...{ name: field, type: 'TEXTBOX', x: inner.x, y: margin, w: 760, h: 56, fontSize: 18 },
      ...{ input: 'ALPHANUMERIC', tip: 'Part of the name, or the code' },
    },
    {
      ...{ name: search, type: 'BUTTON', x: inner.x + 776, y: margin, w: inner.w - 776, h: 56, fontSize: 16 },
      ...{ event: search, caption: 'Search', ground: colours.blue },
    },
    { name: grid, type: 'DATAGRID', ...inner, y: 88, h: 546, fontSize: 14 },
  ];
}

const fieldHeight = 48;
const rowHeight = 56;
const labelWidth = 160;

/** A panel that a terminal fills by the columns of an entity: `[column, label]`, in two columns from the top left. Its foot
 *  stays above the terminal's keyboard. */
export function sheet(entity: string, fields: readonly (readonly [column: string, label: string])[]): ControlSaying[] {
  const rows = Math.ceil(fields.length / 2);
  const columnWidth = (inner.w - 3 * margin) / 2;
  const panel: ControlSaying = {
    ...{ name: entity, type: 'PANEL', ...inner, y: margin, h: rows * rowHeight - 8 + 2 * margin },
  };
  const cells = fields.flatMap(([column, label], index): ControlSaying[] => {
    const x = margin + Math.floor(index / rows) * (columnWidth + margin);
    const y = margin + (index % rows) * rowHeight;
    const shared = { y, h: fieldHeight, panel: entity, fontSize: 14 };
    return [
      { name: `${column}_label`, type: 'LABEL', x, w: labelWidth, caption: label, ...shared },
      {
        ...{ name: column, type: 'TEXTBOX', x: x + labelWidth, w: columnWidth - labelWidth, ...shared },
        ground: colours.field,
      },
    ];
  });
  return [panel, ...cells];
}
