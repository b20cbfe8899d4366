/** Views that stand in the menu. */

import { useEffect, useState } from 'react';
import { Link, useLocation } from 'react-router-dom';
import { t } from '../texts.ts';
import type { View } from './list-view.ts';
import { viewsAddress } from './views.tsx';

export function PinnedViews() {
  const [views, setViews] = useState<View[]>([]);
  const { search } = useLocation();
  const shown = new URLSearchParams(search).get('view');
  useEffect(() => {
    const load = async () => {
      const answer = await fetch(`${viewsAddress}?pinned=1`);
      if (answer.ok) setViews(((await answer.json()) as { views: View[] }).views);
    };
    void load();
    addEventListener('gate-views', load);
    return () => removeEventListener('gate-views', load);
  }, []);
  if (views.length === 0) return null;
  return (
    <ul className="gate-pinned" aria-label={t('Pinned views')}>
      {views.map((view) => (
        <li key={view.id}>
          <Link
            to={`/admin/resources/${view.model}?${view.search}`}
            aria-current={view.id === shown ? 'page' : undefined}
          >
            ★ {view.name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
