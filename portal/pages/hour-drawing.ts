/** Sales by hour as a drawing that needs no script: bars for today, a line for the same weekday last week. */

import type { DayBesideWeek } from '../../server/domain/home/index.ts';

const width = 720;
const height = 180;
const ground = 156;
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
  // Every second or third hour is named where there are many.
  const every = Math.ceil(hours.length / 12);
  const names = hours.flatMap(({ hour }, index) =>
    index % every === 0 ? [{ x: round((index + 0.5) * step), text: String(hour).padStart(2, '0') }] : [],
  );
  return { width, height, ground, labelY: height - 6, bars, line: points.join(' '), names };
}
