/** The imports' own addresses. */

export const base = '/admin/api/hub/imports';

/** What the hub refused: a sentence for the whole, and one for each field. */
export class Refused extends Error {
  readonly fields: ReadonlyMap<string, string>;

  constructor(message: string, fields: ReadonlyMap<string, string>) {
    super(message);
    this.fields = fields;
  }
}

interface Problem {
  title?: string;
  detail?: string | null;
  errors?: { path: string; message: string }[];
}

async function answered<T>(answer: Response): Promise<T> {
  if (answer.ok) return (await answer.json()) as T;
  const { title = '', detail, errors = [] } = (await answer.json().catch(() => ({}))) as Problem;
  throw new Refused(
    detail || title || String(answer.status),
    new Map(errors.map(({ path, message }) => [path, message])),
  );
}

const accept = { accept: 'application/json' };

export async function ask<T>(address: string): Promise<T> {
  return answered<T>(await fetch(base + address, { headers: accept }));
}

export async function send<T>(address: string, fields: Readonly<Record<string, string>> = {}): Promise<T> {
  const body = new URLSearchParams(fields);
  return answered<T>(await fetch(base + address, { method: 'POST', body, headers: accept }));
}

export async function bring(file: File, place: Readonly<Record<string, string>>): Promise<{ id: string }> {
  const query = new URLSearchParams({ ...place, name: file.name });
  const headers = { ...accept, 'content-type': 'application/octet-stream' };
  return answered(await fetch(`${base}?${query}`, { method: 'POST', body: file, headers }));
}
