/** Asks `/admin/api/hub/bulk`. */

import { t } from '../texts.ts';

const base = '/admin/api/hub/bulk';

/** What the server has against it: a sentence, and sentences by the line of the form. */
export class Refusal extends Error {
  readonly lines: ReadonlyMap<number, string>;

  constructor(message: string, lines: ReadonlyMap<number, string>) {
    super(message);
    this.lines = lines;
  }
}

export async function read<T>(address: string): Promise<T> {
  return answered<T>(await fetch(`${base}${address}`, { headers: { accept: 'application/json' } }));
}

export async function send<T>(address: string, fields: Record<string, string> = {}): Promise<T> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  // A form without a field is no form.
  if (Object.keys(fields).length === 0) body.set('sent', 'yes');
  return answered<T>(
    await fetch(`${base}${address}`, { method: 'POST', body, headers: { accept: 'application/json' } }),
  );
}

interface Problem {
  detail?: string;
  title?: string;
  errors?: { path: string; message: string }[];
}

async function answered<T>(response: Response): Promise<T> {
  if (response.redirected) window.location.reload();
  if (response.ok) return (await response.json()) as T;
  const problem = (await response.json().catch(() => ({}))) as Problem;
  const lines = new Map<number, string>();
  for (const { path, message } of problem.errors ?? []) {
    const line = /^changes\.(\d+)$/.exec(path)?.[1];
    if (line !== undefined) lines.set(Number(line), message);
  }
  throw new Refusal(problem.detail ?? problem.title ?? t('The hub did not answer. Try again.'), lines);
}
