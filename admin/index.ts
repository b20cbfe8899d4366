/** The staff door: AdminJS behind the portal's sign-in. */

import type { ResourceJSON } from 'adminjs';
import compression from 'compression';
import { type RequestHandler, Router } from 'express';
import type { Ctx } from '../server/db/index.ts';
import { asset } from '../server/http/assets.ts';
import { sameOrigin } from '../server/http/csrf.ts';
import type { AppDeps } from '../server/http/deps.ts';
import { spokenProblems } from '../server/http/problem.ts';
import { contextOf, requireStaff, sessionOf, speechOf, withUser } from '../server/http/user-context.ts';
import { maskedColumns } from './adapter/field-rules.ts';
import { rememberAddress } from './adapter/hub-address.ts';
import type { HubResource } from './adapter/resource.ts';
import { AdminJS, buildRouter } from './adminjs.ts';
import { bundleRouter } from './bundle.ts';
import { packResource } from './components/packed-resource.ts';
import { exportRouter } from './export.ts';
import { formBody } from './form-body.ts';
import { knownAddresses } from './gate.ts';
import { adminOptions, createResources } from './options.ts';
import { ownPages } from './page.ts';
import { loginPath, rootPath } from './paths.ts';
import { attentionRouter } from './routes/attention.ts';
import { auditRouter } from './routes/audit.ts';
import { bulkRouter } from './routes/bulk.ts';
import { buttonsRouter } from './routes/buttons.ts';
import { explainRouter } from './routes/explain.ts';
import { importsRouter } from './routes/imports.ts';
import { liveRouter } from './routes/live.ts';
import { recordsRouter } from './routes/records.ts';
import { relatedRouter } from './routes/related.ts';
import { searchRouter } from './routes/search.ts';
import { viewsRouter } from './routes/views.ts';
import { spokenNotices } from './spoken-notices.ts';
import { contextOf as contextOfAdmin, kindOfStaff, staffAdmin } from './staff.ts';
import { speakTo } from './texts.ts';

/** The back office, to be mounted at `/admin`. Loading it costs about half a second: do so when it is first asked for. */
export async function createAdminRouter(deps: AppDeps): Promise<Router> {
  const resources = createResources(deps.db);
  const admin = new AdminJS(
    adminOptions(resources, { markUrl: asset('mark.svg'), hasMailServer: deps.config.mail.smtp !== null }),
  );
  rememberDescriptions(resources);
  const router = Router();
  router.use('/assets', bundleRouter());
  router.use(withUser(deps, 'admin'), sendStrangersToSignIn, requireStaff, asCurrentAdmin);
  router.use(sameOrigin(deps), knownAddresses(resources));
  // Files are no forms.
  router.use('/api/hub/imports', importsRouter(resources));
  router.use(formBody());
  // AdminJS describes every list in every page.
  router.use(compression());
  router.use('/export', exportRouter(resources));
  router.use('/api/hub/bulk', bulkRouter(resources));
  rememberAddress(deps.db, deps.config.publicUrl);
  router.use('/api/hub/buttons', buttonsRouter(resources));
  router.use('/api/hub/audit', auditRouter());
  router.use('/api/hub/explain', explainRouter(resources));
  router.use('/api/hub/records', recordsRouter(resources));
  router.use('/api/hub/related', relatedRouter(resources));
  router.use('/api/hub/views', viewsRouter(resources));
  router.use('/api/hub/attention', attentionRouter());
  router.use('/api/hub/live', liveRouter(deps));
  router.use('/api/hub/search', searchRouter(resources));
  router.use(ownPages());
  router.use('/api/resources', spokenNotices);
  buildRouter(admin, router);
  router.use(spokenProblems(deps, (res) => speechOf(res).language));
  return router;
}

/** AdminJS describes every list anew for each page, which takes a tenth of a second. A description depends on what the person
 *  may do and on nothing else of theirs, so one for each kind of person is enough. */
function rememberDescriptions(resources: readonly HubResource[]): void {
  for (const resource of resources) {
    const decorator = resource.decorate();
    const describe = decorator.toJSON.bind(decorator);
    const known = new Map<string, ReturnType<typeof describe>>();
    decorator.toJSON = (currentAdmin) => {
      const kind = kindOfStaff(currentAdmin);
      const json =
        known.get(kind) ?? packed(withoutMasked(resource, describe(currentAdmin), contextOfAdmin(currentAdmin)));
      known.set(kind, json);
      return json;
    };
  }
}

/** AdminJS hands it to the page and looks at nothing in it; our `theme.ts` unpacks it there. */
function packed(json: ResourceJSON): ResourceJSON {
  return packResource({ ...json }) as unknown as ResourceJSON;
}

/** Offers no filter and no order by what the person may not see, and nothing to change to who may not. */
function withoutMasked({ source }: HubResource, json: ResourceJSON, ctx: Ctx): ResourceJSON {
  const masked = new Set(maskedColumns(ctx, source));
  const editProperties = source.operations?.isAllowed(ctx) ? json.editProperties : [];
  if (masked.size === 0) return { ...json, editProperties };
  const shut = (properties: ResourceJSON['listProperties']) =>
    properties.map((property) => (masked.has(property.name) ? { ...property, isSortable: false } : property));
  return {
    ...json,
    editProperties,
    filterProperties: json.filterProperties.filter(({ name }) => !masked.has(name)),
    listProperties: shut(json.listProperties),
  };
}

/** Also from AdminJS's API: its scripts notice the redirect and go there themselves. */
const sendStrangersToSignIn: RequestHandler = (req, res, next) => {
  if (contextOf(res).actor.kind === 'user') return next();
  const isPage = req.method === 'GET' && !/^\/(api|export)\//.test(req.path);
  const back = isPage ? req.originalUrl : rootPath;
  res.redirect(302, `${loginPath}?next=${encodeURIComponent(back)}`);
};

/** Puts the person where AdminJS's router looks; there is no session store behind it. */
const asCurrentAdmin: RequestHandler = (req, res, next) => {
  speakTo(contextOf(res), speechOf(res));
  Object.assign(req, { session: { adminUser: staffAdmin(contextOf(res), sessionOf(res)?.csrfToken ?? '') } });
  res.set('Cache-Control', 'no-store');
  next();
};
