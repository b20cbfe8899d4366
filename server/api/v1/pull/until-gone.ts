import type { Response } from 'express';

/** Aborted when the client hangs up before it has its answer. */
export function untilGone(res: Response): AbortSignal {
  const controller = new AbortController();
  res.once('close', () => controller.abort());
  return controller.signal;
}
