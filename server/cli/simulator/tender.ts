/** How a due amount is settled. What is noted is what was handed over; change is given back beside it (protocol 3.3). */
import type { Random } from './random.ts';

export type PaymentKind = 'CASH_PAYMENT' | 'CREDIT_PAYMENT' | 'PREPAID_PAYMENT' | 'OTHER_PAYMENT';

export interface Tender {
  payments: { kind: PaymentKind; amountE4: bigint }[];
  paidE4: bigint;
  changeE4: bigint;
}

/** Notes and coins that people round up to, in ten-thousandths. */
const roundSums = [10_000n, 50_000n, 100_000n, 200_000n, 500_000n];

/** Draws how somebody pays what is due: mostly by card, often in cash with change, now and then with both. */
export function settle(dueE4: bigint, random: Random): Tender {
  if (dueE4 <= 0n) return { payments: [], paidE4: 0n, changeE4: 0n };
  const draw = random.next();
  if (draw < 0.33) return cash(dueE4, random);
  if (draw < 0.9) return exact('CREDIT_PAYMENT', dueE4);
  if (draw < 0.945 && dueE4 > 60_000n) {
    // Notes from the purse first, the rest by card.
    const inCashE4 = (dueE4 / 2n / 50_000n) * 50_000n || 10_000n;
    return {
      payments: [
        { kind: 'CASH_PAYMENT', amountE4: inCashE4 },
        { kind: 'CREDIT_PAYMENT', amountE4: dueE4 - inCashE4 },
      ],
      paidE4: dueE4,
      changeE4: 0n,
    };
  }
  return exact(draw < 0.97 ? 'PREPAID_PAYMENT' : 'OTHER_PAYMENT', dueE4);
}

function exact(kind: PaymentKind, amountE4: bigint): Tender {
  return { payments: [{ kind, amountE4 }], paidE4: amountE4, changeE4: 0n };
}

function cash(dueE4: bigint, random: Random): Tender {
  if (random.chance(0.25)) return exact('CASH_PAYMENT', dueE4);
  const sums = roundSums.filter((sum) => sum <= dueE4 * 4n || sum === 10_000n);
  const step = random.pick(sums);
  const givenE4 = ((dueE4 + step - 1n) / step) * step;
  return { payments: [{ kind: 'CASH_PAYMENT', amountE4: givenE4 }], paidE4: givenE4, changeE4: givenE4 - dueE4 };
}
