/** How baskets are sorted by size. */

/** Lowest values of the bands, rising: of amounts in whole units of the currency, of items in live lines. What lies below the first
 *  belongs to it; no items means that the document came without lines. */
export const basketBands = {
  amount: [0, 5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1000],
  items: [0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30],
} as const;

/** SQL for the band in which a value lies; amounts in ten-thousandths. */
export function basketBand(kind: keyof typeof basketBands, value: string): string {
  const unit = kind === 'amount' ? 10_000 : 1;
  const [lowest, ...others] = basketBands[kind];
  const cases = others.toReversed().map((from) => `WHEN ${value} >= ${from * unit} THEN ${from}`);
  return `CASE ${cases.join(' ')} ELSE ${lowest} END`;
}
