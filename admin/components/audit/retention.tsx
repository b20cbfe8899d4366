/** How long contents are kept; superusers change it, after seeing how many entries it concerns. */

import { type FormEvent, useEffect, useState } from 'react';
import { readJson } from '../related-tabs.tsx';
import { t } from '../texts.ts';
import type { RetentionView } from './audit-view.ts';

const base = '/admin/api/hub/audit';

export function Retention({ company }: { company: string | null }) {
  const [rules, setRules] = useState<RetentionView | null>(null);
  useEffect(() => {
    readJson<RetentionView>(`${base}/retention`).then(setRules, () => setRules(null));
  }, []);
  if (rules === null) return null;
  const own = company === null ? undefined : rules.byCompany[company];
  return (
    <details className="gate-document gate-audit-retention">
      <summary>{t('How long contents are kept')}</summary>
      <p className="gate-quiet">
        {t(
          'What was done, by whom and when stays for ever; only what it was and became is erased, and the chain still proves.',
        )}
      </p>
      <Rule
        label={t('The hub’s own chain')}
        of="hub"
        months={rules.hub}
        mayChange={rules.mayChange}
        onChange={setRules}
      />
      <Rule
        label={t('Companies')}
        of="companies"
        months={rules.companies}
        mayChange={rules.mayChange}
        onChange={setRules}
      />
      {company !== null && (
        <Rule
          label={t('This company')}
          of={company}
          months={own === undefined ? rules.companies : own}
          mayChange={rules.mayChange}
          onChange={setRules}
        />
      )}
    </details>
  );
}

interface RuleProps {
  label: string;
  of: string;
  months: number | null;
  mayChange: boolean;
  onChange(rules: RetentionView): void;
}

function Rule({ label, of, months, mayChange, onChange }: RuleProps) {
  const [wanted, setWanted] = useState(months === null ? '' : String(months));
  const [entries, setEntries] = useState<number | null>(null);
  const [fault, setFault] = useState('');
  const value = wanted.trim() === '' ? 'ever' : wanted.trim();
  const tryOut = async (event: FormEvent) => {
    event.preventDefault();
    setFault('');
    const answer = await fetch(`${base}/try?of=${of}&months=${encodeURIComponent(value)}`, {
      headers: { accept: 'application/json' },
    });
    const said = (await answer.json()) as { entries?: number; detail?: string };
    if (answer.ok) setEntries(said.entries ?? 0);
    else setFault(said.detail ?? t('It could not be done. Nothing was changed.'));
  };
  const save = async () => {
    const body = new FormData();
    body.set('of', of);
    body.set('months', value);
    const headers = { accept: 'application/json' };
    const answer = await fetch(`${base}/retention`, { method: 'POST', headers, body });
    if (answer.ok) onChange((await answer.json()) as RetentionView);
    else setFault(t('It could not be done. Nothing was changed.'));
    setEntries(null);
  };
  const said = months === null ? t('for ever') : t('{count} month | {count} months', { count: months });
  return (
    <form className="gate-audit-rule" onSubmit={tryOut}>
      <span>
        {label}: {said}
      </span>
      {mayChange && (
        <input
          inputMode="numeric"
          aria-label={t('Months')}
          value={wanted}
          placeholder={t('for ever')}
          onChange={({ target }) => setWanted(target.value)}
        />
      )}
      {mayChange && <button type="submit">{t('Try')}</button>}
      {entries !== null && (
        <>
          <span>
            {t('{count} entry loses its content, for good | {count} entries lose their contents, for good', {
              count: entries,
            })}
          </span>
          <button type="button" onClick={save}>
            {t('Keep them so long')}
          </button>
        </>
      )}
      <span className="is-bad" role="alert">
        {fault}
      </span>
    </form>
  );
}
