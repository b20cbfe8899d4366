import { TRPCError } from '@trpc/server';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { DomainError } from '../server/core/errors.ts';
import { keepLanguage, keepTheme, leaveFlash } from '../server/http/cookies.ts';
import { requireCsrfToken, sameOrigin } from '../server/http/csrf.ts';
import type { AppDeps } from '../server/http/deps.ts';
import { formBody } from '../server/http/limits.ts';
import { renderPage } from '../server/http/page.ts';
import { logProblem, toProblem } from '../server/http/problem.ts';
import { requestIdOf } from '../server/http/request-id.ts';
import { multipartBody, uploadsOf } from '../server/http/uploads.ts';
import { contextOf, requireSignIn, sessionOf, speechOf } from '../server/http/user-context.ts';
import { admit } from './access.ts';
import { ownPath } from './own-path.ts';
import { type Route, routes } from './routes.ts';
import { portalContext } from './trpc/context.ts';
import { reasonOf } from './trpc/procedures.ts';
import { createCaller, rootRouter } from './trpc/root.ts';
import type { Answer, Content, Download, Visit } from './visit.ts';

/** The largest body of a call over `/trpc`. */
const maxCallBytes = 256 * 1024;

/** The portal: its pages and forms, and the procedures for scripts. `withUser` must be mounted before it. */
export function createPortalRouter(deps: AppDeps): Router {
  const router = express.Router({ strict: true, caseSensitive: true });
  const guard = [sameOrigin(deps), requireCsrfToken(deps, (_req, res) => sessionOf(res)?.id ?? null)];
  router.use('/trpc', notStored, guard, callHandler(deps));
  for (const route of routes) mount(router, route, { deps, guard });
  return router;
}

/** Answers are made for one person at one moment, and one of them holds a till's secret. */
const notStored: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};

function mount(router: Router, route: Route, { deps, guard }: { deps: AppDeps; guard: RequestHandler[] }): void {
  const { path, page, form, uploads } = route;
  const access: RequestHandler[] = route.access === 'signed-in' ? [requireSignIn] : [];
  const answer =
    (handler: (visit: Visit) => Promise<Answer>): RequestHandler =>
    async (req, res) => {
      await send(deps, res, await unwrapped(handler(visitOf(deps, req, res))));
    };
  if (path !== '/') router.get(path.slice(0, -1), toSlash);
  if (page) router.get(path, access, admit(path, 'get'), answer(page));
  const body = uploads ? [formBody(deps), multipartBody(uploads)] : [formBody(deps)];
  if (form) router.post(path, access, body, guard, admit(path, 'post'), answer(form));
  const allow = [...(page ? ['GET', 'HEAD'] : []), ...(form ? ['POST'] : [])];
  router.all(path, access, () => {
    throw new DomainError('method_not_allowed', { allow });
  });
}

/** The address with a trailing slash is the one that counts; a query goes along. */
const toSlash: RequestHandler = (req, res) => {
  const at = req.originalUrl.indexOf('?');
  const path = at === -1 ? req.originalUrl : req.originalUrl.slice(0, at);
  res.redirect(301, `${path}/${at === -1 ? '' : req.originalUrl.slice(at)}`);
};

function visitOf(deps: AppDeps, req: Request, res: Response): Visit {
  const body: unknown = req.body;
  const fields = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  return {
    call: createCaller(portalContext(deps, { req, res })),
    actor: contextOf(res).actor,
    ...speechOf(res),
    params: req.params as Record<string, string>,
    query: new URL(req.originalUrl, deps.config.publicUrl).searchParams,
    fields: Object.fromEntries(fields.map(([name, value]) => [name, String(Array.isArray(value) ? value[0] : value)])),
    files: uploadsOf(res),
    ownPath: (asked, otherwise) => ownPath(asked, otherwise, deps.config.publicUrl),
  };
}

async function send(deps: AppDeps, res: Response, answer: Answer): Promise<void> {
  if ('download' in answer) return sendFile(deps, res, answer.download);
  if ('content' in answer) return sendContent(res, answer.content);
  if ('redirect' in answer) {
    if (answer.flash) await leaveFlash(res, deps.config, answer.flash);
    if (answer.theme) keepTheme(res, deps.config, answer.theme);
    if (answer.language) keepLanguage(res, deps.config, answer.language);
    res.redirect(302, answer.redirect);
    return;
  }
  const { template, model, active = null, ...page } = answer;
  const bodyHtml = template({ ...model, csrfToken: res.locals['csrfToken'] }, speechOf(res).t);
  await renderPage(res, { ...page, active, bodyHtml });
}

/** Only this person's browser may keep it, but as long as it likes. It runs nothing, whatever it is taken for. */
function sendContent(res: Response, { bytes, mediaType }: Content['content']): void {
  res.set({
    'Cache-Control': 'private, max-age=31536000, immutable',
    'Content-Type': mediaType,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
  });
  res.end(bytes);
}

/** Once the file has begun there is no page to say what went wrong: it ends too early, which browsers tell. */
async function sendFile(deps: AppDeps, res: Response, file: Download['download']): Promise<void> {
  const stream = file.open();
  res.set({
    'Cache-Control': 'no-store',
    'Content-Type': file.mediaType,
    'Content-Disposition': `attachment; filename="${file.fileName}"`,
  });
  await new Promise<void>((resolve) => {
    stream.once('error', (error) => {
      deps.log.warn({ err: error, requestId: requestIdOf(res) }, 'a file was not sent to its end');
      res.destroy();
    });
    res.once('close', () => {
      stream.destroy();
      resolve();
    });
    stream.pipe(res);
  });
}

/** An operation's own error instead of tRPC's wrapping of it. */
async function unwrapped<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof TRPCError && error.cause ? error.cause : error;
  }
}

/** The procedures over HTTP. One call per request: a batch would be many sign-in attempts in one. */
function callHandler(deps: AppDeps): RequestHandler {
  return createExpressMiddleware({
    router: rootRouter,
    createContext: ({ req, res }) => portalContext(deps, { req, res }),
    allowBatching: false,
    maxBodySize: maxCallBytes,
    onError: ({ error, path, ctx }) => {
      const reason = reasonOf(error);
      logProblem((ctx?.ctx.log ?? deps.log).child({ procedure: path }), reason, toProblem(reason));
    },
  });
}
