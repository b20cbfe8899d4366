/** The live day: as it stands when the page is asked for, and from then on by events. */
import type { Request, Response } from 'express';
import { renderPage } from '../../../server/http/page.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
import { contextOf, speechOf } from '../../../server/http/user-context.ts';
import { openWindow } from '../../engine/window.ts';
import { address } from '../../links.ts';
import { type Chosen, choicesView } from '../../screen/choices.ts';
import { readChoices, readPage } from '../../screen/page.ts';
import { choicesHtml } from '../frame.ts';
import { liveDay } from '../query-live.ts';
import { readTargets } from '../query-targets.ts';
import { daysOf, keptOf } from './events.ts';
import { livePart } from './view.ts';

const template = loadTemplate(new URL('./page.hbs', import.meta.url));

/** It is about now: only stores can be chosen. */
const chosen: Chosen = {
  name: 'live',
  hasRange: false,
  isComparable: false,
  instantFilters: [],
  readsDocuments: false,
};

/** @throws not_found no company or store whose figures the person may see */
export async function answerLive(req: Request, res: Response): Promise<void> {
  const ctx = contextOf(res);
  const words = speechOf(res);
  const { t } = words;
  const { asked: all, companies } = await readPage(req, ctx);
  const { in: _in, ...asked } = all;
  const window = await openWindow(ctx, asked);
  const { company, stores } = window;
  const day = await liveDay(ctx, company, stores);
  const targets = await readTargets(ctx, { ...window, range: daysOf(day.stores) });
  const kept = keptOf(asked);
  const query = { company: company.slug, ...kept };
  const choices = await readChoices(ctx, chosen, {
    asked,
    errors: [],
    companies,
    company,
    range: null,
    currencies: [],
  });
  const bar = choicesView(words, chosen, choices);
  const places = asked.store ? [words.formats.list(stores.map(({ name }) => name))] : [];
  await renderPage(res, {
    title: t('reports.boards.live.title'),
    lead: [
      company.name,
      ...places,
      ...[...new Set(day.stores.map(({ businessDay }) => words.formats.longDay(businessDay)))],
    ].join(' · '),
    active: 'reports',
    scripts: ['reports.js', 'live.js'],
    bodyHtml: template(
      {
        choices: bar.stores === null && bar.companies.length === 0 ? '' : choicesHtml(words, bar),
        here: address('live', query),
        events: address('live/events', query),
        part: company.hiddenStores > 0 ? t('reports.screen.part', { company: company.name }) : '',
        content: livePart(words, { day, targets, kept }),
      },
      t,
    ),
  });
}
