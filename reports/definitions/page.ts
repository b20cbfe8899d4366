/** What the figures mean, in the reader's language: the same facts as `definitions.md`. */
import type { Request, Response } from 'express';
import { renderPage } from '../../server/http/page.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import { speechOf } from '../../server/http/user-context.ts';
import { measures } from '../measures.ts';

const template = loadTemplate(new URL('./page.hbs', import.meta.url));

/** Each is the name of two texts: what it is called, and what it means. */
const terms = ['document', 'basket', 'item', 'costOfSale', 'stockValue'] as const;

const rules = [
  ...(['signs', 'cancelled', 'voided', 'late', 'lineless', 'unknown', 'difference', 'totals'] as const),
  ...(['currency', 'businessDay', 'compared', 'filters', 'scope'] as const),
] as const;

export async function answerDefinitions(_req: Request, res: Response): Promise<void> {
  const { t } = speechOf(res);
  const view = {
    terms: terms.map((name) => ({
      id: `term-${name}`,
      name: t(`definitions.terms.${name}.name`),
      meaning: t(`definitions.terms.${name}.meaning`),
    })),
    rules: rules.map((name) => ({ id: `rule-${name}`, text: t(`definitions.rules.${name}`) })),
    measures: Object.values(measures).map(({ name }) => ({
      id: name,
      name: t(`reports.columns.${name}`),
      meaning: t(`definitions.measures.${name}`),
    })),
  };
  await renderPage(res, { title: t('definitions.title'), active: 'reports', bodyHtml: template(view, t) });
}
