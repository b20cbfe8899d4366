/** The documentation as pages of our own: `/api/docs`, and one page for each operation. Anybody may read them. */
import { Router } from 'express';
import { DomainError } from '../../../core/errors.ts';
import { renderPage } from '../../../http/page.ts';
import { loadTemplate } from '../../../http/templates.ts';
import { speechOf } from '../../../http/user-context.ts';
import type { OpenApiDocument } from './document.ts';
import { detail, overview } from './page.ts';

const overviewPage = loadTemplate(new URL('./views/overview.hbs', import.meta.url));
const operationPage = loadTemplate(new URL('./views/operation.hbs', import.meta.url));

const longestSearch = 100;

/** Mounted at `/api/docs`, behind what recognises people: the shell is theirs. */
export function createDocsRouter(document: () => OpenApiDocument): Router {
  const router = Router();
  router.get('/', async (req, res) => {
    const { t } = speechOf(res);
    const { q } = req.query;
    const search = typeof q === 'string' ? q.trim().slice(0, longestSearch) : '';
    await renderPage(res, {
      title: t('api-docs.title'),
      lead: t('api-docs.lead'),
      bodyHtml: overviewPage(overview(document(), search), t),
      active: null,
      scripts: ['api-docs.js'],
    });
  });
  router.get('/:id', async (req, res) => {
    const { t } = speechOf(res);
    const model = detail(document(), req.params.id);
    if (model === null) throw new DomainError('not_found');
    await renderPage(res, {
      title: model.summary,
      bodyHtml: operationPage(model, t),
      active: null,
      crumbs: [{ name: t('api-docs.title'), href: '/api/docs' }],
    });
  });
  return router;
}
