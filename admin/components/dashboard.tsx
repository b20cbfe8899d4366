/** The first page: is the chain selling, do the tills report, does anything wait for a person. */

import { ApiClient } from 'adminjs';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router-dom';
import type { DashboardData } from './dashboard-data.ts';

const api = new ApiClient();
const resourcesPath = '/admin/resources';

export function Dashboard() {
  const [data, setData] = useState<DashboardData | null>(null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    api.getDashboard().then(
      (answer) => setData(answer.data as DashboardData),
      () => setFailed(true),
    );
  }, []);
  if (hasFailed) return <p className="gate-page">The figures could not be loaded.</p>;
  if (!data) return <p className="gate-page gate-quiet">Loading…</p>;
  const count = (number: number) => (number > data.countCap ? `${text(data.countCap)}+` : text(number));
  return (
    <div className="gate-page">
      <h1>Overview</h1>
      <div className="gate-cards">
        <Card title="Documents today" value={text(data.today)} note={data.turnover.join(' · ') || 'no sales yet'} />
        <Card
          title="Tills seen within the hour"
          value={`${text(data.seen)} of ${text(data.terminals)}`}
          to={`${resourcesPath}/Terminal`}
        />
        <Card
          title="Open quarantine"
          value={count(data.quarantined)}
          isBad={data.quarantined > 0}
          to={`${resourcesPath}/QuarantinedItem`}
        />
        <Card
          title="Open conflicts"
          value={count(data.conflicts)}
          isBad={data.conflicts > 0}
          to={`${resourcesPath}/Conflict`}
        />
        <MailCard {...data.mail} />
      </div>
      <div className="gate-columns">
        <section className="gate-panel is-chart">
          <h2>Documents per day</h2>
          <DayLine days={data.days} />
        </section>
        <section className="gate-panel">
          <h2>Receipts, latest received first</h2>
          <Receipts receipts={data.receipts} />
        </section>
      </div>
    </div>
  );
}

function text(count: number): string {
  return count.toLocaleString('en-GB');
}

interface CardProps {
  title: string;
  value: string;
  note?: string;
  isBad?: boolean;
  to?: string;
}

function Card({ title, value, note, isBad = false, to }: CardProps) {
  const body = (
    <>
      <span className="gate-card-title">{title}</span>
      <strong className={isBad ? 'is-bad' : undefined}>{value}</strong>
      {note && <span className="gate-quiet">{note}</span>}
    </>
  );
  return to ? (
    <Link className="gate-card" to={to}>
      {body}
    </Link>
  ) : (
    <div className="gate-card">{body}</div>
  );
}

/** Without a mail server somebody has to pass mails on: the first page says so. */
function MailCard({ hasServer, recent, givenUp }: DashboardData['mail']) {
  const to = `${resourcesPath}/MailMessage`;
  if (givenUp > 0) return <Card title="Mail" value={`${text(givenUp)} given up`} isBad to={to} />;
  if (hasServer) return <Card title="Mail in seven days" value={text(recent)} to={to} />;
  const note = `${text(recent)} in seven days were kept for you to pass on. SMTP_URL or SMTP_HOST names a mail server.`;
  return <Card title="Mail" value="no server" note={note} isBad={recent > 0} to={to} />;
}

function DayLine({ days }: Pick<DashboardData, 'days'>) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let chart: { destroy(): void } | undefined;
    let isGone = false;
    import('./chart-parts.ts').then(({ Chart }) => {
      if (!canvas.current || isGone) return;
      const style = getComputedStyle(document.documentElement);
      const colour = (name: string) => style.getPropertyValue(name).trim();
      chart = new Chart(canvas.current, {
        type: 'line',
        data: {
          labels: days.map(({ day }) => day.slice(5)),
          datasets: [
            {
              data: days.map(({ documents }) => documents),
              borderColor: colour('--gate-chart-line'),
              backgroundColor: colour('--gate-chart-fill'),
              fill: true,
              tension: 0.25,
              pointRadius: 2,
              borderWidth: 2,
            },
          ],
        },
        options: {
          animation: false,
          maintainAspectRatio: false,
          plugins: { legend: { display: false } },
          scales: {
            x: { grid: { display: false }, ticks: { color: colour('--gate-chart-text'), maxRotation: 0 } },
            y: {
              beginAtZero: true,
              grid: { color: colour('--gate-chart-grid') },
              ticks: { color: colour('--gate-chart-text'), precision: 0 },
            },
          },
        },
      });
    });
    return () => {
      isGone = true;
      chart?.destroy();
    };
  }, [days]);
  const first = days[0]?.day ?? '';
  return (
    <div className="gate-chart">
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Documents per day since ${first}: ${days.map(({ documents }) => documents).join(', ')}`}
      />
    </div>
  );
}

function Receipts({ receipts }: Pick<DashboardData, 'receipts'>) {
  if (receipts.length === 0) return <p className="gate-quiet">No till has pushed a receipt yet.</p>;
  return (
    <div className="gate-scroll">
      <table className="gate-table">
        <thead>
          <tr>
            <th>When</th>
            <th>Till</th>
            <th>Receipt</th>
            <th className="is-figure">Total</th>
          </tr>
        </thead>
        <tbody>
          {receipts.map((receipt) => (
            <tr key={receipt.id} className={receipt.isCancelled ? 'is-struck' : undefined}>
              <td className="is-short">{receipt.at.slice(0, 16)}</td>
              <td>
                {receipt.till} <span className="gate-quiet">{receipt.company}</span>
              </td>
              <td>
                <Link to={`${resourcesPath}/Transaction/records/${receipt.id}/show`}>
                  {receipt.receiptNumber}
                  {receipt.transactionType === 'sale' ? '' : ` ${receipt.transactionType}`}
                </Link>
              </td>
              <td className="is-figure">{receipt.total}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
