/** Before a record goes to the trash: what still uses it, what stands in the way, and what stays. */

import { useNotice } from 'adminjs';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { readJson } from '../related-tabs.tsx';
import { t } from '../texts.ts';
import type { UsesView, UseView } from './form-view.ts';
import { addressOf, send } from './requests.ts';

interface Props {
  model: string;
  id: string;
  title: string;
  /** Version that the page shows. */
  seen: string;
  onClose(): void;
}

export function UsesDialog({ model, id, title, seen, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [view, setView] = useState<UsesView | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const navigate = useNavigate();
  const addNotice = useNotice();
  useEffect(() => {
    dialog.current?.showModal();
    readJson<UsesView>(addressOf(model, id, 'uses'))
      .then(setView)
      .catch(() => setFault(t('This could not be loaded.')));
  }, [model, id]);
  const remove = async () => {
    setBusy(true);
    try {
      const outcome = await send(addressOf(model, id, 'remove'), { seen });
      if (!outcome.isDone) return setFault(outcome.refused.message);
      addNotice({ message: t('It is in the trash, and can be restored.'), type: 'success' });
      navigate(`/admin/resources/${model}`);
    } catch {
      setFault(t('It could not be done. Nothing was changed.'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <dialog ref={dialog} className="gate-dialog" onClose={onClose} aria-labelledby="gate-uses">
      <h2 id="gate-uses">{t('Delete “{name}”?', { name: title })}</h2>
      {view === null && fault === null && <p className="gate-quiet">{t('Looking for what still uses it …')}</p>}
      {view && <Uses {...view} />}
      <p className="is-bad" role="alert">
        {fault}
      </p>
      <div className="gate-dialog-foot">
        <button type="button" onClick={() => dialog.current?.close()}>
          {t('Cancel')}
        </button>
        <button type="button" className="is-danger" disabled={isBusy || !view || view.isBlocked} onClick={remove}>
          {t('Move to the trash')}
        </button>
      </div>
    </dialog>
  );
}

function Uses({ uses, isBlocked }: UsesView) {
  if (uses.length === 0) {
    return <p>{t('Nothing uses it. Tills forget it at their next refresh; it can be restored from the trash.')}</p>;
  }
  return (
    <>
      <p>
        {isBlocked
          ? t('It cannot be deleted while others need it. Change or delete those first.')
          : t('These keep naming it. Tills forget it at their next refresh; it can be restored from the trash.')}
      </p>
      <ul className="gate-uses">
        {uses.map((use) => (
          <li key={`${use.label} ${use.effect} ${use.href}`}>
            <strong>{use.count}</strong> {use.href === null ? use.label : <Link to={use.href}>{use.label}</Link>}{' '}
            <span className={use.effect === 'blocks' ? 'is-bad' : 'gate-quiet'}>{effectOf(use.effect)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function effectOf(effect: UseView['effect']): string {
  if (effect === 'blocks') return t('in the way');
  return effect === 'along' ? t('go along, and come back with it') : t('stay as they are');
}
