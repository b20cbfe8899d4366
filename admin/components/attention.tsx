/** Counts in the menu: what waits for somebody, read when the page changes and now and then. */

import { useEffect, useState } from 'react';
import { Link, useLocation } from 'react-router-dom';
import type { AttentionData } from './attention-data.ts';
import { readJson } from './related-tabs.tsx';
import { language, t } from './texts.ts';

const everyMs = 60_000;
/** Walking from page to page asks no more often. */
const restMs = 10_000;

let last: { atMs: number; data: AttentionData } | null = null;

export function useAttention(): AttentionData | null {
  const { pathname } = useLocation();
  const [data, setData] = useState(last?.data ?? null);
  useEffect(() => {
    let isShown = true;
    const read = async () => {
      if (document.hidden || (last && Date.now() - last.atMs < restMs)) return;
      const found = await readJson<AttentionData>('/admin/api/hub/attention').catch(() => null);
      if (found === null) return;
      last = { atMs: Date.now(), data: found };
      if (isShown) setData(found);
    };
    read();
    const timer = setInterval(read, everyMs);
    return () => {
      isShown = false;
      clearInterval(timer);
    };
  }, [pathname]);
  return data;
}

function textOf(count: number, cap: number): string {
  return count > cap ? `${cap.toLocaleString(language)}+` : count.toLocaleString(language);
}

/** Leads to the rows that wait. */
export function ListCount({ model, label, data }: { model: string; label: string; data: AttentionData | null }) {
  const found = data?.counts[model];
  if (!data || !found) return null;
  const text = textOf(found.count, data.cap);
  const name = found.isDiffering
    ? t('Figures of a day are not what its receipts say')
    : t('{list}: {count} wait for somebody', { list: label, count: text });
  return (
    <Link className="gate-count" to={found.href} aria-label={name} title={name}>
      {text}
    </Link>
  );
}

/** Of a closed group: all of its lists together. */
export function GroupCount({ models, data }: { models: readonly string[]; data: AttentionData | null }) {
  if (!data) return null;
  const sum = models.reduce((total, model) => total + (data.counts[model]?.count ?? 0), 0);
  return sum === 0 ? null : <span className="gate-count">{textOf(sum, data.cap)}</span>;
}
