import { accountRouter } from './account.ts';
import { cashiersRouter } from './cashiers.ts';
import { catalogRouter } from './catalog.ts';
import { closuresRouter } from './closures.ts';
import { companiesRouter } from './companies.ts';
import { customersRouter } from './customers.ts';
import { dashboardRouter } from './dashboard.ts';
import { deletionRouter } from './deletion.ts';
import { groupsRouter } from './groups.ts';
import { homeRouter } from './home.ts';
import { importsRouter } from './imports.ts';
import { joiningRouter } from './joining.ts';
import { keysRouter } from './keys.ts';
import { layoutsRouter } from './layouts.ts';
import { messagesRouter } from './messages.ts';
import { pairingRouter } from './pairing.ts';
import { picturesRouter } from './pictures.ts';
import { createCallerFactory, router } from './procedures.ts';
import { quarantineRouter } from './quarantine.ts';
import { receiptsRouter } from './receipts.ts';
import { reportsRouter } from './reports.ts';
import { storesRouter } from './stores.ts';
import { syncRouter } from './sync.ts';
import { tillKeysRouter } from './till-keys.ts';
import { tillsRouter } from './tills.ts';
import { warehousesRouter } from './warehouses.ts';

/** Every procedure of the portal: pages call them on the server, scripts over `/trpc`. */
export const rootRouter = router({
  account: accountRouter,
  cashiers: cashiersRouter,
  catalog: catalogRouter,
  closures: closuresRouter,
  companies: companiesRouter,
  customers: customersRouter,
  dashboard: dashboardRouter,
  groups: groupsRouter,
  imports: importsRouter,
  home: homeRouter,
  joining: joiningRouter,
  deletion: deletionRouter,
  keys: keysRouter,
  layouts: layoutsRouter,
  pairing: pairingRouter,
  messages: messagesRouter,
  pictures: picturesRouter,
  quarantine: quarantineRouter,
  receipts: receiptsRouter,
  reports: reportsRouter,
  stores: storesRouter,
  tillKeys: tillKeysRouter,
  sync: syncRouter,
  tills: tillsRouter,
  warehouses: warehousesRouter,
});

export type RootRouter = typeof rootRouter;

export const createCaller = createCallerFactory(rootRouter);

/** The procedures as a page calls them. */
export type Caller = ReturnType<typeof createCaller>;
