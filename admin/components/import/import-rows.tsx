/** Rows of a file: those that are wrong, and what would become of the first ones. */

import { useEffect, useState } from 'react';
import { t } from '../texts.ts';
import { ask, base } from './import-api.ts';
import type { ImportDetail, PreviewRow } from './import-data.ts';

export function Faults({ data: { id, faults, wrong } }: { data: ImportDetail }) {
  return (
    <>
      <h3>{t('{count} row is wrong and left out | {count} rows are wrong and left out', { count: wrong })}</h3>
      <ul className="gate-import-faults">
        {faults.map(({ line, cells, faults: reasons }) => (
          <li key={line}>
            <strong>{t('Line {line}', { line: String(line) })}</strong> {reasons.join(' ')}
            <small className="gate-quiet">{cells.slice(0, 6).join(' | ')}</small>
          </li>
        ))}
      </ul>
      <p>
        <a href={`${base}/${id}/faults.csv`} download>
          {t('All wrong rows with their reasons, as CSV: repair them there and bring that file')}
        </a>
      </p>
    </>
  );
}

export function Preview({ id }: { id: string }) {
  const [rows, setRows] = useState<PreviewRow[] | null>(null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    ask<{ rows: PreviewRow[] }>(`/${id}/rows`).then(
      (answer) => setRows(answer.rows),
      () => setFailed(true),
    );
  }, [id]);
  if (hasFailed) return <p role="alert">{t('The rows could not be loaded.')}</p>;
  if (!rows) return <p className="gate-quiet">{t('Loading…')}</p>;
  const words = { new: t('new'), changed: t('changed'), unchanged: t('unchanged'), wrong: t('wrong') };
  return (
    <details open>
      <summary>{t('The first rows')}</summary>
      <div className="gate-scroll">
        <table className="gate-table gate-import-preview">
          <thead>
            <tr>
              <th className="gate-figure">{t('Line')}</th>
              <th>{t('Row')}</th>
              <th>{t('Outcome')}</th>
              <th>{t('What changes, or why not')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.line}>
                <td className="gate-figure">{row.line}</td>
                <td>{row.title}</td>
                <td>
                  <span className={`gate-import-outcome is-${row.outcome}`}>{words[row.outcome]}</span>
                </td>
                <td>
                  {row.faults.join(' ')}
                  {row.changes.map(({ label, before, after }) => (
                    <span key={label} className="gate-import-change">
                      {label}: <del>{before || '–'}</del> <ins>{after || '–'}</ins>
                    </span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
