/** Asks for the live figures every few seconds while the page is looked at. One request at a time, and nothing is left running. */

import { useEffect, useState } from 'react';
import type { LiveData } from './live-data.ts';

export type LiveState = 'waiting' | 'live' | 'paused' | 'lost';

const everyMs = 5000;
/** After a failure it is tried less and less often. */
const longestMs = 60_000;
const patienceMs = 10_000;

export function useLive(): { data: LiveData | null; state: LiveState } {
  const [data, setData] = useState<LiveData | null>(null);
  const [state, setState] = useState<LiveState>('waiting');
  useEffect(() => {
    let timer: number | undefined;
    let pauseMs = everyMs;
    let asking: AbortController | undefined;
    const ask = async () => {
      asking = new AbortController();
      const { signal } = asking;
      const giveUp = window.setTimeout(() => asking?.abort(), patienceMs);
      try {
        const answer = await fetch('/admin/api/hub/live', { signal, headers: { accept: 'application/json' } });
        // A session that has ended is sent to the page for signing in.
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        setData((await answer.json()) as LiveData);
        setState('live');
        pauseMs = everyMs;
      } catch {
        if (document.hidden) return;
        setState('lost');
        pauseMs = Math.min(longestMs, pauseMs * 2);
      } finally {
        window.clearTimeout(giveUp);
      }
      if (!document.hidden) timer = window.setTimeout(ask, pauseMs);
    };
    const look = () => {
      window.clearTimeout(timer);
      if (document.hidden) {
        asking?.abort();
        setState('paused');
        return;
      }
      void ask();
    };
    document.addEventListener('visibilitychange', look);
    look();
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.clearTimeout(timer);
      asking?.abort();
    };
  }, []);
  return { data, state };
}
