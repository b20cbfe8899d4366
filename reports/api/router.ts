/** The reports for programs: `/api/v1/reports`, `/api/v1/reports/<name>` and the document that describes them. */
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { DomainError } from '../../server/core/errors.ts';
import { formatsOf } from '../../server/core/formats.ts';
import { isLanguage } from '../../server/core/languages.ts';
import { translatorOf } from '../../server/core/translate.ts';
import type { AppDeps } from '../../server/http/deps.ts';
import { contextOf, speechOf, withUser } from '../../server/http/user-context.ts';
import type { Words } from '../cells.ts';
import { addressQuery } from '../query-string.ts';
import { askReport, listReports } from './answer.ts';
import { QuestionLimit } from './limit.ts';
import { openApiDocument } from './openapi.ts';

/** A dashboard asks a few dozen at once; a program that follows them each second is no guest. */
const questionsPerMinute = 240;

/** Mounted at /api/v1, behind the devices' door. */
export function createReportsApi(deps: AppDeps): Router {
  const router = Router();
  const limit = new QuestionLimit(questionsPerMinute);
  const who: RequestHandler = (req, res, next) => {
    limit.take(whoAsks(req, res), deps.now().getTime());
    next();
  };
  const asProgram: RequestHandler = (req, res, next) => {
    // Programs are told of errors as programs, also where somebody looks with a browser.
    req.headers.accept = 'application/json';
    res.set('Cache-Control', 'no-store');
    next();
  };
  router.get('/openapi.json', asProgram, (_req, res) => {
    res.json(openApiDocument(deps.config.publicUrl));
  });
  router.use('/reports', asProgram, withUser(deps, 'reports'), who, onlyReading);
  router.get('/reports', async (req, res) => {
    const { language, ...unknown } = addressQuery(req);
    refuse(Object.keys(unknown));
    res.json(await listReports(contextOf(res), wordsFor(res, language)));
  });
  router.get('/reports/:name', async (req, res) => {
    const { language, ...asked } = addressQuery(req);
    const words = wordsFor(res, language);
    res.json(await askReport(contextOf(res), words, { name: String(req.params['name']), asked }));
  });
  return router;
}

/** Who asks: today the person of a signed-in browser. Tokens of programs will be recognised here.
 *  @throws not_signed_in nobody */
function whoAsks(_req: Request, res: Response): string {
  const { actor } = contextOf(res);
  if (actor.kind !== 'user') throw new DomainError('not_signed_in');
  return actor.userId;
}

const onlyReading: RequestHandler = (req, _res, next) => {
  if (req.method === 'GET' || req.method === 'HEAD') return next();
  throw new DomainError('method_not_allowed', { allow: ['GET', 'HEAD'] });
};

function refuse(names: readonly string[]): void {
  if (names.length === 0) return;
  const errors = names.map((path) => ({ path, message: 'This list knows no such filter.' }));
  throw new DomainError('invalid_input', { errors });
}

/** @throws invalid_input the hub does not speak that language */
function wordsFor(res: Response, language: string | undefined): Words {
  if (language === undefined) return speechOf(res);
  if (!isLanguage(language)) {
    throw new DomainError('invalid_input', { errors: [{ path: 'language', message: 'must be one of: en, tr, de' }] });
  }
  return { t: translatorOf(language), formats: formatsOf(language) };
}
