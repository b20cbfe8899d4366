import { describe, expect, it } from 'vitest';
import { isWireId, readsAsNumber } from '../../../server/core/ids.ts';
import {
  canvas,
  controlTypes,
  defaultLayout,
  drawForm,
  eventNames,
  fillSlots,
  formNames,
  type LayoutRow,
  statusBarHeight,
} from '../../../server/domain/layouts/index.ts';
import { exampleSubjects } from '../../support/draw-layout.ts';

const layout = defaultLayout();
const filled = fillSlots(layout.controls, exampleSubjects);

function boxOf(control: LayoutRow) {
  const [x, y, w, h] = ['location_x', 'location_y', 'width', 'height'].map((name) => control[name] as number);
  return { x: x ?? 0, y: y ?? 0, w: w ?? 0, h: h ?? 0 };
}

function luminance(colour: unknown): number {
  const [r = 0, g = 0, b = 0] = [2, 4, 6].map((at) => {
    const share = Number.parseInt(String(colour).slice(at, at + 2), 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function boxesIn(controls: readonly LayoutRow[], parent: string | null) {
  return controls.filter((control) => control['fk_parent_id'] === parent).map(boxOf);
}

/** Large enough to hit, inside, and none upon another. */
function expectApart(boxes: readonly ReturnType<typeof boxOf>[], inside: { width: number; height: number }) {
  for (const box of boxes) {
    expect(box.w).toBeGreaterThan(40);
    expect(box.h).toBeGreaterThan(40);
    const fits = box.x >= 0 && box.y >= 0 && box.x + box.w <= inside.width && box.y + box.h <= inside.height;
    expect(fits, JSON.stringify(box)).toBe(true);
  }
  boxes.forEach((a, index) => {
    for (const b of boxes.slice(index + 1)) {
      const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
      expect(apart, `${JSON.stringify(a)} and ${JSON.stringify(b)}`).toBe(true);
    }
  });
}

describe("the hub's own till screens", () => {
  it('have every form that selling, looking up and closing a day need, one of them the start', () => {
    const names = layout.forms.map((form) => form['name']);
    const sales = ['LOGIN', 'MAIN_MENU', 'SALE', 'PAYMENT', 'SUSPENDED_SALES_MARKET'];
    const closing = ['CLOSURE', 'CLOSURE_DETAIL', 'CLOSURE_RECEIPTS', 'CLOSURE_RECEIPT_DETAIL'];
    const looking = ['PRODUCT_LIST', 'PRODUCT_DETAIL', 'CUSTOMER_LIST', 'CUSTOMER_SELECT', 'STOCK_INQUIRY'];
    expect(names).toEqual(expect.arrayContaining([...sales, ...closing, ...looking]));
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(layout.forms.map((form) => form['form_no'])).size).toBe(names.length);
    expect(layout.forms.filter((form) => form['is_startup']).map((form) => form['name'])).toEqual(['MAIN_MENU']);
    const sale = filled.filter((control) => control['fk_form_id'] === layout.forms[2]?.id);
    for (const type of ['SALESLIST', 'NUMPAD', 'PAYMENTLIST', 'AMOUNTSTABLE']) {
      expect(sale.filter((control) => control['type'] === type)).toHaveLength(1);
    }
  });

  it('use only names, events and kinds of control that terminals know', () => {
    for (const form of layout.forms) expect(formNames).toContain(form['name']);
    for (const control of filled) {
      const event = control['form_control_function1'];
      if (event !== null) expect(eventNames).toContain(event);
      expect(controlTypes[control['type'] as keyof typeof controlTypes]).toBe(control['type_no']);
    }
  });

  it.each(layout.forms.map((form) => [form['name'] as string, form] as const))(
    'on %s nothing overlaps, everything lies inside and clear of the status bar',
    (_name, form) => {
      const controls = filled.filter((control) => control['fk_form_id'] === form.id);
      const foot = canvas.height - (form['show_status_bar'] ? statusBarHeight : 0);
      const panels = controls.filter((control) => control['type'] === 'PANEL');
      expectApart(boxesIn(controls, null), { width: canvas.width, height: foot });
      for (const panel of panels) {
        const { w, h } = boxOf(panel);
        expectApart(boxesIn(controls, panel.id), { width: w, height: h });
      }
      const reached = new Set([null, ...panels.map(({ id }) => id)]);
      for (const control of controls) expect(reached).toContain(control['fk_parent_id']);
    },
  );

  it('can be read: each caption has a contrast of at least 4.5 to 1', () => {
    for (const control of filled) {
      const [dark = 0, light = 0] = [luminance(control['fore_color']), luminance(control['back_color'])].sort();
      expect((light + 0.05) / (dark + 0.05), String(control['name'])).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('have ids that are the same each time, unique, and safe for terminals', () => {
    const ids = [...layout.forms, ...layout.controls].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(isWireId(id) && !readsAsNumber(id)).toBe(true);
    expect(defaultLayout()).toEqual(layout);
    // Terminals keep rows by id: a release that changes one leaves the old key on every screen.
    expect(ids[0]).toBe('085f7f1e-6e64-8e9a-88c4-884e3c2c4391');
  });

  it('give keys to the products, departments and notes of the store, and hide the others', () => {
    const visible = filled.filter((control) => control['is_visible']).map((control) => control['name'] as string);
    expect(visible.filter((name) => /^PLU\d/.test(name))).toHaveLength(exampleSubjects.products.length);
    expect(visible).toContain('DEPARTMENT8');
    expect(visible).toEqual(expect.arrayContaining(['CASH500', 'CASH1000', 'CASH2000', 'CASH5000']));
    expect(filled.some((control) => 'slot' in control)).toBe(false);
    expect(fillSlots(layout.controls, { ...exampleSubjects, currency: 'JPY' }).map(({ name }) => name)).toContain(
      'CASH1000',
    );
    expect(fillSlots(layout.controls, { products: [], departments: [], currency: 'KWD' }).map((row) => row.id)).toEqual(
      layout.controls.map((row) => row.id),
    );
  });

  it('can be drawn, to be looked at', () => {
    for (const form of layout.forms) expect(drawForm(form, filled)).toContain('</svg>');
  });
});
