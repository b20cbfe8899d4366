import { localeOf } from '../../../server/core/languages.ts';
import type { Visit } from '../../visit.ts';
import type { Got } from './delete.ts';

const order = [
  'stores',
  'terminals',
  'documents',
  'closures',
  'products',
  'customers',
  'cashiers',
  'members',
] as const satisfies readonly (keyof Got['contents'])[];

/** What is taken away, and how much of it; what a company has none of is not said. */
export function contentsOf({ t, language }: Visit, contents: Got['contents']) {
  const number = new Intl.NumberFormat(localeOf[language]);
  return order
    .filter((name) => contents[name] > 0)
    .map((name) => ({ name: t(`deletion.contents.${name}`), count: number.format(contents[name]) }));
}
