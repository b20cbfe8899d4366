import { receiptsOf } from '../engine/drills.ts';
import type { Naming } from '../engine/rollup-report.ts';
import type { Window } from '../engine/window.ts';

/** Rows that are stores. */
export function storeNaming({ stores }: Window): Naming {
  const byKey = new Map(stores.map((store) => [String(store.id), store]));
  return {
    label: (key) => ({ kind: 'text', text: byKey.get(key)?.name ?? key, note: byKey.get(key)?.code ?? '' }),
    drill: (key) => receiptsOf({ store: byKey.get(key)?.code ?? '' }),
  };
}
