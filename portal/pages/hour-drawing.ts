/** Sales by hour as a drawing that needs no script: bars for today, a line for the same weekday last week. */

import type { DayBesideWeek } from '../../server/domain/home/index.ts';

const width = 720;
const height = 160;
const ground = 159;
const top = 8;

/** Coordinates for the template; null where there is nothing to draw. Amounts only decide about heights here, so they may lose
 *  their last digits. */
export function hourDrawing({ hours }: DayBesideWeek) {
  const most = Math.max(...hours.flatMap(({ grossE4, lastWeekE4 }) => [Number(grossE4), Number(lastWeekE4)]), 0);
  if (hours.length < 2 || most === 0) return null;
  const step = width / hours.length;
  const heightOf = (amountE4: bigint) => (Math.max(0, Number(amountE4)) / most) * (ground - top);
  const round = (value: number) => Math.round(value * 10) / 10;
  const bars = hours.map(({ grossE4 }, index) => ({
    x: round(index * step + step * 0.18),
    y: round(ground - heightOf(grossE4)),
    width: round(step * 0.64),
    height: round(heightOf(grossE4)),
  }));
  const points = hours.map(({ lastWeekE4 }, index) => {
    return `${round((index + 0.5) * step)},${round(ground - heightOf(lastWeekE4))}`;
  });
  // Names stand below as text, so that they keep their size on a phone; there only every third is shown.
  const names = hours.map(({ hour }, index) => ({ text: String(hour).padStart(2, '0'), isMain: index % 3 === 0 }));
  return { width, height, ground, bars, line: points.join(' '), names };
}
