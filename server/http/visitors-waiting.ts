/** How many people wait for a page just now. Work that can be cut into smaller pieces makes way for them. */

import type { RequestHandler, Response } from 'express';

let waiting = 0;

/** Counts requests from here on until they are answered or given up. */
export const countVisitors: RequestHandler = (_req, res, next) => {
  waiting += 1;
  const leave = () => {
    waiting -= 1;
  };
  leaving.set(res, leave);
  res.once('close', leave);
  next();
};

const leaving = new WeakMap<Response, () => void>();

/** An answer that goes on for hours, as a stream of events, keeps nobody waiting. */
export function waitNoLonger(res: Response): void {
  const leave = leaving.get(res);
  if (leave === undefined) return;
  res.off('close', leave);
  leaving.delete(res);
  leave();
}

export function isAnybodyWaiting(): boolean {
  return waiting > 0;
}
