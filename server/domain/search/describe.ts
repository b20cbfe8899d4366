/** Names of what was found, read from the rows themselves and once more within what the person may see: an entry of the index is
 *  never shown. One query for each kind, and one for the companies. */

import type { Ctx } from '../../db/index.ts';
import type { Reach } from './reach.ts';

/** In the order in which they are shown. */
export const foundKinds = [
  'receipt',
  'product',
  'customer',
  'company',
  'store',
  'terminal',
  'closure',
  'campaign',
  'cashier',
  'person',
] as const;
export type FoundKind = (typeof foundKinds)[number];

/** A piece of what is said beside a title. */
export type Detail = { text: string } | { amountE4: bigint; currency: string } | { at: Date; timeZone: string };

export interface Found {
  kind: FoundKind;
  id: string;
  title: string;
  /** What people call it by as well; null: nothing. */
  code: string | null;
  details: readonly Detail[];
}

interface Candidate {
  kind: FoundKind;
  id: string;
  rank: number;
}

interface Asked {
  ids: string[];
  /** Condition of rows that belong to a company. */
  own: { companyId?: { in: number[] } };
  reach: Reach;
}

type Row = Omit<Found, 'kind'> & { companyId: number | null };
type Reader = Ctx['db']['reader'];

const readers: Record<FoundKind, (reader: Reader, asked: Asked) => Promise<Row[]>> = {
  receipt: readReceipts,
  closure: readClosures,
  product: async (reader, { ids, own }) => {
    const select = { id: true, companyId: true, code: true, name: true } as const;
    const rows = await reader.product.findMany({ where: { ...own, id: { in: ids }, deletedAt: null }, select });
    return rows.map(({ name, ...row }) => ({ ...row, title: name, details: [{ text: row.code }] }));
  },
  customer: readCustomers,
  company: async (reader, { ids, reach }) => {
    const rows = await reader.company.findMany({
      where: {
        ...eitherId(ids),
        ...(reach.companyIds === null ? {} : { AND: [{ id: { in: [...reach.companyIds] } }] }),
        deletedAt: null,
      },
      select: { id: true, uuid: true, name: true, slug: true, officeCode: true },
    });
    return rows.map(({ id, name, slug, officeCode }) => ({
      ...{ id: String(id), companyId: null, title: name, code: slug, details: [{ text: slug }, { text: officeCode }] },
    }));
  },
  store: async (reader, { ids, own }) => {
    const select = { id: true, companyId: true, code: true, name: true } as const;
    const rows = await reader.store.findMany({ where: { ...own, ...eitherId(ids), deletedAt: null }, select });
    return rows.map(({ id, name, ...row }) => ({ ...row, id: String(id), title: name, details: [{ text: row.code }] }));
  },
  terminal: async (reader, { ids, own }) => {
    const rows = await reader.terminal.findMany({
      where: { ...own, ...eitherId(ids), deletedAt: null },
      select: { id: true, companyId: true, code: true, name: true, store: { select: { code: true } } },
    });
    return rows.map(({ id, name, store, ...row }) => ({
      ...{ ...row, id: String(id), title: name || row.code, details: [{ text: `${store.code} ${row.code}` }] },
    }));
  },
  campaign: async (reader, { ids, own }) => {
    const select = { id: true, companyId: true, code: true, name: true } as const;
    const rows = await reader.campaign.findMany({ where: { ...own, id: { in: ids }, deletedAt: null }, select });
    return rows.map(({ name, ...row }) => ({ ...row, title: name, details: [{ text: row.code }] }));
  },
  cashier: readCashiers,
  person: readPeople,
};

/** What the candidates are called; those that are gone or not the person's to see are left out. */
export async function describe(
  ctx: Ctx,
  reach: Reach,
  candidates: readonly Candidate[],
): Promise<(Found & { rank: number })[]> {
  const { reader } = ctx.db;
  const own = reach.companyIds === null ? {} : { companyId: { in: [...reach.companyIds] } };
  const read = await Promise.all(
    foundKinds.map(async (kind) => {
      const asked = candidates.filter((candidate) => candidate.kind === kind);
      if (asked.length === 0) return [];
      const rows = await readers[kind](reader, { ids: asked.map(({ id }) => id), own, reach });
      const ranks = new Map(asked.map(({ id, rank }) => [id, rank]));
      // A row that was found by its UUID, where others know it by number, is as sure as can be.
      return rows.map((row) => ({ ...row, kind, rank: ranks.get(row.id) ?? 0 }));
    }),
  );
  const rows = read.flat();
  const names = await companyNames(reader, rows);
  return rows.map(({ companyId, details, ...row }) => {
    const company = companyId === null ? undefined : names.get(companyId);
    return { ...row, details: [...details, ...(company === undefined ? [] : [{ text: company }])] };
  });
}

