/** In which currency and time zone a row's figures are meant: its own, its store's, or its company's. */

import type { Language } from '../../server/core/languages.ts';
import type { Ctx } from '../../server/db/index.ts';
import { languageOf, timeZoneOf } from '../texts.ts';
import type { Row } from './definition.ts';

export interface Place {
  /** Null: nothing says it. */
  currency: string | null;
  timeZone: string;
  /** Whose dates and numbers they are; without it they are plain, as forms read them back. */
  language?: Language;
}

interface Home {
  currency: string;
  timeZone: string;
}

/** The places of rows that belong to one list, with at most one query for its stores and one for its companies. */
export async function loadPlaces(ctx: Ctx, rows: readonly Row[]): Promise<(row: Row) => Place> {
  const storeIds = idsOf(rows, 'storeId');
  const companyIds = idsOf(rows, 'companyId');
  const select = { id: true, currency: true, timeZone: true } as const;
  const { reader } = ctx.db;
  const [stores, companies] = await Promise.all([
    storeIds.length === 0 ? [] : reader.store.findMany({ where: { id: { in: storeIds } }, select }),
    companyIds.length === 0 ? [] : reader.company.findMany({ where: { id: { in: companyIds } }, select }),
  ]);
  const storeHomes = new Map<unknown, Home>(stores.map((store) => [store.id, store]));
  const companyHomes = new Map<unknown, Home>(companies.map((company) => [company.id, company]));
  return (row) => {
    const home = storeHomes.get(row['storeId']) ?? companyHomes.get(row['companyId']);
    return {
      currency: textOr(row['currency'], home?.currency ?? null),
      timeZone: textOr(row['timeZone'], home?.timeZone ?? null) ?? 'UTC',
    };
  };
}

/** The same for what is only read: in the person's language, and on their own clocks if they chose some. */
export async function loadReadingPlaces(ctx: Ctx, rows: readonly Row[]): Promise<(row: Row) => Place> {
  const places = await loadPlaces(ctx, rows);
  const zone = timeZoneOf(ctx);
  const language = languageOf(ctx);
  return (row) => ({ ...places(row), ...(zone !== null && { timeZone: zone }), language });
}

function idsOf(rows: readonly Row[], column: string): number[] {
  const ids = rows.map((row) => row[column]).filter((id): id is number => typeof id === 'number');
  return [...new Set(ids)];
}

function textOr(value: unknown, other: string | null): string | null {
  return typeof value === 'string' && value !== '' ? value : other;
}
