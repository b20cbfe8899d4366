/** A procedure over `/trpc`, called as scripts of the portal call it. */
import superjson from 'superjson';
import type { Answer, Visitor } from '../../support/visitor.ts';
import type { Procedure } from './inputs.ts';

const json = { accept: 'application/json', 'content-type': 'application/json' };

/** Asks for the token once for each visitor: it lasts as long as the session. */
const tokens = new WeakMap<Visitor, { session: string; token: string }>();

export async function call(visitor: Visitor, { path, type }: Procedure, input: unknown): Promise<Answer> {
  const body = JSON.stringify(superjson.serialize(input));
  if (type === 'query')
    return visitor.send('GET', `/trpc/${path}?input=${encodeURIComponent(body)}`, { headers: json });
  const headers = { ...json, 'x-csrf-token': await tokenOf(visitor) };
  return visitor.send('POST', `/trpc/${path}`, { headers, body });
}

/** The fields that a refusal blames, each as the names on the way to it; none: it is about no field. */
export function blamed({ body }: Answer): string[][] {
  const { error } = JSON.parse(body) as { error?: { json: { data: { errors?: { path: string }[] } } } };
  return (error?.json.data.errors ?? []).map(({ path }) => path.split('.'));
}

async function tokenOf(visitor: Visitor): Promise<string> {
  const session = JSON.stringify([...visitor.cookies]);
  const known = tokens.get(visitor);
  if (known?.session === session) return known.token;
  const token = await visitor.token();
  tokens.set(visitor, { session: JSON.stringify([...visitor.cookies]), token });
  return token;
}
