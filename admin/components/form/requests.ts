/** Questions to the routes of records. */

import type { Refused } from './form-view.ts';

export function addressOf(model: string, ...rest: string[]): string {
  return ['/admin/api/hub/records', model, ...rest.map(encodeURIComponent)].join('/');
}

export type Outcome<T> = { isDone: true; data: T } | { isDone: false; status: number; refused: Refused };

/** Sends a form; what was refused is told in words.
 *  @throws Error the hub could not be reached, or could not work */
export async function send<T>(address: string, fields: Readonly<Record<string, string>>): Promise<Outcome<T>> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const answer = await fetch(address, { method: 'POST', body, headers: { accept: 'application/json' } });
  if (answer.ok) return { isDone: true, data: (await answer.json()) as T };
  const refused = (await answer.json()) as Partial<Refused> & { detail?: string; title?: string };
  const message = refused.message ?? refused.detail ?? refused.title;
  if (message === undefined || answer.status >= 500) throw new Error(String(answer.status));
  return { isDone: false, status: answer.status, refused: { faults: {}, ...refused, message } };
}
