import { today } from '../../reports/today/query.ts';
import { router, signedInProcedure } from './procedures.ts';

export const dashboardRouter = router({
  /** Today's figures of the person's companies. */
  today: signedInProcedure.query(({ ctx }) => today(ctx.ctx)),
});
