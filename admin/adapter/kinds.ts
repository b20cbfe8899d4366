/** What a column's value means to a person, derived from its name and type and said otherwise by a resource where that fails. */

import type { ModelField } from '../../server/domain/listing/index.ts';

export const kinds = [
  'text',
  'number',
  /** Ten-thousandths of a currency unit. */
  'money',
  /** Ten-thousandths of a unit of measure. */
  'quantity',
  /** Basis points. */
  'percent',
  /** Millionths. */
  'rate',
  /** Ten-thousandths of a plain number. */
  'factor',
  'flag',
  'instant',
  /** `YYYY-MM-DD` as text. */
  'day',
  'json',
] as const;

export type Kind = (typeof kinds)[number];

const quantityNames = /^(quantity|onHand|reserved|damaged|minStock|maxStock|minLevel|maxLevel|reorderPoint)E4$/;
const factorNames = /(Multiplier|Share|pointsPerCurrency)E4$/;
const dayNames = /(Day|closureDate|On)$/;

export function kindOf(field: ModelField): Kind {
  if (field.type === 'Boolean') return 'flag';
  if (field.type === 'DateTime') return 'instant';
  if (field.name.endsWith('E4')) {
    if (quantityNames.test(field.name)) return 'quantity';
    return factorNames.test(field.name) ? 'factor' : 'money';
  }
  if (field.name.endsWith('E6')) return 'rate';
  if (field.name.endsWith('BasisPoints')) return 'percent';
  if (field.type === 'Int' || field.type === 'BigInt') return 'number';
  if (/^JSON\b/.test(field.documentation ?? '')) return 'json';
  return dayNames.test(field.name) ? 'day' : 'text';
}

/** Decimals that a kind's integers stand for; null for what is no scaled number. */
export function decimalsOf(kind: Kind): number | null {
  if (kind === 'money' || kind === 'quantity' || kind === 'factor') return 4;
  if (kind === 'rate') return 6;
  return kind === 'percent' ? 2 : null;
}

/** Kinds that stand in right-aligned columns. */
export function isFigure(kind: Kind): boolean {
  return kind === 'number' || decimalsOf(kind) !== null;
}

const unitSuffix = /(E4|E6|BasisPoints|Minutes)$/;

/** A column's name for people: `totalE4` is "Total", `companyId` is "Company", `lastSeenAt` is "Last seen", `isActive` is "Active". */
export function labelOf(name: string): string {
  const bare = name
    .replace(unitSuffix, '')
    .replace(/(?<=.)(Id|At)$/, '')
    .replace(/^is(?=[A-Z])/, '');
  const words = bare.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return (words.charAt(0).toUpperCase() + words.slice(1)).replace(/\b(vat|uuid|json|iso)\b/gi, (word) =>
    word.toUpperCase(),
  );
}
