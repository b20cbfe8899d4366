/** The page of a store: what a till that starts there would miss, and its fields. */

import { type ActionProps, ApiClient } from 'adminjs';
import { useEffect, useState } from 'react';
import type { HealthView } from './health-view.ts';
import { RecordFields, RecordTools } from './record-show.tsx';
import { RecordTabs } from './record-tabs.tsx';
import { t } from './texts.ts';

const api = new ApiClient();

export function StoreShow(props: ActionProps) {
  const [health, setHealth] = useState<HealthView | 'loading' | 'unknown'>('loading');
  const resourceId = props.resource.id;
  const recordId = props.record?.id ?? '';

  useEffect(() => {
    let isShown = true;
    const show = (next: HealthView | 'unknown') => {
      if (isShown) setHealth(next);
    };
    api
      .recordAction({ resourceId, recordId, actionName: 'health' })
      .then(({ data }) => show((data as { data?: HealthView }).data ?? 'unknown'))
      .catch(() => show('unknown'));
    return () => {
      isShown = false;
    };
  }, [resourceId, recordId]);

  return (
    <div className="gate-stack">
      <RecordFields {...props} tools={<RecordTools {...props} />} />
      <div className="gate-document">
        <section className="gate-section" aria-live="polite">
          <h3>{t('What a till would miss')}</h3>
          <Health health={health} />
        </section>
      </div>
      <RecordTabs {...props} />
    </div>
  );
}

function Health({ health }: { health: HealthView | 'loading' | 'unknown' }) {
  if (health === 'loading') return <p className="gate-quiet">{t('Loading…')}</p>;
  if (health === 'unknown')
    return <p className="gate-quiet">{t('No till starts in a store that is switched off or deleted.')}</p>;
  return (
    <>
      <p className={health.ok ? 'is-good' : 'is-bad'}>{health.verdict}</p>
      {health.findings.length > 0 && (
        <ul className="gate-findings">
          {health.findings.map(({ isMissing, sentence, todo, about }) => (
            <li key={sentence}>
              <strong className={isMissing ? 'is-bad' : undefined}>{isMissing ? t('Missing') : t('Advice')}</strong>{' '}
              {sentence}
              {about !== '' && <span className="gate-about">{about}</span>}
              <span className="gate-quiet">{todo}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
