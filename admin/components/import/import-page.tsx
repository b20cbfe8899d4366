/** Files taken over: one of them, or a form for the next and the list of earlier ones. */

import { useCallback, useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { t } from '../texts.ts';
import { BringFile } from './bring-file.tsx';
import { ask } from './import-api.ts';
import type { ImportDetail, ImportOverview, ImportView } from './import-data.ts';
import { OneImport } from './one-import.tsx';

const page = '/admin/pages/import';
/** While the hub is at work. */
const lookMs = 700;

export function ImportPage() {
  const [query] = useSearchParams();
  const id = query.get('id');
  return (
    <div className="gate-page gate-import">
      {id === null ? <Overview model={query.get('model') ?? ''} /> : <Single key={id} id={id} />}
    </div>
  );
}

function Overview({ model }: { model: string }) {
  const [data, setData] = useState<ImportOverview | null>(null);
  const [fault, setFault] = useState('');
  useEffect(() => {
    ask<ImportOverview>('').then(setData, (error: Error) => setFault(error.message));
  }, []);
  if (fault !== '') return <p role="alert">{fault}</p>;
  if (!data) return <p className="gate-quiet">{t('Loading…')}</p>;
  return (
    <>
      <h1>{t('Import')}</h1>
      <section className="gate-panel">
        <h2>{t('Bring a file')}</h2>
        <BringFile models={data.models} model={model} />
      </section>
      <section className="gate-panel">
        <h2>{t('Files brought lately')}</h2>
        <Earlier imports={data.imports} />
      </section>
    </>
  );
}

function Earlier({ imports }: { imports: readonly ImportView[] }) {
  if (imports.length === 0) return <p className="gate-quiet">{t('None yet. The first one is brought above.')}</p>;
  return (
    <div className="gate-scroll">
      <table className="gate-table">
        <thead>
          <tr>
            <th>{t('File')}</th>
            <th>{t('List')}</th>
            <th>{t('For')}</th>
            <th className="gate-figure">{t('Rows')}</th>
            <th>{t('State')}</th>
            <th>{t('Brought')}</th>
          </tr>
        </thead>
        <tbody>
          {imports.map((each) => (
            <tr key={each.id}>
              <td>
                <Link to={`${page}?id=${each.id}`}>{each.fileName}</Link>
              </td>
              <td>{each.label}</td>
              <td>{each.place}</td>
              <td className="gate-figure">{each.rowCount.toLocaleString(document.documentElement.lang)}</td>
              <td>{stateText(each)}</td>
              <td>
                {each.createdAt} UTC · {each.by}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function stateText({ state, wrong }: ImportView): string {
  const left = wrong > 0 ? ` · ${t('{count} wrong row | {count} wrong rows', { count: wrong })}` : '';
  const words = {
    draft: t('not checked yet'),
    checking: t('being checked'),
    checked: t('checked'),
    importing: t('being taken over'),
    done: t('taken over'),
    failed: t('given up'),
  };
  return words[state] + left;
}

function Single({ id }: { id: string }) {
  const [data, setData] = useState<ImportDetail | null>(null);
  const [fault, setFault] = useState('');
  const load = useCallback(() => {
    ask<ImportDetail>(`/${encodeURIComponent(id)}`).then(setData, (error: Error) => setFault(error.message));
  }, [id]);
  useEffect(load, [load]);
  const isBusy = data?.state === 'checking' || data?.state === 'importing';
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(load, lookMs);
    return () => clearInterval(timer);
  }, [isBusy, load]);
  if (fault !== '') return <p role="alert">{fault}</p>;
  if (!data) return <p className="gate-quiet">{t('Loading…')}</p>;
  return (
    <>
      <p>
        <Link to={`${page}?model=${data.model}`}>← {t('All imports')}</Link>
      </p>
      <h1>{data.fileName}</h1>
      <p className="gate-quiet">
        {t('{rows} rows for “{list}” of {place}, brought by {by} at {at} UTC', {
          ...{ rows: data.rowCount, list: data.label, place: data.place, by: data.by, at: data.createdAt },
        })}
      </p>
      <OneImport data={data} onChange={setData} />
    </>
  );
}
