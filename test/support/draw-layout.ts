/** Draws till screens as SVG, so that a person can look at them: `node --import tsx test/support/draw-layout.ts <folder>`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaultLayout, drawForm, fillSlots } from '../../server/domain/layouts/index.ts';

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
