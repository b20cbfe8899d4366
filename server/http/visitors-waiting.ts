/** How many people wait for a page just now. Work that can be cut into smaller pieces makes way for them. */

import type { RequestHandler } from 'express';

let waiting = 0;

/** Counts requests from here on until they are answered or given up. */
export const countVisitors: RequestHandler = (_req, res, next) => {
  waiting += 1;
  res.once('close', () => {
    waiting -= 1;
  });
  next();
};

export function isAnybodyWaiting(): boolean {
  return waiting > 0;
}
