/** Questions that are asked at the same moment, answered by one query. */

interface Waiting<K, V> {
  key: K;
  resolve(value: V): void;
  reject(error: unknown): void;
}

/** A function that collects the keys asked for until the event loop has turned, and then asks `load` for all of them. The
 *  question always goes to the database after it was asked, so an answer is never older than its request: under load this
 *  costs a fraction of a query, and nothing has to be invalidated.
 *  @param load gives one value per key, in the order of the keys */
export function batched<K, V>(load: (keys: readonly K[]) => Promise<readonly V[]>, most = 200): (key: K) => Promise<V> {
  const waiting: Waiting<K, V>[] = [];
  const ask = async () => {
    const group = waiting.splice(0, most);
    if (waiting.length > 0) setImmediate(ask);
    try {
      const values = await load(group.map(({ key }) => key));
      group.forEach(({ resolve }, index) => {
        resolve(values[index] as V);
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  };
  return (key) =>
    new Promise<V>((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      if (waiting.length === 1) setImmediate(ask);
    });
}
