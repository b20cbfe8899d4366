/** One file: what its columns are, what would become of its rows, the work and its result. */

import { useState } from 'react';
import { Link } from 'react-router-dom';
import { language, t } from '../texts.ts';
import { base, send } from './import-api.ts';
import { Columns } from './import-columns.tsx';
import type { ImportDetail } from './import-data.ts';
import { Faults, Preview } from './import-rows.tsx';

interface Props {
  data: ImportDetail;
  onChange(data: ImportDetail): void;
}

export function OneImport({ data, onChange }: Props) {
  const { state } = data;
  if (state === 'checking' || state === 'importing') return <Progress data={data} />;
  if (state === 'done') return <Result data={data} />;
  return (
    <>
      {data.failure !== '' && (
        <p className="gate-import-fault" role="alert">
          {data.failure}
        </p>
      )}
      {state === 'checked' && <Checked data={data} onChange={onChange} />}
      {data.isOwn ? (
        <section className="gate-panel">
          <h2>{t('What the columns are')}</h2>
          <Columns key={state} data={data} onChange={onChange} />
        </section>
      ) : (
        <p className="gate-quiet">{t('Only who brought this file goes on with it.')}</p>
      )}
    </>
  );
}

function Progress({ data: { state, nextRow, rowCount } }: { data: ImportDetail }) {
  const share = rowCount === 0 ? 0 : Math.floor((nextRow / rowCount) * 100);
  const label = state === 'checking' ? t('The file is being checked') : t('The rows are being taken over');
  return (
    <section className="gate-panel" aria-live="polite">
      <h2>{label}</h2>
      <progress className="gate-import-progress" value={nextRow} max={rowCount || 1} aria-label={label} />
      <p className="gate-quiet">
        {t('{share} %: {done} of {rows} rows. You may leave this page; the work goes on.', {
          ...{ share, done: nextRow, rows: rowCount },
        })}
      </p>
    </section>
  );
}

function Counts({ data }: { data: ImportDetail }) {
  const isDone = data.state === 'done';
  const counts = [
    [isDone ? t('Created') : t('New'), data.created, 'new'],
    [t('Changed'), data.changed, 'changed'],
    [t('Unchanged'), data.unchanged, 'unchanged'],
    [t('Wrong'), data.wrong, 'wrong'],
  ] as const;
  return (
    <dl className="gate-import-counts">
      {counts.map(([label, count, kind]) => (
        <div key={kind} className={count > 0 ? `is-${kind}` : 'is-none'}>
          <dt>{label}</dt>
          <dd>{count.toLocaleString(language)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Checked({ data, onChange }: Props) {
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const writes = data.created + data.changed;
  const run = () => {
    setBusy(true);
    send<ImportDetail>(`/${data.id}/run`).then(onChange, (error: Error) => {
      setFault(error.message);
      setBusy(false);
    });
  };
  return (
    <section className="gate-panel">
      <h2>{t('What would happen')}</h2>
      <Counts data={data} />
      {fault !== '' && (
        <p role="alert" className="gate-import-fault">
          {fault}
        </p>
      )}
      {data.isOwn && (
        <div className="gate-buttons">
          <button type="button" className="is-primary" disabled={isBusy || writes === 0} onClick={run}>
            {writes === 0
              ? t('There is nothing to take over')
              : t('Take over {count} row | Take over {count} rows', { count: writes })}
          </button>
          <a href={`${base}/${data.id}/rows.csv`} download>
            {t('Every row with its outcome, as CSV')}
          </a>
        </div>
      )}
      {data.wrong > 0 && <Faults data={data} />}
      <Preview id={data.id} />
    </section>
  );
}

function Result({ data }: { data: ImportDetail }) {
  return (
    <section className="gate-panel" aria-live="polite">
      <h2>{t('Taken over')}</h2>
      <Counts data={data} />
      {data.wrong > 0 && <Faults data={data} />}
      <p>
        <Link to={`/admin/resources/${data.model}`}>{t('To the list “{list}”', { list: data.label })}</Link>
      </p>
    </section>
  );
}
