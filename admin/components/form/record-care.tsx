/** Above a record: that it is in the trash, with the way back; otherwise the way there. */

import { type ActionProps, useNotice } from 'adminjs';
import { useEffect, useState } from 'react';
import { readJson } from '../related-tabs.tsx';
import { t } from '../texts.ts';
import type { HistoryView } from './form-view.ts';
import { addressOf, send } from './requests.ts';
import { UsesDialog } from './uses-dialog.tsx';

/** Changed, and never deleted here: they have ends of their own. */
const neverDeleted = new Set(['Company', 'Store', 'Terminal', 'Cashier', 'User']);

export function RecordCare({ record, resource }: ActionProps) {
  const [isAsking, setAsking] = useState(false);
  if (!record || neverDeleted.has(resource.id)) return null;
  if (!record.recordActions.some(({ name }) => name === 'edit')) return null;
  const deletedAt: unknown = record.params['deletedAt'];
  if (deletedAt) return <TrashNotice model={resource.id} id={record.id} deletedAt={String(deletedAt)} />;
  return (
    <div className="gate-buttons">
      <button type="button" data-gate-delete="" onClick={() => setAsking(true)}>
        {t('Delete …')}
      </button>
      {isAsking && (
        <UsesDialog
          model={resource.id}
          id={record.id}
          title={record.title}
          seen={String(record.params['version'] ?? '')}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

function TrashNotice({ model, id, deletedAt }: { model: string; id: string; deletedAt: string }) {
  const [fault, setFault] = useState<string | null>(null);
  const [actor, setActor] = useState<string | null>(null);
  useEffect(() => {
    readJson<HistoryView>(addressOf(model, id, 'history'))
      .then(({ items }) => setActor(items.find(({ action }) => action.endsWith('.delete'))?.actor ?? null))
      .catch(() => setActor(null));
  }, [model, id]);
  const addNotice = useNotice();
  const restore = async () => {
    try {
      const outcome = await send(addressOf(model, id, 'restore'), {});
      if (!outcome.isDone) {
        const [first] = Object.values(outcome.refused.faults);
        return setFault(first?.message ?? outcome.refused.message);
      }
      addNotice({ message: t('Restored'), type: 'success' });
      location.reload();
    } catch {
      setFault(t('It could not be done. Nothing was changed.'));
    }
  };
  return (
    <div className="gate-trash" role="status">
      <p>
        {t('It is in the trash since {time}. Tills do not know it any more.', { time: deletedAt })}{' '}
        {actor !== null && `(${t('by {name}', { name: actor })})`} <span className="is-bad">{fault}</span>
      </p>
      <button type="button" onClick={restore}>
        {t('Restore')}
      </button>
    </div>
  );
}
