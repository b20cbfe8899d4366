/** The page of a document: facts, its sections as tables, raw parts folded away. The server decides what is in it. */

import { type ActionProps, ApiClient, useNotice } from 'adminjs';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { Link } from 'react-router-dom';
import { rootPath } from '../paths.ts';
import { ActionButtons } from './action-buttons.tsx';
import type { DocumentView, Fact, LinkCell, Section } from './document-view.ts';
import { RecordButtons } from './record-buttons.tsx';
import { RecordTabs } from './record-tabs.tsx';
import { t } from './texts.ts';

interface Answer {
  data?: DocumentView;
  notice?: { message: string; type: 'success' | 'error' };
}

const api = new ApiClient();

export function DocumentShow(props: ActionProps) {
  const { record, resource } = props;
  const [view, setView] = useState<DocumentView | null>(null);
  const addNotice = useNotice();
  const recordId = record?.id ?? '';

  const load = useCallback(async () => {
    const { data } = await api.recordAction({ resourceId: resource.id, recordId, actionName: 'document' });
    const answer = data as Answer;
    if (answer.notice) addNotice(answer.notice);
    setView(answer.data ?? null);
  }, [resource.id, recordId]);

  useEffect(() => {
    load().catch(() => addNotice({ message: t('This document could not be loaded.'), type: 'error' }));
  }, [load]);

  const onDone = async (shown: unknown) => (shown ? setView(shown as DocumentView) : load());

  if (!view) return <p className="gate-quiet">{t('Loading…')}</p>;
  return (
    <div>
      <DocumentBody view={view}>
        <ActionButtons resourceId={resource.id} buttons={view.buttons} {...{ recordId, onDone }} />
        <RecordButtons {...props} />
      </DocumentBody>
      <RecordTabs
        {...props}
        first={(view.tabs ?? []).map((section) => ({
          label: section.title,
          draw: () => <SectionTable {...section} />,
        }))}
      />
    </div>
  );
}

/** The document itself, with what can be done beside its title. */
function DocumentBody({ view, children }: { view: DocumentView; children: ReactNode }) {
  return (
    <div className="gate-document">
      <header className="gate-head">
        <h2 className="gate-title">{view.title}</h2>
        <div className="gate-tools">{children}</div>
      </header>
      <dl className="gate-facts">
        {view.facts.map((fact) => (
          <FactItem key={`${fact.label} ${fact.value}`} {...fact} />
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

function SectionTable({ title, columns, rows, struck = [], marked = [], note }: Section) {
  const tone = (row: number) => (struck.includes(row) ? 'is-struck' : marked.includes(row) ? 'is-marked' : undefined);
  return (
    <section className="gate-section">
      <h3>
        {title} <span className="gate-quiet">{rows.length}</span>
      </h3>
      {note !== undefined && <p className="gate-quiet">{note}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse must be able to scroll a wide table */}
      <section className="gate-scroll" tabIndex={0} aria-label={title}>
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
              <tr key={row} className={tone(row)}>
                {columns.map(({ label, isFigure }, column) => (
                  <td key={label} className={isFigure ? 'is-figure' : undefined}>
                    <SectionCell cell={cells[column] ?? ''} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function SectionCell({ cell }: { cell: string | LinkCell }) {
  return typeof cell === 'string' ? cell : <FactValue value={cell.text} href={cell.href} />;
}
