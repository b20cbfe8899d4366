/** Takings of several currencies told in one: every day's sums at that day's rate. The last rate of or before a day counts; one
 *  that is kept for the other direction counts where there is none for this. Rounded half up to the ten-thousandth, a sum of one
 *  day at a time. */
import { DomainError } from '../../server/core/errors.ts';
import { divideRounded } from '../../server/core/rounding.ts';
import { type Ctx, statement } from '../../server/db/index.ts';

/** A rate that a figure was made with. */
export interface UsedRate {
  currency: string;
  target: string;
  /** The day from which it holds. */
  day: string;
  /** 1 of `currency` is this much of `target`, in millionths; where it is `isInverse`, 1 of `target` is this much of `currency`. */
  rateE6: bigint;
  isInverse: boolean;
}

const oneE6 = 1_000_000n;
/** Days that a refusal names. */
const namedDays = 10;

const dayRates = statement({
  params: { company_id: 'int', target: 'text' },
  returns: { currency: 'text', target: 'text', day: 'text', rate_e6: 'bigint' },
  sql: (q) => `SELECT currency, target, day, rate_e6 FROM currency_day_rates
    WHERE company_id = ${q.param('company_id')} AND ${q.param('target')} IN (currency, target) AND rate_e6 > 0
    ORDER BY day DESC`,
});

export class Conversion {
  readonly target: string;
  readonly #rates: readonly UsedRate[];
  readonly #used = new Set<UsedRate>();
  readonly #lacking = new Map<string, Set<string>>();

  private constructor(target: string, rates: readonly UsedRate[]) {
    this.target = target;
    this.#rates = rates;
  }

  /** With every rate that a company has had between a currency and any other. */
  static async open(ctx: Ctx, companyId: number, target: string): Promise<Conversion> {
    const rows = await ctx.db.dialect.query(ctx.db.reader, dayRates, { company_id: companyId, target });
    return new Conversion(
      target,
      rows.map(({ currency, day, rate_e6, ...row }) => {
        const isInverse = row.target !== target;
        return { currency: isInverse ? row.target : currency, target, day, rateE6: rate_e6, isInverse };
      }),
    );
  }

  /** An amount of a day, in ten-thousandths. Where there is no rate, the day is noted and the amount is no figure: `check` says
   *  so. Nothing is worth nothing in every currency. */
  convert(amountE4: bigint, { currency, day }: { currency: string; day: string }): bigint {
    if (currency === this.target || amountE4 === 0n) return amountE4;
    const rate = this.#rateOf(currency, day);
    if (rate === undefined) {
      this.#lacking.set(currency, (this.#lacking.get(currency) ?? new Set()).add(day));
      return 0n;
    }
    this.#used.add(rate);
    return rate.isInverse
      ? divideRounded(amountE4 * oneE6, rate.rateE6, 'half-up')
      : divideRounded(amountE4 * rate.rateE6, oneE6, 'half-up');
  }

  /** Rates are ordered by their days, the latest first. */
  #rateOf(currency: string, day: string): UsedRate | undefined {
    const holding = this.#rates.filter((rate) => rate.currency === currency && rate.day <= day);
    return holding.find(({ isInverse }) => !isInverse) ?? holding[0];
  }

  /** @throws invalid_input an amount had to be converted of a day for which there is no rate; says which */
  check(): void {
    if (this.#lacking.size === 0) return;
    const errors = [...this.#lacking].map(([currency, days]) => {
      const named = [...days].sort();
      const shown = `${named.slice(0, namedDays).join(', ')}${named.length > namedDays ? ', …' : ''}`;
      const message = `There is no rate from ${currency} into ${this.target} for ${named.length === 1 ? 'one day' : `${named.length} days`}: ${shown}`;
      return { path: 'in', message };
    });
    throw new DomainError('invalid_input', { errors }, errors.map(({ message }) => message).join('. '));
  }

  /** The rates that counted so far, by currency and day. */
  get used(): UsedRate[] {
    return [...this.#used].sort((a, b) => (`${a.currency} ${a.day}` < `${b.currency} ${b.day}` ? -1 : 1));
  }
}
