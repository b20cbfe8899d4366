/** Which operation an address means. */
import { DomainError } from '../../core/errors.ts';
import type { Method, Operation } from '../../http/operation.ts';

interface Place {
  /** Of the path, from its pattern. */
  segments: readonly string[];
  operations: ReadonlyMap<string, Operation>;
}

export interface Found {
  place: Place;
  params: Readonly<Record<string, string>>;
}

/** Addresses of the office dialect, which answer by themselves. */
const ofOthers = new Set(['/health', '/identity']);

/** Finds operations by their paths. A fixed segment goes before a parameter. */
export class RouteTable {
  readonly #byLength = new Map<number, Place[]>();

  constructor(operations: readonly Operation[]) {
    const places = new Map<string, Operation[]>();
    for (const each of operations) {
      const key = each.path.replace(/\{[^}]*\}/g, '{}');
      const there = places.get(key) ?? [];
      if (there.some(({ method }) => method === each.method))
        throw new Error(`${each.method} ${each.path} is there twice`);
      if (there.some(({ path }) => path !== each.path)) throw new Error(`${each.path} names a parameter in two ways`);
      places.set(key, [...there, each]);
    }
    for (const group of places.values()) {
      const segments = (group[0] as Operation).path.split('/').slice(1);
      const place = { segments, operations: new Map(group.map((each) => [each.method as string, each])) };
      const sameLength = this.#byLength.get(segments.length) ?? [];
      sameLength.push(place);
      this.#byLength.set(segments.length, sameLength);
    }
    for (const places of this.#byLength.values()) places.sort((a, b) => parametersOf(a) - parametersOf(b));
  }

  /** @param rest as of `readApiPath`
   *  @returns null: nothing of the API is there. A parameter at the beginning of a path stands for what nobody else answers, and
   *    for the methods of its operations only
   *  @throws invalid_input a part of it has a broken % sequence */
  find(rest: string, method: string): Found | null {
    const sent = rest.split('/').slice(1);
    for (const place of this.#byLength.get(sent.length) ?? []) {
      if (place.segments[0]?.startsWith('{') && (!place.operations.has(method) || ofOthers.has(rest))) continue;
      const params: Record<string, string> = {};
      const isIt = place.segments.every((segment, index) => {
        const text = sent[index] as string;
        if (!segment.startsWith('{')) return segment === text;
        if (text === '') return false;
        params[segment.slice(1, -1)] = text;
        return true;
      });
      if (isIt) return { place, params: decoded(params) };
    }
    return null;
  }
}

/** The operation that answers a method there. HEAD is answered as GET.
 *  @throws method_not_allowed with the methods that are, and in words what to do instead */
export function operationAt({ operations }: Place, method: string): Operation {
  const found = operations.get(method === 'HEAD' ? 'GET' : method);
  if (found) return found;
  const [instead] = [...operations.values()].flatMap((each) => each.instead?.[method as Method] ?? []);
  throw new DomainError('method_not_allowed', { allow: methodsAt({ operations }) }, instead);
}

export function methodsAt({ operations }: Pick<Place, 'operations'>): string[] {
  return [...operations.keys()].flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : [name]));
}

function parametersOf({ segments }: Place): number {
  return segments.filter((segment) => segment.startsWith('{')).length;
}

function decoded(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, text]) => {
      try {
        return [name, decodeURIComponent(text)];
      } catch {
        throw new DomainError('invalid_input', { errors: [{ path: name, message: 'has a broken % sequence' }] });
      }
    }),
  );
}
