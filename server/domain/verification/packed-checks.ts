/** Packed totals against the stores' own rows of single days, period by period: memory grows with a company's customers, and not
 *  with its documents. */
import { lookUp, statement } from '../../db/index.ts';
import {
  daysOfPeriod,
  keysOfNumbers,
  type PackedAccess,
  type PackedSubject,
  packedFigures,
  packedSubjects,
  packingOf,
  unpackTotals,
} from '../sales/index.ts';
import { isKept } from './being-erased.ts';
import type { SumDifference } from './compare.ts';

const composed = statement({
  params: {},
  returns: { company_id: 'int', period: 'text' },
  sql: () => `SELECT p.company_id, p.period FROM composed_periods p WHERE p.state = 'composed' AND ${isKept('p.company_id')}
    ORDER BY p.company_id, p.period`,
});

const packedOf = statement({
  params: { company_id: 'int', subject: 'text', period: 'text' },
  returns: { currency: 'text', figures: 'bytes' },
  sql: (q) => `SELECT currency, figures FROM packed_totals
    WHERE company_id = ${q.param('company_id')} AND subject = ${q.param('subject')} AND period = ${q.param('period')}`,
});

function addingOf(subject: PackedSubject) {
  const { of, key } = packingOf(subject);
  const figures = packedFigures(subject);
  return statement({
    params: { company_id: 'int', first_day: 'text', last_day: 'text' },
    returns: { currency: 'text', key: 'text', ...Object.fromEntries(figures.map((name) => [name, 'bigint'] as const)) },
    sql: (
      q,
    ) => `SELECT t.currency, t.${key} AS key, ${figures.map((name) => `${q.sumBig(`t.${name}`)} AS ${name}`).join(', ')}
      FROM stores s ${lookUp(q.provider, {
        ...{ table: of.table, alias: 't' },
        where: `t.store_id = s.id AND t.business_day BETWEEN ${q.param('first_day')} AND ${q.param('last_day')}`,
      })}
      WHERE s.company_id = ${q.param('company_id')} GROUP BY 1, 2`,
  });
}

const added = new Map(packedSubjects.map((subject) => [subject, addingOf(subject)]));

type Fault = SumDifference & { kind: string };

/** @param report called once for each id of a period whose figures are not the sums of its days */
export async function checkPackedTotals(access: PackedAccess, report: (fault: Fault) => void): Promise<void> {
  for (const mark of await access.dialect.query(access.client, composed, {})) {
    for (const subject of packedSubjects) await checkPeriod(access, { ...mark, subject }, report);
  }
}

interface OfPeriod {
  company_id: number;
  period: string;
  subject: PackedSubject;
}

async function checkPeriod(
  { dialect, client }: PackedAccess,
  of: OfPeriod,
  report: (fault: Fault) => void,
): Promise<void> {
  const { company_id, period, subject } = of;
  const statementOfDays = added.get(subject);
  if (!statementOfDays) return;
  const names = packedFigures(subject);
  const figuresOf = (row: Record<string, unknown>) => names.map((name) => row[name] as bigint);
  const expected = await dialect.query(client, statementOfDays, { company_id, ...daysOfPeriod(period) });
  const found = await foundIn({ dialect, client }, of);
  const sides = new Map<string, Sides>();
  for (const row of expected) {
    const { currency, key } = row;
    sides.set(`${currency} ${key}`, { currency, key, expected: figuresOf(row), found: names.map(() => 0n) });
  }
  for (const { currency, key, figures } of found) {
    const side = sides.get(`${currency} ${key}`) ?? { currency, key, expected: names.map(() => 0n), found: [] };
    sides.set(`${currency} ${key}`, { ...side, found: figures });
  }
  const column = period.length === 10 ? 'business_day' : 'month';
  const kind = `rollup.packed${subject[0]?.toUpperCase()}${subject.slice(1)}`;
  for (const side of sides.values()) {
    const differing = names.flatMap((name, place) =>
      side.expected[place] === side.found[place] ? [] : [{ name, place }],
    );
    if (differing.length === 0) continue;
    const told = (figures: readonly bigint[]) =>
      Object.fromEntries(differing.map(({ name, place }) => [name, figures[place] ?? 0n]));
    const key = { company_id, [column]: period, [packingOf(subject).key]: side.key, currency: side.currency };
    report({ kind, key, expected: told(side.expected), found: told(side.found) });
  }
}

interface Sides {
  currency: string;
  key: string;
  expected: bigint[];
  found: bigint[];
}

async function foundIn({ dialect, client }: PackedAccess, { company_id, period, subject }: OfPeriod) {
  const packed = await dialect.query(client, packedOf, { company_id, subject, period });
  const rows = packed.flatMap(({ currency, figures }) =>
    unpackTotals(figures).map(({ number, figures: own }) => ({ currency, number, figures: own })),
  );
  const numbers = [...new Set(rows.map(({ number }) => number))];
  const keys = await keysOfNumbers({ dialect, client }, { company_id, subject }, numbers);
  // A number that nobody has given out belongs to nobody: shown as itself.
  return rows.map(({ currency, number, figures }) => ({ currency, key: keys.get(number) ?? `#${number}`, figures }));
}
