/** Draws every chart of a page from the data written into it. The numbers are finished: nothing is computed here. The picture is
 *  an extra: the figure names its subject and a table beside it carries the same numbers. */

import {
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  DoughnutController,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  type Scale,
  Tooltip,
} from 'chart.js';
import { isLanguage, localeOf } from '../../server/core/languages.ts';
import type { ChartFormat, ChartSpec } from '../../server/http/chart.ts';

Chart.register(
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  DoughnutController,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

const paletteSize = 6;

/** The page's language decides how numbers are written. */
const { lang } = document.documentElement;
const locale = isLanguage(lang) ? localeOf[lang] : localeOf.en;

const legendLabels = Chart.defaults.plugins.legend.labels.generateLabels;
/** A doughnut's legend names its pieces. */
const pieceLabels = Chart.overrides.doughnut.plugins.legend.labels.generateLabels;

/** A custom property's colour as the canvas needs it: `light-dark()` is resolved only on a real element. */
function colourOf(name: string, probe: HTMLElement): string {
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}

function formatter(format: ChartSpec['format'], isShort: boolean): (value: number) => string {
  if (format.kind === 'money') {
    const digits = isShort ? {} : { minimumFractionDigits: format.decimals, maximumFractionDigits: format.decimals };
    const notation = isShort ? ({ notation: 'compact', maximumFractionDigits: 1 } as const) : {};
    const text = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: format.currency,
      ...digits,
      ...notation,
    });
    return (value) => text.format(value);
  }
  const text = new Intl.NumberFormat(locale, { maximumFractionDigits: format.kind === 'count' ? 0 : 2 });
  const percent = (value: string) => (lang === 'tr' ? `%${value}` : `${value} %`);
  return (value) => (format.kind === 'percent' ? percent(text.format(value)) : text.format(value));
}

function datasets(spec: ChartSpec, probe: HTMLElement): ChartConfiguration['data']['datasets'] {
  const palette = Array.from({ length: paletteSize }, (_, index) => colourOf(`--gate-chart-${index + 1}`, probe));
  const muted = colourOf('--gate-chart-muted', probe);
  const quiet = colourOf('--gate-quiet', probe);
  const surface = colourOf('--gate-surface', probe);
  return spec.series.map((series, index) => {
    const isLine = (series.kind ?? spec.kind) === 'line';
    // A thin line in the pale grey of muted bars could hardly be seen.
    const colour = series.muted ? (isLine ? quiet : muted) : (palette[index % paletteSize] ?? muted);
    return {
      type: series.kind ?? spec.kind,
      label: series.name,
      ...(series.isSecond ? { [spec.horizontal ? 'xAxisID' : 'yAxisID']: 'second' } : {}),
      data: [...series.values],
      // Bars stand on each other; a line stands on nothing, not even on another line.
      ...(spec.stacked && { stack: isLine ? `line-${index}` : 'bars' }),
      borderColor: spec.kind === 'doughnut' ? surface : colour,
      backgroundColor:
        spec.kind === 'doughnut' ? series.values.map((_, at) => palette[at % paletteSize] ?? muted) : colour,
      borderWidth: isLine || spec.kind === 'doughnut' ? 2 : 0,
      borderRadius: 3,
      // A line lies over the bars that it is compared with.
      order: isLine ? 0 : 1,
      maxBarThickness: 44,
      pointRadius: series.values.length > 40 ? 0 : 2,
      pointHitRadius: 12,
      tension: 0.25,
      ...(series.muted && isLine ? { borderDash: [5, 4] } : {}),
    };
  }) as ChartConfiguration['data']['datasets'];
}

