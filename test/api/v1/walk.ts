/** One call of an operation as somebody, with an input that its schemas take and the ids of our company. */
import fc from 'fast-check';
import type { JsonSchema } from '../../../server/api/v1/docs/schemas.ts';
import { rightValue } from '../../proof/api-values.ts';
import type { Contract, Described } from './contract.ts';
import type { Caller, Company } from './everybody.ts';

/** Values of parameters and bodies that an operation needs to be understood, where a drawn one would not do. */
export interface Input {
  params?: Readonly<Record<string, string>>;
  /** For people and programs: a device is asked nothing of the kind. */
  peoplesQuery?: Readonly<Record<string, string>>;
  body?: unknown;
}

const patienceMs = 60_000;

export async function callAs(
  { url, contract }: { url: string; contract: Contract },
  { operation, method, path }: Described,
  { caller, company, input, etag }: { caller: Caller; company: Company; input: Input; etag: string },
): Promise<{ status: number; text: string; etag: string | null }> {
  const known: Record<string, string> = {
    ...{
      company: company.slug,
      store: company.storeUuid,
      store_id: company.storeUuid,
      terminal_id: company.terminalUuid,
    },
  };
  const place = path.replaceAll(/\{([^}]+)\}/g, (_all, name: string) =>
    encodeURIComponent(input.params?.[name] ?? known[name] ?? crypto.randomUUID()),
  );
  const asked = operation.parameters.filter(({ in: where, required }) => where === 'query' && required);
  const needed = Object.fromEntries(asked.map(({ name }) => [name, known[name] ?? '1']));
  const query = new URLSearchParams({ ...needed, ...(caller.kind !== 'device' && input.peoplesQuery) });
  const schema = operation.requestBody?.content['application/json']?.schema;
  const body = schema === undefined ? undefined : JSON.stringify(input.body ?? drawn(contract, schema));
  const gone = new AbortController();
  const timer = setTimeout(() => gone.abort(), patienceMs);
  try {
    const answer = await fetch(`${url}${place}${query.size > 0 ? `?${query}` : ''}`, {
      method,
      redirect: 'manual',
      signal: gone.signal,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        'if-match': etag,
        ...caller.headers,
      },
      ...(body !== undefined && { body }),
    });
    const isStream = (answer.headers.get('content-type') ?? '').startsWith('text/event-stream');
    const text = isStream ? '' : await answer.text();
    gone.abort();
    return { status: answer.status, text, etag: answer.headers.get('etag') };
  } finally {
    clearTimeout(timer);
  }
}

const draws = new WeakMap<object, unknown>();

/** A value that a schema takes, the same for everybody. */
function drawn(contract: Contract, schema: JsonSchema): unknown {
  if (!draws.has(schema)) {
    const values = rightValue(contract.document, schema, { name: '', known: () => [] });
    draws.set(schema, fc.sample(values, { numRuns: 1, seed: 7 })[0]);
  }
  return draws.get(schema);
}

/** `+`: let in, whatever then is wrong with the input. */
export function verdictOf(status: number): string {
  return { 401: '1', 403: '3', 404: '4' }[status] ?? (status >= 500 ? '!' : '+');
}
