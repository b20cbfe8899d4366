/** A record and the trash: that it is in there, with the way back; otherwise the way there. */

import { type ActionProps, useNotice } from 'adminjs';
import { useEffect, useState } from 'react';
import { readJson } from '../related-tabs.tsx';
import { neverDeleted } from '../row-kinds.ts';
import { t } from '../texts.ts';
import type { HistoryView } from './form-view.ts';
import { addressOf, send } from './requests.ts';
import { UsesDialog } from './uses-dialog.tsx';

/** Whether the person may put rows of this kind into the trash. */
function hasTrash({ record, resource }: ActionProps): boolean {
  return !neverDeleted.has(resource.id) && record?.recordActions.some(({ name }) => name === 'edit') === true;
}

/** Above a record that is in the trash. */
export function TrashBanner(props: ActionProps) {
  const { record, resource } = props;
  const deletedAt: unknown = record?.params['deletedAt'];
  if (!record || !deletedAt || !hasTrash(props)) return null;
  return <TrashNotice model={resource.id} id={record.id} deletedAt={String(deletedAt)} />;
}

/** Beside the title of a record that is not. */
export function DeleteButton(props: ActionProps) {
  const { record, resource } = props;
  const [isAsking, setAsking] = useState(false);
  if (!record || record.params['deletedAt'] || !hasTrash(props)) return null;
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
