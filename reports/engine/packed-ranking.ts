/** Rankings of packed totals: figures are added and compared by number, column after column, and only those that are shown are
 *  asked for their ids. */
import type { Ctx } from '../../server/db/index.ts';
import {
  addFigures,
  type ColumnSums,
  keysOfNumbers,
  numbersOfKeys,
  type PackedSubject,
  type PackedSums,
  packedFigures,
  packingOf,
  readPackedSums,
} from '../../server/domain/sales/index.ts';
import type { Sums } from '../measures.ts';
import { isStored, type Ranked, rankedAs } from './ranking.ts';
import { stitchedArguments } from './sold-rows.ts';
import { isWholeCompany, type Window } from './window.ts';

/** Figures that are added up, or with −1 taken away. */
export type Lead = Readonly<Record<string, 1n | -1n>>;

interface PackedRanking {
  subject: PackedSubject;
  lead: Lead;
  /** A figure that is 0 where nothing is there. */
  counted: string;
  /** Rows wanted; null: all. */
  most: number | null;
}

/** Whether totals of all stores answer a question. Nothing is packed of a company of one store. */
export function isPacked(window: Window): boolean {
  return isStored(window) && isWholeCompany(window) && window.stores.length > 1;
}

/** By currency, in the columns of `packedFigures`. One query. */
export function packedSumsOf(
  { db, now }: Ctx,
  { company, range }: Window,
  subject: PackedSubject,
): Promise<ReadonlyMap<string, PackedSums>> {
  const { months, edges: days } = stitchedArguments(range, now());
  return readPackedSums({ dialect: db.dialect, client: db.reader }, subject, { company_id: company.id, months, days });
}

/** Figures by their names: counts as numbers. */
export function namedSums(subject: PackedSubject, figures: readonly bigint[]): Sums {
  const { counts } = packingOf(subject).of;
  return Object.fromEntries(
    packedFigures(subject).map((name, place) => {
      const figure = figures[place] ?? 0n;
      return [name, counts.includes(name) ? Number(figure) : figure];
    }),
  );
}

/** Of everybody together. */
export function totalOf({ numbered, unnumbered }: PackedSums): bigint[] {
  return [...unnumbered.values()].reduce(addFigures, numbered.total());
}

/** By currency; two queries.
 *  @param window one that `isPacked` */
export async function rankPacked(
  ctx: Ctx,
  window: Window,
  ranking: PackedRanking,
): Promise<ReadonlyMap<string, Ranked>> {
  const { subject } = ranking;
  const perCurrency = [...(await packedSumsOf(ctx, window, subject))].map(([currency, sums]) => ({
    ...{ currency, sums },
    first: firstOf(sums, ranking),
  }));
  const keys = await keysOfNumbers(
    { dialect: ctx.db.dialect, client: ctx.db.reader },
    { company_id: window.company.id, subject },
    perCurrency.flatMap(({ first }) => first.numbers),
  );
  const ranked = perCurrency.flatMap(({ currency, sums, first }): [string, Ranked][] => {
    if (first.count === 0) return [];
    const found = [
      ...first.numbers.map((number) => ({ id: keys.get(number) ?? '', figures: sums.numbered.at(number) })),
      ...first.ids.map((id) => ({ id, figures: sums.unnumbered.get(id) ?? [] })),
    ];
    const leadOf = leadOfFigures(ranking);
    const rows = found
      .map(({ id, figures }) => ({ id, lead: leadOf(figures), sums: namedSums(subject, figures) }))
      .sort((a, b) => (a.lead === b.lead ? (a.id < b.id ? -1 : 1) : a.lead > b.lead ? -1 : 1));
    const named = rows.filter(({ id }) => id !== '').slice(0, ranking.most ?? rows.length);
    const shown = [...named, ...rows.filter(({ id }) => id === '')].map(({ id, sums: own }) => ({ id, sums: own }));
    return [[currency, rankedAs(shown, { count: first.count, total: namedSums(subject, totalOf(sums)) })]];
  });
  return new Map(ranked);
}

