/** What the pages of dashboards have in common. */
import { loadTemplate } from '../../server/http/templates.ts';
import type { Words } from '../cells.ts';

/** Without an answer that template is the bar of choices alone. */
const choices = loadTemplate(new URL('../screen/page.hbs', import.meta.url));

export function choicesHtml({ t }: Words, model: object): string {
  return choices(model, t);
}
