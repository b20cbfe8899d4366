/** The shell around every page of the portal and the reports, and the pages for what goes wrong. */

import type { ErrorRequestHandler, Response } from 'express';
import type { Config } from '../config.ts';
import type { Translate } from '../core/translate.ts';
import type { Ctx } from '../db/index.ts';
import { asset } from './assets.ts';
import { readTheme, takeFlash } from './cookies.ts';
import { type Crumb, frameOf, guestFrame, type Section } from './frame.ts';
import { logProblem, type Problem, spokenProblem, toProblem, wantsPage } from './problem.ts';
import { requestIdOf } from './request-id.ts';
import { icon, loadTemplate } from './templates.ts';
import { preferencesOf, speechOf } from './user-context.ts';

export interface Page {
  /** Of the browser's tab and the page's heading. */
  title: string;
  /** One line below the heading. */
  lead?: string;
  /** The body, finished. */
  bodyHtml: string;
  /** The entry of the side bar that this page belongs to. */
  active: Section | null;
  /** Steps between the section and this page. */
  crumbs?: readonly Crumb[];
  /** Scripts besides the shell's own, by their plain names: `charts.js`. */
  scripts?: readonly string[];
  /** False: the body has a heading of its own. */
  hasHeading?: boolean;
  status?: number;
}

const shell = loadTemplate(new URL('./views/shell.hbs', import.meta.url));
const problemPage = loadTemplate(new URL('./views/problem.hbs', import.meta.url));

const flashIcons = {
  success: icon('circle-check'),
  info: icon('info-circle'),
  warning: icon('alert-triangle'),
  error: icon('alert-circle'),
} as const;

/** Answers with a page in the shell. Pages are made for one person at one moment: no cache keeps them. */
export async function renderPage(res: Response, page: Page): Promise<void> {
  const config = res.locals['config'] as Config;
  const { title, active, crumbs = [], status = 200 } = page;
  // A page that tells of a fault must not need what is at fault.
  const frame = status < 500 ? await frameOf(res, { title, active, crumbs }) : { ...guestFrame(res), isFault: true };
  const flash = await takeFlash(res, config);
  const { language, t } = speechOf(res);
  const model = {
    ...page,
    language,
    hasHeading: page.hasHeading ?? true,
    theme: preferencesOf(res)?.theme || readTheme(res.req),
    csrfToken: res.locals['csrfToken'] as string,
    here: res.req.originalUrl,
    scripts: (page.scripts ?? []).map((name) => asset(name)),
    flash: flash && { ...flash, drawing: flashIcons[flash.level], isUrgent: flash.level === 'error' },
    ...frame,
  };
  res
    .status(status)
    .set({ 'Cache-Control': 'no-store', 'Content-Language': language })
    .vary('Accept-Language')
    .type('html')
    .send(shell(model, t));
}

/** Shows what goes wrong as a page in the shell, to whoever asked for a page; others are left to the next handler. Mount it
 *  just before `problemHandler`. */
export function pageProblems(deps: { log: Ctx['log'] }): ErrorRequestHandler {
  return async (error: unknown, req, res, next) => {
    if (res.headersSent || !wantsPage(req) || res.locals['ctx'] === undefined) return next(error);
    const problem = toProblem(error);
    logProblem(deps.log.child({ requestId: requestIdOf(res), path: req.path }), error, problem);
    try {
      await renderProblem(res, problem);
    } catch {
      next(error);
    }
  };
}

async function renderProblem(res: Response, problem: Problem): Promise<void> {
  if (problem.retryAfterSeconds !== null) res.set('Retry-After', String(problem.retryAfterSeconds));
  if (problem.allow.length > 0) res.set('Allow', problem.allow.join(', '));
  const { language, t } = speechOf(res);
  const words = wordsFor(spokenProblem(problem, language), t);
  await renderPage(res, {
    title: words.title,
    bodyHtml: problemPage(
      { ...words, status: problem.status, requestId: requestIdOf(res), isFault: problem.status >= 500 },
      t,
    ),
    active: null,
    hasHeading: false,
    status: problem.status,
  });
}

/** What happened, in words that say what to do next. */
function wordsFor({ status, title, detail }: Problem, t: Translate): { title: string; text: string } {
  const told = toldByPage.get(status);
  if (told === undefined) return { title, text: detail ?? '' };
  const text = t(`problems.pages.${told}.text`);
  return { title: t(`problems.pages.${told}.title`), text: told === 'forbidden' ? (detail ?? text) : text };
}

/** Statuses that a person meets without having done anything special. */
const toldByPage = new Map([
  [404, 'missing'],
  [403, 'forbidden'],
  [500, 'fault'],
  [503, 'away'],
]);
