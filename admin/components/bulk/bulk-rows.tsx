/** The rows of a change, by what came of them, page by page. */

import { useCallback, useEffect, useState } from 'react';
import { Link } from 'react-router-dom';
import { language, t } from '../texts.ts';
import { read } from './bulk-api.ts';
import type { BulkChangeView, BulkRowView } from './bulk-data.ts';

interface Page {
  rows: BulkRowView[];
  next: number | null;
}

export function BulkRows({ change }: { change: BulkChangeView }) {
  const [outcome, setOutcome] = useState('');
  const [page, setPage] = useState<Page | null>(null);
  const [problem, setProblem] = useState('');
  const load = useCallback(
    (after: number) => {
      read<Page>(`/${change.id}/rows?outcome=${outcome}&after=${after}`)
        .then((found) =>
          setPage((shown) => (after < 0 ? found : { next: found.next, rows: [...(shown?.rows ?? []), ...found.rows] })),
        )
        .catch((error: Error) => setProblem(error.message));
    },
    [change.id, outcome],
  );
  useEffect(() => load(-1), [load]);
  const lists = listsOf(change);
  const hasFile = change.refused + change.kept > 0;
  return (
    <section className="gate-bulk-rows" aria-label={t('Rows')}>
      <div className="gate-bulk-lists">
        {lists.map(({ name, label, count }) => (
          <button key={name} type="button" aria-pressed={name === outcome} onClick={() => setOutcome(name)}>
            {label} <span className="gate-figure">{count.toLocaleString(language)}</span>
          </button>
        ))}
        {hasFile && (
          <a href={`/admin/api/hub/bulk/${change.id}/refused.csv`} download>
            {t('Refused rows as CSV')}
          </a>
        )}
      </div>
      {problem !== '' && <p role="alert">{problem}</p>}
      {page !== null && <RowTable model={change.model} page={page} />}
      {page?.next != null && (
        <button type="button" className="gate-bulk-more" onClick={() => load(page.next ?? -1)}>
          {t('Show more')}
        </button>
      )}
    </section>
  );
}

function listsOf({ state, rowCount, changed, unchanged, refused, undone, kept }: BulkChangeView) {
  const isTried = state === 'checking' || state === 'checked';
  const lists = [
    { name: '', label: t('All'), count: rowCount },
    isTried
      ? { name: 'pending', label: t('Would change'), count: changed }
      : { name: 'changed', label: t('Changed'), count: changed - undone - kept },
    { name: 'unchanged', label: t('Unchanged'), count: unchanged },
    { name: 'refused', label: t('Refused'), count: refused },
    { name: 'undone', label: t('Put back'), count: undone },
    { name: 'kept', label: t('Kept'), count: kept },
  ];
  return lists.filter(({ name, count }) => name === '' || count > 0);
}

function RowTable({ model, page }: { model: string; page: Page }) {
  if (page.rows.length === 0) return <p className="gate-quiet">{t('No row here.')}</p>;
  return (
    <div className="gate-scroll">
      <table className="gate-bulk-table">
        <thead>
          <tr>
            <th>{t('Row')}</th>
            <th>{t('Before → after')}</th>
            <th>{t('Outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {page.rows.map((row) => (
            <tr key={row.position}>
              <td>
                <Link to={`/admin/resources/${model}/records/${encodeURIComponent(row.rowId)}/show`}>{row.title}</Link>
              </td>
              <td>
                <Diffs row={row} />
              </td>
              <td>
                <span className={row.outcome === 'refused' ? 'is-bad' : undefined}>{outcomeWord(row)}</span>
                {row.faults.map((fault) => (
                  <small key={fault} className="gate-quiet">
                    {fault}
                  </small>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Diffs({ row }: { row: BulkRowView }) {
  if (row.outcome === 'refused') return null;
  return (
    <dl className="gate-diff">
      {row.diffs.map(({ label, before, after }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <del>{before || t('empty')}</del>
            <span aria-hidden="true"> → </span>
            <ins>{after || t('empty')}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function outcomeWord({ outcome, isPlanned }: BulkRowView): string {
  switch (outcome) {
    case 'pending':
      return isPlanned ? t('Would change') : t('Not looked at yet');
    case 'changed':
      return t('Changed');
    case 'unchanged':
      return t('Unchanged');
    case 'refused':
      return t('Refused');
    case 'undone':
      return t('Put back');
    default:
      return t('Kept');
  }
}
