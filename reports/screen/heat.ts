/** Hours against weekdays as a table in shades: it is read as a table, and seen as a picture. */
import { moneyToNumber } from '../../server/core/money.ts';
import type { Words } from '../cells.ts';
import type { Column, Value } from '../engine/report.ts';
import type { AnsweredRow, AnsweredSection } from '../engine/run.ts';
import { valueText } from '../speak.ts';

const shades = 5;
const keyShape = /^([1-7]) (\d{1,2})$/;

interface Heat {
  words: Words;
  section: AnsweredSection;
  column: Column;
  hrefOf(row: AnsweredRow): string | null;
}

/** Hours in which nothing was ever sold are left out at both ends; null where nothing was sold at all. */
export function heatOf({ words, section, column, hrefOf }: Heat) {
  const cells = new Map(section.rows.map((row) => [row.key, row]));
  const hours = [...cells.keys()].flatMap((key) => Number(keyShape.exec(key)?.[2] ?? []));
  if (hours.length === 0) return null;
  const [first, last] = [Math.min(...hours), Math.max(...hours)];
  const shown = Array.from({ length: last - first + 1 }, (_, place) => first + place);
  const sizes = section.rows.map((row) => sizeOf(column, row.values[column.name] ?? null));
  const most = Math.max(...sizes, 0);
  const short = new Intl.NumberFormat(words.t('reports.screen.locale'), {
    notation: 'compact',
    maximumFractionDigits: 1,
  });
  return {
    hours: shown.map((hour) => String(hour).padStart(2, '0')),
    days: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
      name: words.formats.weekdayName(weekday),
      cells: shown.map((hour) => {
        const row = cells.get(`${weekday} ${hour}`);
        const value = row?.values[column.name] ?? null;
        const size = sizeOf(column, value);
        const text = valueText(words, { column, value, currency: section.currency });
        return {
          href: row ? hrefOf(row) : null,
          shade: most > 0 && size > 0 ? Math.max(1, Math.ceil((size / most) * shades)) : 0,
          text: value === null || size === 0 ? '' : short.format(size),
          full: `${words.formats.weekdayName(weekday)} ${String(hour).padStart(2, '0')}:00, ${text}`,
        };
      }),
    })),
  };
}

function sizeOf({ kind }: Column, value: Value): number {
  if (value === null || typeof value === 'string') return 0;
  return kind === 'money' ? moneyToNumber(BigInt(value)) : Number(value);
}
