/** What can be done with a record whose page has no buttons of its own. */

import { type ActionProps, ApiClient, useNotice } from 'adminjs';
import { useCallback, useEffect, useState } from 'react';
import type { Button } from './document-view.ts';
import { Question } from './question.tsx';
import { readJson } from './related-tabs.tsx';
import { t } from './texts.ts';

interface Answer {
  notice?: { message: string; type: 'success' | 'error' };
}

const api = new ApiClient();

export function RecordButtons({ record, resource }: ActionProps) {
  const [buttons, setButtons] = useState<Button[]>([]);
  const [asked, setAsked] = useState<Button | null>(null);
  const addNotice = useNotice();
  const recordId = record?.id ?? '';
  const load = useCallback(async () => {
    const address = `/admin/api/hub/buttons/${resource.id}/${encodeURIComponent(recordId)}`;
    setButtons((await readJson<{ buttons: Button[] }>(address)).buttons);
  }, [resource.id, recordId]);
  useEffect(() => {
    load().catch(() => setButtons([]));
  }, [load]);
  const run = async ({ action, reloads }: Button, answer: string): Promise<string | null> => {
    try {
      const form = new FormData();
      form.set('confirmed', 'yes');
      form.set('answer', answer);
      const { data } = await api.recordAction({ resourceId: resource.id, recordId, actionName: action, data: form });
      const { notice } = data as Answer;
      if (notice?.type === 'error') return notice.message;
      if (reloads) location.reload();
      if (notice) addNotice(notice);
      await load();
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
      {asked && <Question button={asked} onAnswer={(answer) => run(asked, answer)} onClose={() => setAsked(null)} />}
    </div>
  );
}
