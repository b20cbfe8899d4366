/** Asks the server for what is typed: not for every letter, and never with an answer to an older text. */

import { useEffect, useState } from 'react';
import type { SearchAnswer } from './search-data.ts';

const pauseMs = 120;

export interface Searching {
  /** Null: nothing was asked yet. */
  answer: SearchAnswer | null;
  isWaiting: boolean;
  hasFailed: boolean;
}

const idle: Searching = { answer: null, isWaiting: false, hasFailed: false };

export function useSearch(text: string): Searching {
  const [state, setState] = useState<Searching>(idle);
  useEffect(() => {
    const asked = text.trim();
    if (asked === '') return setState(idle);
    setState(({ answer }) => ({ answer, isWaiting: true, hasFailed: false }));
    const aborting = new AbortController();
    const timer = setTimeout(() => {
      ask(asked, aborting.signal).then(
        (answer) => setState({ answer, isWaiting: false, hasFailed: false }),
        () => {
          if (!aborting.signal.aborted) setState({ answer: null, isWaiting: false, hasFailed: true });
        },
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      aborting.abort();
    };
  }, [text]);
  return state;
}

async function ask(text: string, signal: AbortSignal): Promise<SearchAnswer> {
  const address = `/admin/api/hub/search?q=${encodeURIComponent(text)}`;
  const response = await fetch(address, { signal, headers: { accept: 'application/json' } });
  // Signed out meanwhile: the page is asked for anew, and leads to the sign-in.
  if (response.redirected) window.location.reload();
  if (!response.ok) throw new Error(`The search answered ${response.status}`);
  return (await response.json()) as SearchAnswer;
}