async function companyNames(reader: Reader, rows: readonly Row[]): Promise<ReadonlyMap<number, string>> {
  const ids = [...new Set(rows.map(({ companyId }) => companyId))].filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  const companies = await reader.company.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(companies.map(({ id, name }) => [id, name]));
}

/** Rows with a number of their own and a UUID beside it. */
function eitherId(ids: readonly string[]) {
  const numbers = ids.filter((id) => /^\d{1,9}$/.test(id)).map(Number);
  const uuids = ids.filter((id) => id.includes('-'));
  return uuids.length === 0 ? { id: { in: numbers } } : { OR: [{ id: { in: numbers } }, { uuid: { in: uuids } }] };
}

async function readReceipts(reader: Reader, { ids, own }: Asked): Promise<Row[]> {
  const rows = await reader.transaction.findMany({
    where: { ...own, id: { in: ids.map(Number) } },
    select: {
      ...{ id: true, companyId: true, uniqueId: true, uuid: true, occurredAt: true, totalE4: true, currency: true },
      store: { select: { code: true, timeZone: true } },
      terminal: { select: { code: true } },
    },
  });
  return rows.map(({ id, companyId, uniqueId, uuid, occurredAt, totalE4, currency, store, terminal }) => ({
    ...{ id: String(id), companyId, title: uniqueId || uuid, code: uuid },
    details: [
      { amountE4: totalE4, currency },
      { at: occurredAt, timeZone: store.timeZone },
      { text: `${store.code} ${terminal.code}` },
    ],
  }));
}

async function readClosures(reader: Reader, { ids, own }: Asked): Promise<Row[]> {
  const rows = await reader.closure.findMany({
    where: { ...own, id: { in: ids.map(Number) } },
    select: {
      ...{ id: true, companyId: true, kind: true, number: true, uuid: true, businessDay: true },
      store: { select: { code: true } },
      terminal: { select: { code: true } },
    },
  });
  return rows.map(({ id, companyId, kind, number, uuid, businessDay, store, terminal }) => ({
    ...{ id: String(id), companyId, title: `${kind} ${number}`, code: uuid },
    details: [{ text: businessDay }, { text: `${store.code} ${terminal.code}` }],
  }));
}

async function readCustomers(reader: Reader, { ids, own, reach }: Asked): Promise<Row[]> {
  // Nothing of a customer may be told to whoever may not see personal data, so none is found.
  if (!reach.seesPersonal) return [];
  const rows = await reader.customer.findMany({
    where: { ...own, id: { in: ids }, deletedAt: null, erasedAt: null },
    select: { id: true, companyId: true, name: true, lastName: true, phoneNumber: true, email: true },
  });
  return rows.map(({ id, companyId, name, lastName, phoneNumber, email }) => ({
    ...{ id, companyId, code: null, title: `${name} ${lastName}`.trim() },
    details: [phoneNumber, email].filter((text) => text !== null && text !== '').map((text) => ({ text: text ?? '' })),
  }));
}

async function readCashiers(reader: Reader, { ids, own, reach }: Asked): Promise<Row[]> {
  const rows = await reader.cashier.findMany({
    where: { ...own, id: { in: ids }, deletedAt: null },
    select: {
      ...{ id: true, companyId: true, number: true },
      ...(reach.seesPersonal ? { firstName: true, lastName: true, userName: true } : {}),
    },
  });
  return rows.map(({ id, companyId, number, firstName, lastName, userName }) => ({
    ...{ id, companyId, code: String(number) },
    title: [firstName, lastName].filter(Boolean).join(' ') || userName || String(number),
    details: [{ text: `#${number}` }, ...(userName ? [{ text: userName }] : [])],
  }));
}

async function readPeople(reader: Reader, { ids, reach }: Asked): Promise<Row[]> {
  if (!reach.seesPersonal) return [];
  const isSeen =
    reach.companyIds === null
      ? {}
      : { OR: [{ id: reach.userId }, { memberships: { some: { companyId: { in: [...reach.companyIds] } } } }] };
  const rows = await reader.user.findMany({
    where: { AND: [{ id: { in: ids }, deletedAt: null }, isSeen] },
    select: { id: true, username: true, displayName: true, firstName: true, lastName: true, email: true },
  });
  return rows.map(({ id, username, displayName, firstName, lastName, email }) => ({
    ...{ id, companyId: null, code: username },
    title: displayName || `${firstName} ${lastName}`.trim() || username,
    details: [{ text: username }, ...(email && email !== username ? [{ text: email }] : [])],
  }));
}
