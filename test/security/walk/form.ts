/** A change that somebody makes by a form of the portal. What it leaves on record is what the procedure behind it leaves
 *  (`changes.ts`). */
import { halves } from '../../support/pictures.ts';
import type { Change, Stage } from './changes.ts';

type Said = Record<string, string | Blob>;

export interface FormChange extends Pick<Change, 'by' | 'of'> {
  path: string;
  /** The procedure that the form stands for. */
  procedure: string;
  /** What the entry says was done. */
  action: string;
  /** Path of the page in which the form stands; otherwise the form's own. `nowhere`: programs send it. */
  on?: string;
  /** Ids in the path that are not the world's. */
  at?: (stage: Stage) => Promise<Record<string, string>> | Record<string, string>;
  /** What is said beside what stands in the form already. */
  says?: (stage: Stage) => Promise<Said> | Said;
}

/** @param what the procedure that the form stands for, and what the entry says was done */
export function form(
  path: string,
  what: `${string} ${string}`,
  more: Omit<FormChange, 'path' | 'procedure' | 'action'> = {},
): FormChange {
  const [procedure = '', action = ''] = what.split(' ');
  return { path, procedure, action, ...more };
}

export const saying = (said: Said) => () => said;
export const picture = async () => ({
  picture: new Blob([new Uint8Array(await halves('png', { width: 64, height: 32 }))], { type: 'image/png' }),
});

export const reader = ({ world }: Stage) => world.server.deps.db.reader;
export const ofUs = ({ world }: Stage) => ({ companyId: world.ours.id });
