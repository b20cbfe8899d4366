/** Addresses of routes with real ids in them. */
import type { Shop } from './world.ts';

/** What a path part stands for: its own name, or for `:uuid` and `:id` what the part before it lists. */
const kinds: readonly [RegExp, string][] = [
  [/^\/receipts\/:slug\/:uuid/, 'receipt'],
  [/^\/closures\/:slug\/:uuid/, 'closure'],
  [/^\/stores\/:slug\/:uuid/, 'store'],
  [/^\/tills\/:slug\/:uuid/, 'till'],
  [/^\/quarantine\/:slug\/items\/:id/, 'quarantined'],
  [/^\/quarantine\/:slug\/conflicts\/:id/, 'conflict'],
  [/^\/messages\/:slug\/:id/, 'message'],
  [/^\/layouts\/:slug\/keys\/:store/, 'storeCode'],
  [/^\/layouts\/:slug\/:id/, 'layout'],
  [/^\/catalog\/:slug\/products\/:id/, 'product'],
  [/^\/catalog\/:slug\/vat\/:id/, 'vat'],
  [/^\/catalog\/:slug\/departments\/:id/, 'department'],
  [/^\/catalog\/:slug\/divisions\/:id/, 'division'],
  [/^\/catalog\/:slug\/import\/:id/, 'import'],
  [/^\/warehouses\/:slug\/:id/, 'warehouse'],
  [/^\/cashiers\/:slug\/:id/, 'cashier'],
  [/^\/customers\/:slug\/:id/, 'customer'],
  [/^\/keys\/:slug\/:id/, 'key'],
  [/^\/pictures\/:id/, 'picture'],
];

export function partsOf(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => name as string);
}

function kindOf(path: string, part: string): string {
  if (part === 'key') return 'tillKey';
  if (!['uuid', 'id', 'store'].includes(part)) return part;
  const kind = kinds.find(([form]) => form.test(path))?.[1];
  if (kind === undefined) throw new Error(`nobody said what :${part} of ${path} is: add it to the kinds`);
  return kind;
}

/** @param shopOf whose id stands in a part */
export function addressOf(path: string, shopOf: (part: string) => Shop): string {
  return path.replace(/:(\w+)/g, (_all, part: string) => {
    const id = shopOf(part).ids[kindOf(path, part)];
    if (id === undefined) throw new Error(`the walk has no ${kindOf(path, part)} for ${path}`);
    return id;
  });
}

/** The store that the thing in a path belongs to; undefined: the company's. */
export function storeOf(path: string, shop: Shop): number | undefined {
  return /^\/(stores|tills)\/:slug\/:uuid|^\/(receipts|closures)\/:slug\/:uuid|^\/(quarantine\/:slug\/\w+|(?:messages|warehouses)\/:slug)\/:id/.test(
    path,
  )
    ? shop.storeId
    : undefined;
}

/** Each way to put ids of two shops into the parts, but the one in which all are the first's. */
export function mixtures(path: string, ours: Shop, theirs: Shop): ((part: string) => Shop)[] {
  const parts = partsOf(path);
  return Array.from({ length: 2 ** parts.length - 1 }, (_each, index) => (part: string) => {
    const bit = parts.indexOf(part);
    return ((index + 1) >> bit) & 1 ? theirs : ours;
  });
}
