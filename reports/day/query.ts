/** One business day: what each terminal brought, the step between a day's total and its receipts. */

import { z } from 'zod';
import { isDay } from '../../server/core/business-day.ts';
import { DomainError } from '../../server/core/errors.ts';
import { type Ctx, statement } from '../../server/db/index.ts';
import { chooseStores, getReportCompany, type ReportCompany, type ReportStore } from '../companies.ts';
import { addSums, type Figures, figuresOf, noSums } from '../figures.ts';
import { readSums, selectSums, sumColumns } from '../sums.ts';

export const salesOfDayInput = z.object({
  /** The company's slug. */
  company: z.string(),
  /** Business day, YYYY-MM-DD. */
  day: z.string(),
  /** Code of one store; without it all that the person may see. */
  store: z.string().optional(),
});

export type SalesOfDayInput = z.infer<typeof salesOfDayInput>;

export interface TerminalDay {
  storeCode: string;
  storeName: string;
  terminalCode: string;
  figures: Figures;
}

export interface SalesOfDay {
  company: ReportCompany;
  stores: ReportStore[];
  day: string;
  /** By letters; a currency's terminals by store and code. */
  currencies: { currency: string; terminals: TerminalDay[]; total: Figures }[];
}

const terminalDays = statement({
  params: { store_ids: ['int'], day: 'text' },
  returns: { store_id: 'int', terminal_code: 'text', currency: 'text', ...sumColumns },
  sql: (q) => `SELECT d.store_id, k.code AS terminal_code, d.currency, ${selectSums(q)}
    FROM day_totals d JOIN terminals k ON k.id = d.terminal_id
    WHERE d.store_id IN ${q.list('store_ids')} AND d.business_day = ${q.param('day')}
    GROUP BY d.store_id, k.code, d.currency ORDER BY d.currency, k.code`,
});

/** @throws not_found      the company or the store is none whose figures the actor may see
 *  @throws invalid_input  the day is none */
export async function salesOfDay(ctx: Ctx, input: SalesOfDayInput): Promise<SalesOfDay> {
  const company = await getReportCompany(ctx, input.company);
  const stores = chooseStores(company, input.store);
  const { day } = input;
  if (!isDay(day)) {
    throw new DomainError('invalid_input', { errors: [{ path: 'day', message: 'There is no such day.' }] });
  }
  const rows = await ctx.db.dialect.query(ctx.db.reader, terminalDays, {
    store_ids: stores.map((store) => store.id),
    day,
  });
  const currencies = [...new Set(rows.map((row) => row.currency))].map((currency) => {
    const own = rows.filter((row) => row.currency === currency);
    return {
      currency,
      // In the order of the stores, which is by code.
      terminals: stores.flatMap((store) =>
        own
          .filter((row) => row.store_id === store.id)
          .map((row) => ({
            storeCode: store.code,
            storeName: store.name,
            terminalCode: row.terminal_code,
            figures: figuresOf(readSums(row)),
          })),
      ),
      total: figuresOf(own.map(readSums).reduce(addSums, noSums)),
    };
  });
  return { company, stores, day, currencies };
}
