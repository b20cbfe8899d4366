/** AdminJS as `build.ts` bundles it for the server: without the rollup, babel and browser-only libraries that the npm package
 *  pulls in at import. That halves the memory and cuts the pause of the first request to a third. */

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type AdminJsExpress from '@adminjs/express';
import type * as AdminJsPrisma from '@adminjs/prisma';
import type * as AdminJsCore from 'adminjs';

type Bundle = Pick<typeof AdminJsCore, 'AdminJS' | 'BaseRecord' | 'Filter' | 'ValidationError'> &
  Pick<typeof AdminJsPrisma, 'Resource'> & {
    Property: new (
      column: object,
      position: number,
      enums: object,
    ) => ReturnType<AdminJsPrisma.Resource['properties']>[number];
    buildRouter: typeof AdminJsExpress.buildRouter;
  };

const file = fileURLToPath(new URL('./bundle/server/adminjs.cjs', import.meta.url));
if (!existsSync(file)) throw new Error('The back office is not built: run "npm run build:assets".');
// AdminJS bundles its browser components at start unless told otherwise; ours are built ahead, in assets that it never sees.
process.env['ADMIN_JS_SKIP_BUNDLE'] = 'true';

const bundle = createRequire(import.meta.url)(file) as Bundle;

export const { AdminJS, BaseRecord, Filter, Property, Resource, ValidationError, buildRouter } = bundle;
