import { accountRouter } from './account.ts';
import { closuresRouter } from './closures.ts';
import { dashboardRouter } from './dashboard.ts';
import { createCallerFactory, router } from './procedures.ts';
import { receiptsRouter } from './receipts.ts';

/** Every procedure of the portal: pages call them on the server, scripts over `/trpc`. */
export const rootRouter = router({
  account: accountRouter,
  closures: closuresRouter,
  dashboard: dashboardRouter,
  receipts: receiptsRouter,
});

export type RootRouter = typeof rootRouter;

export const createCaller = createCallerFactory(rootRouter);

/** The procedures as a page calls them. */
export type Caller = ReturnType<typeof createCaller>;
