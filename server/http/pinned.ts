/** Reports in the side bar: whoever knows reports tells the frame which. */
import type { Response } from 'express';
import type { Ctx } from '../db/index.ts';

/** Of a company, for the person who asks: what they pinned, and what was pinned for what they are. */
type PinnedOf = (ctx: Ctx, company: { id: number; slug: string }) => Promise<readonly { name: string; href: string }[]>;

/** Lets the frame of an answer ask for them. */
export function tellPinned(res: Response, read: PinnedOf): void {
  res.locals['pinnedOf'] = read;
}

/** None where nobody tells. */
export async function readPinned(
  res: Response,
  ctx: Ctx,
  company: { id: number; slug: string },
): Promise<Awaited<ReturnType<PinnedOf>>> {
  const read = res.locals['pinnedOf'] as PinnedOf | undefined;
  return read === undefined ? [] : read(ctx, company);
}
