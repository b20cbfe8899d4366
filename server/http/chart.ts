/** A chart as pages write it and `portal/assets/charts.ts` draws it. */

/** How a chart's values read. `money` values are currency units, `percent` 0 to 100. */
export type ChartFormat =
  | { kind: 'money'; currency: string; decimals: number }
  | { kind: 'count' }
  | { kind: 'percent' }
  | { kind: 'quantity' };

export interface ChartSpec {
  /** Unique in the page. */
  id: string;
  /** Names the picture. */
  title: string;
  /** One sentence with what the picture says, for those who do not see it. */
  summary: string;
  kind: 'bar' | 'line' | 'doughnut';
  stacked?: boolean;
  horizontal?: boolean;
  height?: 'low' | 'normal' | 'high';
  labels: readonly string[];
  series: readonly {
    name: string;
    /** Finished numbers, one per label; null: nothing to show there. */
    values: readonly (number | null)[];
    kind?: 'bar' | 'line';
    /** Drawn in grey: what the other series is compared with. */
    muted?: boolean;
    /** Where a click on the bar or point leads. */
    links?: readonly (string | null)[];
    /** Read on the other side of the picture, in the format `second`. */
    isSecond?: boolean;
  }[];
  format: ChartFormat;
  /** How the values of series on the other side read. */
  second?: ChartFormat;
  /** Id of the table that shows the same numbers. */
  tableId?: string;
}

/** Characters that could end the script element, or that old parsers take for line ends. */
const unsafe = /[<>&\u2028\u2029]/g;

/** JSON that is safe inside a `<script type="application/json">`. */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(unsafe, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
