/** A line as small as a word. What it says stands beside it in words, so it is hidden from those who do not see it. */

const width = 100;
const height = 28;
const margin = 2;

export interface Spark {
  line: string;
  area: string;
}

/** @returns null: fewer than two numbers make no line */
export function sparkOf(values: readonly number[]): Spark | null {
  if (values.length < 2) return null;
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const span = high - low || 1;
  const points = values.map((value, index) => {
    const x = (index / (values.length - 1)) * width;
    const y = margin + (1 - (value - low) / span) * (height - 2 * margin);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  const line = `M${points.join('L')}`;
  return { line, area: `${line}V${height}H0Z` };
}
