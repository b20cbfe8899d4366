/** The audit explorer: what was done by whom, to what, when and through which door. */

import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { readJson } from '../related-tabs.tsx';
import { t } from '../texts.ts';
import { AuditEntryCard } from './audit-entry.tsx';
import type { AuditItem, AuditPage as Page } from './audit-view.ts';
import { ChainProof } from './chain-proof.tsx';
import { Retention } from './retention.tsx';

const base = '/admin/api/hub/audit';
const doors = ['admin', 'portal', 'device', 'api', 'reports', 'cli', 'job'];

export function AuditPage() {
  const [query, setQuery] = useSearchParams();
  const [entries, setEntries] = useState<AuditItem[]>([]);
  const [next, setNext] = useState<number | null>(null);
  const [chain, setChain] = useState('0');
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading');
  const asked = query.toString();
  const read = useCallback(
    async (before: number | null) => {
      setState('loading');
      try {
        const page = await readJson<Page>(`${base}?${asked}${before === null ? '' : `&before=${before}`}`);
        setEntries((known) => (before === null ? page.entries : [...known, ...page.entries]));
        setNext(page.next);
        setChain(String(page.chain));
        setState('ready');
      } catch {
        setState('failed');
      }
    },
    [asked],
  );
  useEffect(() => {
    read(null);
  }, [read]);
  return (
    <div className="gate-page gate-audit">
      <h1 className="gate-title">{t('Audit trail')}</h1>
      <Filters key={asked} query={query} onAsk={setQuery} />
      <ChainProof key={chain} chain={chain} />
      <p className="gate-audit-files">
        <a href={`${base}/export.csv?${asked}`}>{t('Export what is shown as CSV')}</a>
        <Link to="/admin/resources/AuditEntry">{t('Open as a list')}</Link>
      </p>
      {entries.map((entry) => (
        <AuditEntryCard key={entry.id} entry={entry} />
      ))}
      {state === 'failed' && <p className="is-bad">{t('This could not be loaded.')}</p>}
      {state === 'ready' && entries.length === 0 && (
        <p className="gate-quiet">{t('Nothing was done of this kind. Take a filter away to see more.')}</p>
      )}
      {next !== null && (
        <button type="button" disabled={state === 'loading'} onClick={() => read(next)}>
          {t('Show more')}
        </button>
      )}
      <Retention key={`keep ${chain}`} company={chain === '0' ? null : chain} />
    </div>
  );
}

function Filters({ query, onAsk }: { query: URLSearchParams; onAsk(next: URLSearchParams): void }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const next = new URLSearchParams();
    for (const [name, value] of new FormData(event.currentTarget)) {
      if (typeof value === 'string' && value.trim() !== '') next.set(name, value.trim());
    }
    onAsk(next);
  };
  const field = (name: string, label: string, type = 'text') => (
    <label>
      {label}
      <input name={name} type={type} defaultValue={query.get(name) ?? ''} maxLength={200} />
    </label>
  );
  return (
    <form className="gate-audit-filters" onSubmit={submit}>
      {field('person', t('Person (user name or id)'))}
      {field('company', t('Company (name, short name, or hub)'))}
      {field('model', t('Kind of thing'))}
      {field('id', t('Its id'))}
      {field('action', t('Action begins with'))}
      <label>
        {t('Door')}
        <select name="door" defaultValue={query.get('door') ?? ''}>
          <option value="">{t('every door')}</option>
          {doors.map((door) => (
            <option key={door} value={door}>
              {door}
            </option>
          ))}
        </select>
      </label>
      {field('from', t('From'), 'datetime-local')}
      {field('to', t('To'), 'datetime-local')}
      <button type="submit">{t('Apply')}</button>
      {query.size > 0 && (
        <button type="button" onClick={() => onAsk(new URLSearchParams())}>
          {t('Clear')}
        </button>
      )}
    </form>
  );
}
