/** Filters in words, and what a column is to its filter. */

import type { ResourceJSON } from 'adminjs';
import { named, t } from '../texts.ts';
import type { Filter } from './address.ts';

/** A column as AdminJS describes it to the browser. */
export type Property = ResourceJSON['showProperties'][number];

export type Shape = 'reference' | 'choice' | 'flag' | 'days' | 'figure' | 'text';

export function kindOf(property: Property): string {
  return String((property.custom as { kind?: unknown } | undefined)?.kind ?? 'text');
}

export function shapeOf(property: Property): Shape {
  if (property.reference) return 'reference';
  if (property.availableValues) return 'choice';
  const kind = kindOf(property);
  if (kind === 'flag') return 'flag';
  if (kind === 'day' || kind === 'instant') return 'days';
  return kind === 'text' || kind === 'json' ? 'text' : 'figure';
}

/** Relative times in the order of the menu. */
export function relativeTimes(): [string, string][] {
  return [
    ['today', t('today')],
    ['yesterday', t('yesterday')],
    ['last-7-days', t('last {count} days', { count: 7 })],
    ['last-30-days', t('last {count} days', { count: 30 })],
    ['last-90-days', t('last {count} days', { count: 90 })],
    ['this-week', t('this week')],
    ['previous-week', t('previous week')],
    ['this-month', t('this month')],
    ['previous-month', t('previous month')],
    ['this-year', t('this year')],
    ['previous-year', t('previous year')],
  ];
}

export function describeFilter(property: Property, filter: Filter, names: Readonly<Record<string, string>>): string {
  const { marks, values } = filter;
  const said = values.map((value) => {
    if (shapeOf(property) === 'flag') return value === 'true' ? t('yes') : t('no');
    return names[value] ?? (property.availableValues ? named(value) : value);
  });
  const { during, is, from, to, starts, exact } = marks;
  if (during) said.push(relativeTimes().find(([word]) => word === during)?.[1] ?? during);
  if (is) said.push(is === 'empty' ? t('empty') : t('not empty'));
  if (starts) said.push(t('begins with {text}', { text: starts }));
  if (exact) said.push(`= ${exact}`);
  if (from && to) said.push(`${from} – ${to}`);
  else if (from) said.push(`≥ ${from}`);
  else if (to) said.push(`≤ ${to}`);
  return said.join(` ${t('or')} `);
}
