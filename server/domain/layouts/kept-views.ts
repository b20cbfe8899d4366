/** What is made of a version's content for people to look at: its pictures, its text, what a check has to say. A version never
 *  changes, so each is made once and kept as long as the content itself is (`getLayoutContent`). */

import { checkDesign } from './design-rules.ts';
import { drawForm } from './draw.ts';
import { writeLayoutText } from './layout-text.ts';
import type { LayoutProblem } from './problems.ts';
import type { Layout, LayoutRow } from './rows.ts';

interface Views {
  problems?: readonly LayoutProblem[];
  text?: string;
  /** By what the keys say: stores fill them with products of their own. */
  pictures: Map<string, readonly string[]>;
}

/** Stores whose pictures are kept of one version. */
const mostStores = 8;

const views = new WeakMap<Layout, Views>();

function viewsOf(content: Layout): Views {
  const known = views.get(content);
  if (known) return known;
  const fresh: Views = { pictures: new Map() };
  views.set(content, fresh);
  return fresh;
}

/** What somebody should look at, as `checkDesign` says it. */
export function problemsOf(content: Layout): readonly LayoutProblem[] {
  const kept = viewsOf(content);
  kept.problems ??= checkDesign(content);
  return kept.problems;
}

/** The content as people edit it. */
export function textOf(content: Layout): string {
  const kept = viewsOf(content);
  kept.text ??= writeLayoutText(content);
  return kept.text;
}

/** A picture of each form, in their order.
 *  @param filled the content's controls as a store gets them */
export function picturesOf(content: Layout, filled: readonly LayoutRow[]): readonly string[] {
  const { pictures } = viewsOf(content);
  const keys = filled.filter((row, index) => row !== content.controls[index]);
  const said = JSON.stringify(keys.map((row) => [row.id, row['name'], row['caption1'], row['is_visible']]));
  const known = pictures.get(said);
  if (known) return known;
  const drawn = content.forms.map((form) => drawForm(form, filled));
  const [oldest] = pictures.keys();
  if (pictures.size >= mostStores && oldest !== undefined) pictures.delete(oldest);
  pictures.set(said, drawn);
  return drawn;
}
