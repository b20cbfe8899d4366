/** Bodies as operations of the domain take them. */

type CamelCase<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;

/** A body with the names of the domain, and without what was not said. */
export type Said<T> = { [K in keyof T & string as CamelCase<K>]: Exclude<T[K], undefined> };

/** `time_zone` becomes `timeZone`; what was not said is left out. */
export function saidOf<T extends object>(body: T): Said<T> {
  const entries = Object.entries(body)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()), value]);
  return Object.fromEntries(entries) as Said<T>;
}
