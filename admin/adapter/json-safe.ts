/** A domain value as plain JSON: bigints and instants become text, bytes disappear. */
export function jsonSafe(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, item: unknown) => {
      if (typeof item === 'bigint') return String(item);
      return item instanceof Uint8Array ? undefined : item;
    }),
  );
}
