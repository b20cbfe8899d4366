/** The first page: is the chain selling, do the tills report, does anything wait for a person; live. */

import { ApiClient } from 'adminjs';
import { useEffect, useMemo, useState } from 'react';
import { Link } from 'react-router-dom';
import type { DashboardData } from './dashboard-data.ts';
import { clock, number, shortDay } from './formats.ts';
import { LineChart } from './line-chart.tsx';
import { Figures } from './live/figures.tsx';
import { Machine } from './live/machine.tsx';
import { Tile } from './live/tile.tsx';
import { type LiveState, useLive } from './live/use-live.ts';
import { named, t } from './texts.ts';

const api = new ApiClient();
const resourcesPath = '/admin/resources';

export function Dashboard() {
  const { data: live, state } = useLive();
  const [data, setData] = useState<DashboardData | null>(null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    api.getDashboard().then(
      (answer) => setData(answer.data as DashboardData),
      () => setFailed(true),
    );
  }, []);
  return (
    <div className="gate-page">
      <div className="gate-page-head">
        <h1>{t('Overview')}</h1>
        <LiveSign state={state} at={live?.at} timeZone={live?.timeZone ?? null} />
      </div>
      {live && <Figures data={live} />}
      {hasFailed && <p>{t('The figures could not be loaded.')}</p>}
      {data && <Today data={data} />}
      {!data && !hasFailed && <p className="gate-quiet">{t('Loading…')}</p>}
      {live?.machine && <Machine data={live} machine={live.machine} />}
    </div>
  );
}

function LiveSign({ state, at, timeZone }: { state: LiveState; at: string | undefined; timeZone: string | null }) {
  const since = at === undefined ? '' : clock(at, timeZone, true);
  const says: Record<LiveState, string> = {
    waiting: t('Loading…'),
    live: t('Live, {time}', { time: since }),
    paused: t('Paused since {time}', { time: since }),
    lost: at === undefined ? t('No connection') : t('Lost connection; figures of {time}', { time: since }),
  };
  return (
    <p className={`gate-live is-${state}`}>
      <span className="gate-live-dot" aria-hidden="true" />
      <span>{says[state]}</span>
      <span className="gate-unseen" role="status">
        {state === 'lost' ? t('No connection') : ''}
      </span>
    </p>
  );
}

function Today({ data }: { data: DashboardData }) {
  const { days } = data;
  const labels = useMemo(() => days.map(({ day }) => shortDay(day)), [days]);
  const values = useMemo(() => days.map(({ documents }) => documents), [days]);
  return (
    <>
      <div className="gate-cards">
        <Tile
          title={t('Documents today')}
          value={number(data.today)}
          note={data.turnover.join(' · ') || t('no sales yet')}
          to={`${resourcesPath}/Transaction`}
        />
        {!data.mail.hasServer && <NoMailServer recent={data.mail.recent} />}
      </div>
      <div className="gate-columns">
        <section className="gate-panel is-chart">
          <h2>{t('Documents per day')}</h2>
          <LineChart title={t('Documents per day')} labels={labels} values={values} />
        </section>
        <section className="gate-panel">
          <h2>{t('Receipts, latest received first')}</h2>
          <Receipts receipts={data.receipts} />
        </section>
      </div>
    </>
  );
}

/** Somebody has to pass mails on: the first page says so. */
function NoMailServer({ recent }: { recent: number }) {
  return (
    <Tile
      title={t('Mail')}
      value={t('no server')}
      tone={recent > 0 ? 'warning' : undefined}
      note={t('{count} in seven days were kept for you to pass on. SMTP_URL or SMTP_HOST names a mail server.', {
        count: number(recent),
      })}
      to={`${resourcesPath}/MailMessage`}
    />
  );
}

function Receipts({ receipts }: Pick<DashboardData, 'receipts'>) {
  if (receipts.length === 0) return <p className="gate-quiet">{t('No till has pushed a receipt yet.')}</p>;
  return (
    <div className="gate-scroll">
      <table className="gate-table">
        <thead>
          <tr>
            <th>{t('When')}</th>
            <th>{t('Till')}</th>
            <th>{t('Receipt')}</th>
            <th className="is-figure">{t('Total')}</th>
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
                  {receipt.transactionType === 'sale' ? '' : ` ${named(receipt.transactionType)}`}
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
