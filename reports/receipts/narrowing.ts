/** What the list of receipts can be narrowed by, beside what every report can: the rows of other reports lead here by it. */
import { eachDay, weekdayOf } from '../../server/core/business-day.ts';
import { readDecimal } from '../../server/core/decimal.ts';
import type { InputError } from '../../server/core/errors.ts';
import type { ColumnType, Words } from '../../server/db/index.ts';
import { type Asked, unknownKey } from '../engine/window.ts';
import type { DayRange } from '../range.ts';
import { kindSql, receiptKinds } from './kinds.ts';

/** Names in the address. `min` and `max` are amounts that belong to it, `below` is one that does not; `items` and `fewer` are the
 *  same of the number of lines. `sub`: "<main group>:<subgroup>". `discount`: a type of discounts that name no campaign. */
export const narrowingNames = [
  ...(['product', 'sub', 'vat', 'customer', 'segment', 'campaign', 'discount', 'hour', 'weekday', 'kind'] as const),
  ...(['min', 'max', 'below', 'items', 'fewer', 'currency'] as const),
] as const;

export type NarrowingName = (typeof narrowingNames)[number];

/** A condition on documents `t`, and the values of its parameter. */
export interface Narrowing {
  name: NarrowingName;
  /** What makes the text of its condition, beside the name. */
  text?: string;
  type: ColumnType | readonly [ColumnType] | null;
  value: unknown;
  sql(q: Words): string;
}

const has = (table: string, condition: string) =>
  `EXISTS (SELECT 1 FROM ${table} x WHERE x.transaction_id = t.id AND ${condition})`;
const live = 'NOT x.is_cancelled AND NOT x.is_voided';
const subGroup = `x.main_group_id || ':' || coalesce(x.sub_group_id, '')`;
const netOf = 't.sign * (t.total_e4 - t.discount_e4 + t.surcharge_e4)';

const items = `(SELECT count(*) FROM transaction_lines x WHERE x.transaction_id = t.id AND ${live})`;

const memberOf = (condition: string) => `EXISTS (SELECT 1 FROM customer_segment_members m
  JOIN customer_segments s ON s.id = m.segment_id
  WHERE m.customer_id = t.customer_id AND m.is_active AND m.deleted_at IS NULL AND s.deleted_at IS NULL AND ${condition})`;
const customerIs = (condition: string) =>
  `EXISTS (SELECT 1 FROM customers c WHERE c.id = t.customer_id AND c.company_id = t.company_id AND ${condition})`;

/** Each mention of a list is one of its own, in the order of the text. A document that does not say a rate is one without taxes, lines and departments. */
const listSql: Readonly<
  Record<
    'product' | 'sub' | 'vat' | 'customer' | 'segment' | 'campaign' | 'discount' | 'currency',
    (list: () => string) => string
  >
> = {
  product: (list) => has('transaction_lines', `${live} AND coalesce(x.product_id, '') IN ${list()}`),
  sub: (list) => `(${has('transaction_lines', `${live} AND ${subGroup} IN ${list()}`)}
    OR ${has('transaction_departments', `${subGroup} IN ${list()}`)})`,
  vat: (
    list,
  ) => `CASE WHEN ${has('transaction_taxes', '1 = 1')} THEN ${has('transaction_taxes', `x.rate_basis_points IN ${list()}`)}
    WHEN ${has('transaction_lines', live)} OR ${has('transaction_departments', '1 = 1')}
      THEN ${has('transaction_lines', `${live} AND x.vat_basis_points IN ${list()}`)}
        OR ${has('transaction_departments', `x.vat_basis_points IN ${list()}`)}
    ELSE -1 IN ${list()} END`,
  customer: (list) => `coalesce(t.customer_id, '') IN ${list()}`,
  segment: (list) => `CASE WHEN coalesce(t.customer_id, '') = '' THEN 'nobody' IN ${list()}
    WHEN NOT ${customerIs('1 = 1')} THEN 'unknown' IN ${list()}
    WHEN ${customerIs('c.is_walk_in')} THEN 'walk-in' IN ${list()}
    WHEN ${memberOf('1 = 1')} THEN ${memberOf(`m.segment_id IN ${list()}`)}
    ELSE 'none' IN ${list()} END`,
  campaign: (list) =>
    has(
      'transaction_discounts',
      `NOT x.is_cancelled AND (coalesce(x.code, '') IN ${list()} OR x.campaign_id IN ${list()} OR x.discount_type_id IN ${list()})`,
    ),
  discount: (list) =>
    has(
      'transaction_discounts',
      `NOT x.is_cancelled AND coalesce(x.code, '') = '' AND x.discount_type_id IN ${list()}`,
    ),
  currency: (list) => `t.currency IN ${list()}`,
};

/** What the address narrows by. What breaks its rule is told and left out. */
export function readNarrowing(asked: Asked, range: DayRange | null): { narrowing: Narrowing[]; errors: InputError[] } {
  const narrowing: Narrowing[] = [];
  const errors: InputError[] = [];
  const refuse = (path: string, message: string) => errors.push({ path, message });
  for (const name of narrowingNames) {
    const given = asked[name];
    if (typeof given !== 'string' || given === '') continue;
    const values = given.split(',').map((one) => one.trim());
    if (name === 'kind') {
      const kind = receiptKinds.find((one) => one === given);
      if (kind) narrowing.push({ name, text: kind, type: null, value: null, sql: () => kindSql[kind] });
      else refuse(name, `must be one of: ${receiptKinds.join(', ')}`);
    } else if (name === 'min' || name === 'max' || name === 'below') {
      const read = readDecimal(given, 4);
      const sign = { min: '>=', max: '<=', below: '<' }[name];
      if (!read.ok) refuse(name, 'This is no amount.');
      else narrowing.push({ name, type: 'bigint', value: read.value, sql: (q) => `${netOf} ${sign} ${q.param(name)}` });
    } else if (name === 'items' || name === 'fewer') {
      const sign = name === 'items' ? '>=' : '<';
      if (!/^\d{1,6}$/.test(given)) refuse(name, 'must be a number from 0 to 999999');
      else narrowing.push({ name, type: 'int', value: Number(given), sql: (q) => `${items} ${sign} ${q.param(name)}` });
    } else if (name === 'hour' || name === 'weekday' || name === 'vat') {
      const numbers = values.map(Number);
      const [least, most] = { hour: [0, 23], weekday: [1, 7], vat: [-1, 10_000] }[name] as [number, number];
      if (!numbers.every((one) => Number.isInteger(one) && one >= least && one <= most)) {
        refuse(name, `must be a number from ${least} to ${most}`);
      } else narrowing.push(byNumber(name, numbers, range));
    } else narrowing.push(byText(name, values));
  }
  return { narrowing, errors };
}

function byNumber(name: 'hour' | 'weekday' | 'vat', numbers: number[], range: DayRange | null): Narrowing {
  if (name === 'vat') return { name, type: ['int'], value: numbers, sql: (q) => listSql.vat(() => q.list(name)) };
  if (name === 'hour') return { name, type: ['int'], value: numbers, sql: (q) => `t.hour IN ${q.list(name)}` };
  const days = range ? eachDay(range.from, range.to).filter((day) => numbers.includes(weekdayOf(day))) : [];
  return { name, type: ['text'], value: days, sql: (q) => `t.business_day IN ${q.list(name)}` };
}

function byText(name: keyof typeof listSql, values: string[]): Narrowing {
  const value = values.map((one) => (one === unknownKey ? '' : one));
  return { name, type: ['text'], value, sql: (q) => listSql[name](() => q.list(name)) };
}
