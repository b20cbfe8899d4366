/** What belongs to a record: a tab for each list that names it, read when it is opened, and tabs that other parts bring along. */

import type { RecordJSON, ResourceJSON } from 'adminjs';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router-dom';
import type { RelatedRows, RelatedTab } from './related-view.ts';
import { t } from './texts.ts';

/** A tab that draws itself, such as the history. */
export interface OwnTab {
  label: string;
  draw(): ReactNode;
}

interface Props {
  resource: ResourceJSON;
  record: RecordJSON;
  /** Shown where the record has one. */
  history: OwnTab;
  /** Shown before all others. */
  first?: readonly OwnTab[];
  /** Shown for every record. */
  own?: readonly OwnTab[];
}

const none: readonly OwnTab[] = [];

export function RelatedTabs({ resource, record, history, first = none, own: always = none }: Props) {
  const base = `/admin/api/hub/related/${resource.id}/${encodeURIComponent(record.id)}`;
  const [tabs, setTabs] = useState<RelatedTab[] | null>(null);
  const [hasHistory, setHistory] = useState(false);
  const [open, setOpen] = useState(0);
  useEffect(() => {
    let isShown = true;
    setTabs(null);
    setOpen(0);
    readJson<{ tabs: RelatedTab[]; hasHistory: boolean }>(base)
      .then(({ tabs: found, hasHistory: has }) => {
        if (!isShown) return;
        setHistory(has);
        setTabs(found);
      })
      .catch(() => isShown && setTabs([]));
    return () => {
      isShown = false;
    };
  }, [base]);
  if (tabs === null) return null;
  const own = [...(hasHistory ? [history] : []), ...always];
  const labels = [...first, ...tabs, ...own].map(({ label }) => label);
  if (labels.length === 0) return null;
  const place = open - first.length;
  const ownTab = first[open] ?? own[place - tabs.length];
  return (
    <div className="gate-document gate-tabs">
      <TabList labels={labels} open={open} onOpen={setOpen} />
      <div role="tabpanel" id="gate-tab-panel" aria-label={labels[open]}>
        {ownTab ? ownTab.draw() : <RelatedTable key={`${base}/${place}`} address={`${base}/${place}`} />}
      </div>
    </div>
  );
}

function TabList({ labels, open, onOpen }: { labels: readonly string[]; open: number; onOpen(index: number): void }) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (open + step + labels.length) % labels.length;
    onOpen(next);
    (list.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <div className="gate-tab-list" role="tablist" ref={list} onKeyDown={move}>
      {labels.map((label, index) => (
        <button
          key={label}
          type="button"
          role="tab"
          aria-selected={index === open}
          aria-controls="gate-tab-panel"
          tabIndex={index === open ? 0 : -1}
          onClick={() => onOpen(index)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

function RelatedTable({ address }: { address: string }) {
  const [view, setView] = useState<RelatedRows | null>(null);
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading');
  const read = useCallback(
    async (after: string | null) => {
      setState('loading');
      try {
        const more = await readJson<RelatedRows>(`${address}${after === null ? '' : `?after=${after}`}`);
        setView((before) => (before && after !== null ? { ...more, rows: [...before.rows, ...more.rows] } : more));
        setState('ready');
      } catch {
        setState('failed');
      }
    },
    [address],
  );
  useEffect(() => {
    read(null);
  }, [read]);
  if (!view) return <p className="gate-quiet">{state === 'failed' ? t('This could not be loaded.') : t('Loading…')}</p>;
  if (view.rows.length === 0) return <p className="gate-quiet">{t('There is nothing of this kind here.')}</p>;
  return (
    <>
      <Rows {...view} />
      <p className="gate-tab-foot">
        {view.next !== null && (
          <button type="button" disabled={state === 'loading'} onClick={() => read(view.next)}>
            {t('Show more')}
          </button>
        )}
        {view.listHref !== null && <Link to={view.listHref}>{t('Open as a list')}</Link>}
        {state === 'failed' && <span className="is-bad">{t('This could not be loaded.')}</span>}
      </p>
    </>
  );
}

function Rows({ columns, rows }: RelatedRows) {
  return (
    <div className="gate-scroll">
      <table className="gate-table">
        <thead>
          <tr>
            {columns.map(({ label, isFigure }) => (
              <th key={label} className={isFigure ? 'is-figure' : undefined}>
                {label}
              </th>
            ))}
            <th>
              <span className="gate-unseen">{t('Page')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, title, href, isStruck, cells }) => (
            <tr key={id} className={isStruck ? 'is-struck' : undefined}>
              {cells.map((cell, index) => (
                <td key={columns[index]?.label} className={columns[index]?.isFigure ? 'is-figure' : undefined}>
                  <Cell {...cell} />
                </td>
              ))}
              <td className="gate-row-link">
                <Link to={href} aria-label={t('Open {name}', { name: title })} title={title}>
                  {t('Open')}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ text, href, flag }: RelatedRows['rows'][number]['cells'][number]) {
  if (flag !== undefined)
    return flag ? <span className="gate-word">{t('Yes')}</span> : <span className="gate-quiet">–</span>;
  return href === undefined ? text : <Link to={href}>{text}</Link>;
}

/** Answers of our own addresses. A session that has ended answers with a page, which is no JSON. */
export async function readJson<T>(address: string): Promise<T> {
  const answer = await fetch(address, { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as T;
}