/** Sums of some ids, and of everybody, by currency; two queries.
 *  @param window one that `isPacked` */
export async function packedAmong(
  ctx: Ctx,
  window: Window,
  { subject, ids, counted }: { subject: PackedSubject; ids: ReadonlySet<string>; counted: string },
): Promise<ReadonlyMap<string, Ranked>> {
  const access = { dialect: ctx.db.dialect, client: ctx.db.reader };
  const of = { company_id: window.company.id, subject };
  const [perCurrency, numbers] = await Promise.all([
    packedSumsOf(ctx, window, subject),
    numbersOfKeys(access, of, [...ids]),
  ]);
  const place = packedFigures(subject).indexOf(counted);
  const among = [...perCurrency].flatMap(([currency, sums]): [string, Ranked][] => {
    const total = totalOf(sums);
    // All of a month may have been taken away again.
    if ((total[place] ?? 0n) === 0n) return [];
    const rows = [...ids].flatMap((id) => {
      const number = numbers.get(id);
      // A number may have been given since the sums were read.
      const figures = sums.unnumbered.get(id) ?? (number === undefined ? [] : sums.numbered.at(number));
      return (figures[place] ?? 0n) === 0n ? [] : [{ id, sums: namedSums(subject, figures) }];
    });
    return [[currency, { rows, others: null, total: namedSums(subject, total) }]];
  });
  return new Map(among);
}

interface First {
  /** How many there are in all. */
  count: number;
  /** Who may be among the first ones, and nobody's number: what is equal to the last one is among them. */
  numbers: number[];
  ids: string[];
}

function firstOf({ numbered, unnumbered }: PackedSums, ranking: PackedRanking): First {
  const place = packedFigures(ranking.subject).indexOf(ranking.counted);
  const met = numbersWith(numbered, place);
  const named = met.filter((number) => number !== 0);
  const leads = leadsOf(numbered, named, ranking);
  const leadOf = leadOfFigures(ranking);
  const others = [...unnumbered].filter(([, figures]) => figures[place] !== 0n);
  const all = new BigInt64Array(leads.length + others.length);
  all.set(leads);
  for (const [index, [, figures]] of others.entries()) all[leads.length + index] = leadOf(figures);
  all.sort();
  const least = ranking.most === null ? undefined : all[all.length - ranking.most];
  const isFirst = (lead: bigint | undefined) => least === undefined || (lead ?? 0n) >= least;
  return {
    count: met.length + others.length,
    numbers: [...named.filter((_, index) => isFirst(leads[index])), ...met.filter((number) => number === 0)],
    ids: others.filter(([, figures]) => isFirst(leadOf(figures))).map(([id]) => id),
  };
}

function numbersWith(sums: ColumnSums, place: number): number[] {
  const column = sums.columns[place];
  const met: number[] = [];
  for (let number = 0; number < sums.size; number += 1) if (column?.[number] !== 0n) met.push(number);
  return met;
}

function leadsOf({ columns }: ColumnSums, numbers: readonly number[], { subject, lead }: PackedRanking): BigInt64Array {
  const leads = new BigInt64Array(numbers.length);
  const names = packedFigures(subject);
  for (const [name, sign] of Object.entries(lead)) {
    const column = columns[names.indexOf(name)];
    if (!column) throw new Error(`"${name}" is no figure of packed totals.`);
    for (let index = 0; index < numbers.length; index += 1) {
      const figure = column[numbers[index] as number] as bigint;
      leads[index] = BigInt.asIntN(64, (leads[index] as bigint) + BigInt.asIntN(64, sign * figure));
    }
  }
  return leads;
}

function leadOfFigures({ subject, lead }: PackedRanking): (figures: readonly bigint[]) => bigint {
  const names = packedFigures(subject);
  return (figures) =>
    Object.entries(lead).reduce((sum, [name, sign]) => sum + sign * (figures[names.indexOf(name)] ?? 0n), 0n);
}
