/** What can be done with a record: buttons that ask their question first, and tell what came of it. */

import { ApiClient, useNotice } from 'adminjs';
import { useState } from 'react';
import type { Button } from './document-view.ts';
import { Question } from './question.tsx';
import { t } from './texts.ts';

interface Props {
  resourceId: string;
  recordId: string;
  buttons: readonly Button[];
  /** With what the action answered beside its notice; undefined: nothing. */
  onDone(data: unknown): Promise<void>;
}

interface Answer {
  data?: unknown;
  notice?: { message: string; type: 'success' | 'error' };
}

const api = new ApiClient();

export function ActionButtons({ resourceId, recordId, buttons, onDone }: Props) {
  const [asked, setAsked] = useState<Button | null>(null);
  const addNotice = useNotice();
  const run = async ({ action, reloads }: Button, words: string): Promise<string | null> => {
    try {
      const form = new FormData();
      form.set('confirmed', 'yes');
      form.set('answer', words);
      const answer = await api.recordAction({ resourceId, recordId, actionName: action, data: form });
      const { notice, data } = answer.data as Answer;
      if (notice?.type === 'error') return notice.message;
      if (notice) addNotice(notice);
      if (reloads) location.reload();
      else await onDone(data);
      return null;
    } catch {
      return t('It could not be done. Nothing was changed.');
    }
  };
  if (buttons.length === 0) return null;
  return (
    <div className="gate-buttons">
      {buttons.map((button) => (
        <button
          key={button.action}
          type="button"
          className={button.isDestructive ? 'is-danger' : undefined}
          onClick={() => setAsked(button)}
        >
          {button.label}
        </button>
      ))}
      {asked && <Question button={asked} onAnswer={(words) => run(asked, words)} onClose={() => setAsked(null)} />}
    </div>
  );
}
