/** The page of a document: facts, its sections as tables, raw parts folded away. The server decides what is in it. */

import { type ActionProps, ApiClient, useNotice } from 'adminjs';
import { useCallback, useEffect, useState } from 'react';
import { Link } from 'react-router-dom';
import { rootPath } from '../paths.ts';
import type { DocumentView, Fact, Section } from './document-view.ts';

interface Answer {
  data?: DocumentView;
  notice?: { message: string; type: 'success' | 'error' };
}

const api = new ApiClient();

export function DocumentShow({ record, resource }: ActionProps) {
  const [view, setView] = useState<DocumentView | null>(null);
  const [isBusy, setBusy] = useState(false);
  const addNotice = useNotice();
  const recordId = record?.id ?? '';

  const load = useCallback(async () => {
    const { data } = await api.recordAction({ resourceId: resource.id, recordId, actionName: 'document' });
    const answer = data as Answer;
    if (answer.notice) addNotice(answer.notice);
    setView(answer.data ?? null);
  }, [resource.id, recordId]);

  useEffect(() => {
    load().catch(() => addNotice({ message: 'This document could not be loaded.', type: 'error' }));
  }, [load]);

  const run = async ({ action, question, asksWhy }: DocumentView['buttons'][number]) => {
    const answer = asksWhy ? window.prompt(question) : '';
    if (answer === null || (!asksWhy && !window.confirm(question))) return;
    setBusy(true);
    try {
      const form = new FormData();
      form.set('confirmed', 'yes');
      form.set('answer', answer);
      const { data } = await api.recordAction({ resourceId: resource.id, recordId, actionName: action, data: form });
      const { notice, data: shown } = data as Answer;
      if (notice) addNotice(notice);
      if (shown) setView(shown);
      else await load();
    } catch {
      addNotice({ message: 'It could not be done. Nothing was changed.', type: 'error' });
    } finally {
      setBusy(false);
    }
  };

  if (!view) return <p className="gate-quiet">Loading…</p>;
  return (
    <div className="gate-document">
      <h2 className="gate-title">{view.title}</h2>
      {view.buttons.length > 0 && (
        <div className="gate-buttons">
          {view.buttons.map((button) => (
            <button key={button.action} type="button" disabled={isBusy} onClick={() => run(button)}>
              {button.label}
            </button>
          ))}
        </div>
      )}
      <dl className="gate-facts">
        {view.facts.map((fact) => (
          <FactItem key={fact.label} {...fact} />
        ))}
      </dl>
      {view.sections.map((section) => (
        <SectionTable key={section.title} {...section} />
      ))}
      {view.raw.map(({ title, text, isOpen }) => (
        <details key={title} className="gate-raw" open={isOpen}>
          <summary>{title}</summary>
          <pre className="gate-json">{text}</pre>
        </details>
      ))}
    </div>
  );
}

function FactItem({ label, value, href, tone, isFullAddress }: Fact) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className={tone === undefined ? undefined : `is-${tone}`}>
        <FactValue value={isFullAddress ? new URL(value, location.origin).href : value} href={href} />
      </dd>
    </div>
  );
}

/** Addresses outside the back office are pages of their own. */
function FactValue({ value, href }: { value: string; href: string | undefined }) {
  if (href === undefined) return value;
  return href.startsWith(`${rootPath}/`) ? <Link to={href}>{value}</Link> : <a href={href}>{value}</a>;
}

function SectionTable({ title, columns, rows, struck = [] }: Section) {
  return (
    <section className="gate-section">
      <h3>
        {title} <span className="gate-quiet">{rows.length}</span>
      </h3>
      <div className="gate-scroll">
        <table className="gate-table">
          <thead>
            <tr>
              {columns.map(({ label, isFigure }) => (
                <th key={label} className={isFigure ? 'is-figure' : undefined}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              // Rows have no identity of their own and never move.
              <tr key={row} className={struck.includes(row) ? 'is-struck' : undefined}>
                {columns.map(({ label, isFigure }, column) => (
                  <td key={label} className={isFigure ? 'is-figure' : undefined}>
                    {cells[column]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
