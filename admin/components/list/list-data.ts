/** What the server answers of a list; see admin/adapter/list-action.ts. */

import { useCallback, useEffect, useState } from 'react';
import { t } from '../texts.ts';

export interface ListRecord {
  id: string | number;
  title: string;
  params: Record<string, unknown>;
  populated: Record<string, { id: string | number; title: string }>;
}

export interface ListAnswer {
  meta: {
    total: number | null;
    next: string | null;
    previous: string | null;
    stopped: { rows: number; value: string | null } | null;
    isStart: boolean;
    isEnd: boolean;
    isNumbered: boolean;
    canJump: boolean;
    perPage: number;
    page: number;
    columns: string[];
    sortBy: string;
    direction: 'asc' | 'desc';
    sorts: Record<string, boolean>;
    names: Record<string, Record<string, string>>;
  };
  records: ListRecord[];
}

/** The list of a model at an address. While another page is on its way, the present one stays. */
export function useList(model: string, search: string) {
  const [answer, setAnswer] = useState<ListAnswer | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(true);
  const [round, setRound] = useState(0);
  useEffect(() => {
    const gone = new AbortController();
    setBusy(true);
    readList(model, search, gone.signal)
      .then((read) => {
        setAnswer(read);
        setFault(null);
        setBusy(false);
      })
      .catch((error: Error) => {
        if (gone.signal.aborted) return;
        setFault(error.message);
        setBusy(false);
      });
    return () => gone.abort();
  }, [model, search, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  return { answer, fault, isBusy, again };
}

async function readList(model: string, search: string, signal: AbortSignal): Promise<ListAnswer> {
  const params = new URLSearchParams(search);
  params.delete('refresh');
  params.delete('view');
  const answer = await fetch(`/admin/api/resources/${model}/actions/list?${params}`, {
    headers: { accept: 'application/json' },
    signal,
  });
  if (answer.redirected) location.reload();
  const body = (await answer.json()) as ListAnswer & { detail?: string; title?: string };
  if (!answer.ok) throw new Error(body.detail ?? body.title ?? t('The list could not be loaded.'));
  return body;
}
