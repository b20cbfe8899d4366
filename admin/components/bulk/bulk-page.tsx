/** Changes of many rows: what was done lately, a new one, or one of them. */

import { useEffect, useState } from 'react';
import { Link, useLocation } from 'react-router-dom';
import { t } from '../texts.ts';
import { read } from './bulk-api.ts';
import type { BulkChangeView } from './bulk-data.ts';
import { BulkForm } from './bulk-form.tsx';
import { BulkOne } from './bulk-one.tsx';
import { kindWord, resultOf, stateWord } from './bulk-words.ts';

export function BulkPage() {
  const { search } = useLocation();
  const address = new URLSearchParams(search);
  const model = address.get('new');
  const id = address.get('change');
  return (
    <div className="gate-document gate-bulk">
      {model !== null ? (
        <BulkForm key={search} model={model} />
      ) : id !== null ? (
        <BulkOne key={id} id={id} />
      ) : (
        <Recent />
      )}
    </div>
  );
}

function Recent() {
  const [changes, setChanges] = useState<BulkChangeView[] | string | null>(null);
  useEffect(() => {
    let isShown = true;
    read<{ changes: BulkChangeView[] }>('')
      .then((answer) => isShown && setChanges(answer.changes))
      .catch((error: Error) => isShown && setChanges(error.message));
    return () => {
      isShown = false;
    };
  }, []);
  return (
    <>
      <h1>{t('Changes of many rows')}</h1>
      <p className="gate-quiet">
        {t(
          'Choose rows in a list, or a filter, then “Change rows”. Each change is tried first and can be undone for 24 hours.',
        )}
      </p>
      {changes === null && <p className="gate-quiet">{t('Loading…')}</p>}
      {typeof changes === 'string' && <p role="alert">{changes}</p>}
      {Array.isArray(changes) && <RecentTable changes={changes} />}
    </>
  );
}

function RecentTable({ changes }: { changes: readonly BulkChangeView[] }) {
  if (changes.length === 0) return <p>{t('Nobody has changed many rows at once yet.')}</p>;
  return (
    <div className="gate-scroll">
      <table className="gate-bulk-table">
        <thead>
          <tr>
            <th>{t('What')}</th>
            <th>{t('By')}</th>
            <th>{t('Begun')}</th>
            <th>{t('State')}</th>
            <th>{t('Result')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.id}>
              <td>
                <Link to={`/admin/pages/bulk?change=${change.id}`}>
                  {change.label}: {change.what.join(' · ') || kindWord(change.kind)}
                </Link>
                {change.company !== null && <small className="gate-quiet">{change.company}</small>}
              </td>
              <td>{change.by}</td>
              <td className="gate-nowrap">{change.createdAt}</td>
              <td>
                <span className="gate-word">{stateWord(change.state)}</span>
              </td>
              <td>{resultOf(change)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