/** How wide a letter is at most, on average. */
const letterPx = 7;
/** Of a name in a legend or under a column. */
const mostLetters = 32;

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(8, most - 1)).trimEnd()}…`;
}

function scales(spec: ChartSpec, probe: HTMLElement) {
  const grid = colourOf('--gate-chart-grid', probe);
  const ink = colourOf('--gate-quiet', probe);
  const short = formatter(spec.format, true);
  const names = {
    stacked: spec.stacked === true,
    grid: { display: false },
    border: { color: grid },
    ticks: {
      color: ink,
      maxRotation: 0,
      autoSkipPadding: 12,
      // A longer one would be cut where it begins.
      callback(this: Scale, value: string | number) {
        const most = spec.horizontal ? (this.chart.width * 0.4) / letterPx : mostLetters;
        return shortened(this.getLabelForValue(Number(value)), most);
      },
    },
  };
  const values = {
    stacked: spec.stacked === true,
    beginAtZero: true,
    grid: { color: grid },
    border: { display: false },
    ticks: { color: ink, maxTicksLimit: 6, callback: (value: string | number) => short(Number(value)) },
  };
  const second = spec.second ? { second: secondScale(spec, spec.second, ink) } : {};
  return spec.horizontal ? { x: values, y: names, ...second } : { x: names, y: values, ...second };
}

/** Where values of another kind are read: on the other side, without lines of its own. */
function secondScale(spec: ChartSpec, format: ChartFormat, ink: string) {
  const short = formatter(format, true);
  return {
    position: spec.horizontal ? ('top' as const) : ('right' as const),
    beginAtZero: true,
    ...(format.kind === 'percent' ? { suggestedMax: 100 } : {}),
    grid: { display: false },
    border: { display: false },
    ticks: { color: ink, maxTicksLimit: 6, callback: (value: string | number) => short(Number(value)) },
  };
}

function configuration(spec: ChartSpec, probe: HTMLElement): ChartConfiguration {
  const long = formatter(spec.format, false);
  const longSecond = formatter(spec.second ?? spec.format, false);
  const longOf = (series: number) => (spec.series[series]?.isSecond ? longSecond : long);
  const nameOf = (item: { label: string; dataset: { label?: string | undefined } }) =>
    spec.kind === 'doughnut' ? item.label : (item.dataset.label ?? item.label);
  const ink = colourOf('--gate-ink', probe);
  const linkAt = (series: number, point: number) => spec.series[series]?.links?.[point] ?? null;
  return {
    type: spec.kind,
    data: { labels: [...spec.labels], datasets: datasets(spec, probe) },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      indexAxis: spec.horizontal ? 'y' : 'x',
      interaction: {
        mode: spec.kind === 'doughnut' ? 'nearest' : 'index',
        intersect: false,
        axis: spec.kind === 'doughnut' ? 'xy' : spec.horizontal ? 'y' : 'x',
      },
      ...(spec.kind === 'doughnut' ? {} : { scales: scales(spec, probe) }),
      plugins: {
        legend: {
          display: spec.series.length > 1 || spec.kind === 'doughnut',
          position: spec.kind === 'doughnut' && window.innerWidth > 600 ? 'right' : 'top',
          align: 'start',
          labels: {
            color: ink,
            boxWidth: 12,
            boxHeight: 12,
            useBorderRadius: true,
            borderRadius: 3,
            sort: (a, b) => (a.datasetIndex ?? 0) - (b.datasetIndex ?? 0),
            // A dashed frame around a square this small only looks frayed.
            generateLabels: (chart) =>
              (spec.kind === 'doughnut' ? pieceLabels : legendLabels)(chart).map((label) => ({
                ...label,
                text: shortened(label.text, mostLetters),
                lineDash: [],
                lineWidth: 0,
              })),
          },
        },
        tooltip: {
          callbacks: {
            label: (item) => `${nameOf(item)}: ${longOf(item.datasetIndex)(Number(item.raw))}`,
          },
        },
      },
      onHover: (event, elements) => {
        const isLink = elements.some(({ datasetIndex, index }) => linkAt(datasetIndex, index) !== null);
        if (event.native?.target instanceof HTMLElement) event.native.target.style.cursor = isLink ? 'pointer' : '';
      },
      onClick: (_event, elements) => {
        const link = elements.map(({ datasetIndex, index }) => linkAt(datasetIndex, index)).find((one) => one !== null);
        if (link) window.location.assign(link);
      },
    },
  };
}

function drawAll(): void {
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12;
  for (const figure of document.querySelectorAll<HTMLElement>('figure.gate-chart')) {
    const canvas = figure.querySelector('canvas');
    const data = figure.querySelector('script[type="application/json"]')?.textContent;
    if (canvas === null || !data) continue;
    Chart.getChart(canvas)?.destroy();
    const probe = figure.appendChild(document.createElement('span'));
    new Chart(canvas, configuration(JSON.parse(data) as ChartSpec, probe));
    probe.remove();
  }
}

drawAll();
document.addEventListener('gate:theme', drawAll);
window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
// On paper charts are always light; the browser repaints the page, the canvas has to be asked.
window.addEventListener('beforeprint', () => {
  for (const chart of Object.values(Chart.instances)) chart.resize();
});
