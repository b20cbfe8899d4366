/** Draws till screens as SVG, so that a person can look at them: `node --import tsx test/support/draw-layout.ts <folder>`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaultLayout, fillSlots, type LayoutRow, statusBarHeight } from '../../server/domain/layouts/index.ts';

/** One form as an SVG document, about as a terminal shows it. */
export function drawForm(form: LayoutRow, controls: readonly LayoutRow[]): string {
  const { width, height } = form as unknown as { width: number; height: number };
  const shapes = controls
    .filter((control) => control['fk_form_id'] === form.id && control['is_visible'])
    .map(drawControl);
  const bar = form['show_status_bar']
    ? `<rect x="0" y="${height - statusBarHeight}" width="${width}" height="${statusBarHeight}" fill="#c9d3dc"/>`
    : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Arial, sans-serif">
<rect width="${width}" height="${height}" fill="${colour(form['back_color'])}"/>${bar}
${shapes.join('\n')}
</svg>`;
}

function drawControl(control: LayoutRow): string {
  const {
    location_x: x,
    location_y: y,
    width: w,
    height: h,
    font_size: size,
  } = control as unknown as Record<string, number>;
  const caption = String(control['caption1'] ?? (control['type'] === 'BUTTON' ? '' : control['type']));
  const left = control['text_alignment'] === 'LEFT';
  const lines = caption.split('\n');
  const spans = lines.map((line, index) => {
    const rise = index === 0 ? -0.6 * (lines.length - 1) : 1.2;
    return `<tspan x="${left ? 8 : '50%'}" dy="${rise}em">${escapeText(line)}</tspan>`;
  });
  return `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="4" fill="${colour(control['back_color'])}"/>
<svg x="${x}" y="${y}" width="${w}" height="${h}"><text y="50%" dominant-baseline="middle"
 text-anchor="${left ? 'start' : 'middle'}" font-size="${Number(size) * 1.33}" fill="${colour(control['fore_color'])}">${spans.join('')}</text></svg>`;
}

function colour(text: unknown): string {
  return String(text).replace(/^0x/, '#');
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** Products and departments to draw with: names of the usual lengths. */
export const exampleSubjects = {
  products: Array.from({ length: 17 }, (_, index) => ({
    code: String(1001 + index),
    caption: ['Baguette', 'Semi-skimmed milk', 'Oranges', 'Ground coffee', 'Cheddar 400 g'][index % 5] ?? '',
  })),
  departments: ['Bakery', 'Dairy', 'Produce', 'Drinks', 'Household', 'Frozen', 'Deli', 'Books'].map(
    (caption, index) => ({
      code: String(index + 1),
      caption,
    }),
  ),
  currency: 'GBP',
};

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = process.argv[2] ?? '.';
  mkdirSync(folder, { recursive: true });
  const layout = defaultLayout();
  const controls = fillSlots(layout.controls, exampleSubjects);
  for (const form of layout.forms) writeFileSync(join(folder, `${form['name']}.svg`), drawForm(form, controls));
}
