/** What makes a screen usable, beyond what a terminal needs to take it: said of layouts that are written here. */
import type { LayoutProblem } from './problems.ts';
import { type Box, boxOf, canvas, type Layout, type LayoutRow, statusBarHeight } from './rows.ts';
import { controlTypes, eventNames, formNames } from './vocabulary.ts';

/** Pixels that a finger needs. */
const smallest = 40;
/** What somebody can look through; of more only the number is told. */
const mostWarnings = 200;

const knownForms = new Set<string>(formNames);
const knownEvents = new Set<string>(eventNames);
const knownTypes: Readonly<Record<string, number>> = controlTypes;

/** Errors: a till could not start or work with it. Warnings: somebody should look. */
export function checkDesign({ forms, controls }: Layout): LayoutProblem[] {
  const problems: LayoutProblem[] = [];
  const starts = forms.filter((form) => form['is_startup'] === true && form['is_visible'] !== false);
  if (starts.length !== 1) {
    const found = starts.length === 0 ? 'none is' : `${starts.map(nameOf).join(' and ')} are`;
    const message = `exactly one visible form must be the one to start with (is_startup): ${found}`;
    problems.push({ level: 'error', form: null, control: null, message });
  }
  const byForm = groupsOf(controls, 'fk_form_id');
  for (const form of forms) {
    if (problems.length > mostWarnings) break;
    if (!knownForms.has(nameOf(form))) {
      problems.push(warning(form, null, 'has a name that terminals do not open: only forms that lead to it show it'));
    }
    problems.push(...checkControls(form, byForm.get(form.id) ?? []));
  }
  if (problems.length <= mostWarnings) return problems;
  const message = `there is more to say than these ${mostWarnings}`;
  return [...problems.slice(0, mostWarnings), { level: 'warning', form: null, control: null, message }];
}

/** At most one more than can be shown: a layout in which everything lies upon everything must not be told pair by pair. */
function checkControls(form: LayoutRow, own: readonly LayoutRow[]): LayoutProblem[] {
  const siblings = new Map(own.map((control) => [control.id, control]));
  const problems: LayoutProblem[] = [];
  for (const control of own) {
    problems.push(...checkControl(form, control, siblings));
    if (problems.length > mostWarnings) return problems;
  }
  return [...problems, ...checkOverlaps(form, own)];
}

function checkControl(form: LayoutRow, control: LayoutRow, siblings: ReadonlyMap<string, LayoutRow>): LayoutProblem[] {
  const problems: LayoutProblem[] = [];
  const type = String(control['type']);
  if (knownTypes[type] === undefined) {
    problems.push(warning(form, control, `is of type ${type}; terminals know ${Object.keys(knownTypes).join(', ')}`));
  } else if (knownTypes[type] !== control['type_no']) {
    problems.push(warning(form, control, `has type_no ${control['type_no']}; ${type} is ${knownTypes[type]}`));
  }
  for (const field of ['form_control_function1', 'form_control_function2']) {
    const event = control[field];
    if (typeof event === 'string' && event !== 'NONE' && !knownEvents.has(event)) {
      problems.push(warning(form, control, `${field} is ${event}, which terminals do not know: the key does nothing`));
    }
  }
  if (control['is_visible'] === false) return problems;
  const box = boxOf(control);
  const parent = siblings.get(String(control['fk_parent_id'] ?? ''));
  if (!isInside(box, parent ? boxOf(parent) : formBox(form))) {
    problems.push(
      warning(form, control, parent ? 'sticks out of its panel' : 'sticks out of the screen or below the status bar'),
    );
  }
  if (type === 'BUTTON' && (box.w < smallest || box.h < smallest)) {
    problems.push(warning(form, control, `is ${box.w} × ${box.h} pixels; a finger needs ${smallest} × ${smallest}`));
  }
  return problems;
}

function formBox(form: LayoutRow): Box {
  const height = Number(form['height'] ?? canvas.height) - (form['show_status_bar'] === false ? 0 : statusBarHeight);
  return { x: 0, y: 0, w: Number(form['width'] ?? canvas.width), h: height };
}

/** Places count from the top left of the area. */
function isInside(box: Box, area: Box): boolean {
  return box.x >= 0 && box.y >= 0 && box.x + box.w <= area.w && box.y + box.h <= area.h;
}

function checkOverlaps(form: LayoutRow, own: readonly LayoutRow[]): LayoutProblem[] {
  const problems: LayoutProblem[] = [];
  const visible = own.filter((control) => control['is_visible'] !== false);
  for (const siblings of groupsOf(visible, 'fk_parent_id').values()) {
    const placed = siblings.map((control) => ({ control, box: boxOf(control) }));
    for (const [index, a] of placed.entries()) {
      for (let other = index + 1; other < placed.length; other += 1) {
        const b = placed[other];
        if (!b || !overlap(a.box, b.box)) continue;
        problems.push(warning(form, a.control, `lies upon ${nameOf(b.control)}`));
        if (problems.length > mostWarnings) return problems;
      }
    }
  }
  return problems;
}

/** Rows by what they name; those that name nothing are one group too. */
function groupsOf(rows: readonly LayoutRow[], field: 'fk_form_id' | 'fk_parent_id'): Map<string, LayoutRow[]> {
  const groups = new Map<string, LayoutRow[]>();
  for (const row of rows) {
    const key = String(row[field] ?? '');
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

function warning(form: LayoutRow, control: LayoutRow | null, message: string): LayoutProblem {
  return { level: 'warning', form: nameOf(form), control: control && nameOf(control), message };
}

function nameOf(row: LayoutRow): string {
  return String(row['name'] ?? row.id);
}
