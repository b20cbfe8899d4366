/** A line over time, with the same figures as a table for whoever cannot see it. The chart is made once and fed. */

import type { Chart } from 'chart.js';
import { useEffect, useRef } from 'react';
import { number } from './formats.ts';
import { t } from './texts.ts';

export interface LineProps {
  title: string;
  labels: string[];
  values: number[];
  /** Without axes, for a tile. */
  isSmall?: boolean;
}

type Line = Chart<'line', number[], string>;

export function LineChart({ title, labels, values, isSmall = false }: LineProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Line | null>(null);
  const latest = useRef({ labels, values });
  latest.current = { labels, values };
  useEffect(() => {
    let isGone = false;
    import('./chart-parts.ts').then(({ Chart: Made }) => {
      if (!canvas.current || isGone) return;
      chart.current = new Made(canvas.current, configOf(latest.current, isSmall)) as Line;
    });
    return () => {
      isGone = true;
      chart.current?.destroy();
      chart.current = null;
    };
  }, [isSmall]);
  useEffect(() => {
    const line = chart.current;
    const [set] = line?.data.datasets ?? [];
    if (!line || !set) return;
    line.data.labels = labels;
    set.data = values;
    line.update('none');
  }, [labels, values]);
  return (
    <figure className={isSmall ? 'gate-spark' : 'gate-figure-box'}>
      <div className="gate-chart">
        <canvas ref={canvas} role="img" aria-label={title} />
      </div>
      <details className="gate-as-table">
        <summary>{t('As a table')}</summary>
        <div className="gate-scroll">
          <table className="gate-table">
            <caption className="gate-unseen">{title}</caption>
            <tbody>
              {labels.map((label, index) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  <td className="is-figure">{number(values[index] ?? 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

function configOf({ labels, values }: Pick<LineProps, 'labels' | 'values'>, isSmall: boolean) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const ticks = { color: colour('--gate-chart-text'), maxRotation: 0, precision: 0 };
  return {
    type: 'line' as const,
    data: {
      labels,
      datasets: [
        {
          data: values,
          borderColor: colour('--gate-chart-line'),
          backgroundColor: colour('--gate-chart-fill'),
          fill: true,
          tension: isSmall ? 0 : 0.25,
          pointRadius: isSmall ? 0 : 2,
          borderWidth: isSmall ? 1.5 : 2,
        },
      ],
    },
    options: {
      animation: false as const,
      maintainAspectRatio: false,
      plugins: { legend: { display: false } },
      scales: {
        x: { display: !isSmall, grid: { display: false }, ticks },
        y: { display: !isSmall, beginAtZero: true, grid: { color: colour('--gate-chart-grid') }, ticks },
      },
    },
  };
}
