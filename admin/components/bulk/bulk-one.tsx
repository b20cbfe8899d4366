/** One change: how far it is, what would happen or has happened to each row, and what can be done with it. */

import { useCallback, useEffect, useState } from 'react';
import { Link } from 'react-router-dom';
import { t } from '../texts.ts';
import { read, send } from './bulk-api.ts';
import type { BulkChangeView } from './bulk-data.ts';
import { BulkRows } from './bulk-rows.tsx';
import { isAtWork, kindWord, stateWord } from './bulk-words.ts';

/** How often a change at work is looked at. */
const lookMs = 700;

export function BulkOne({ id }: { id: string }) {
  const [change, setChange] = useState<BulkChangeView | null>(null);
  const [problem, setProblem] = useState('');
  const look = useCallback(
    () => read<BulkChangeView>(`/${id}`).then(setChange, (error: Error) => setProblem(error.message)),
    [id],
  );
  const state = change?.state ?? 'collecting';
  useEffect(() => {
    look();
    if (!isAtWork(state)) return;
    const timer = setInterval(() => {
      if (!document.hidden) look();
    }, lookMs);
    return () => clearInterval(timer);
  }, [look, state]);
  const act = (name: 'apply' | 'cancel' | 'undo') => {
    setProblem('');
    send<BulkChangeView>(`/${id}/${name}`).then(setChange, (error: Error) => {
      setProblem(error.message);
      look();
    });
  };
  if (change === null) return <p role={problem ? 'alert' : undefined}>{problem || t('Loading…')}</p>;
  return (
    <>
      <nav className="gate-quiet">
        <Link to="/admin/pages/bulk">{t('Changes of many rows')}</Link>
      </nav>
      <Head change={change} />
      {problem !== '' && (
        <p role="alert" className="is-bad">
          {problem}
        </p>
      )}
      <Progress change={change} />
      <Steps change={change} onAct={act} />
      {change.rowCount > 0 && change.state !== 'collecting' && <BulkRows key={change.state} change={change} />}
    </>
  );
}

function Head({ change }: { change: BulkChangeView }) {
  return (
    <header className="gate-bulk-head">
      <h1>
        {change.label}: {kindWord(change.kind)}
      </h1>
      {change.what.length > 0 && (
        <ul className="gate-bulk-what">
          {change.what.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      <p className="gate-quiet">{[change.company, change.by, change.createdAt].filter(Boolean).join(' · ')}</p>
      <p aria-live="polite">
        <span className="gate-word">{stateWord(change.state)}</span> {change.failure}
      </p>
    </header>
  );
}

function Progress({ change }: { change: BulkChangeView }) {
  const { state, nextPosition, rowCount } = change;
  if (!isAtWork(state)) return null;
  const label = t('{done} of {count} rows', { done: state === 'collecting' ? 0 : nextPosition, count: rowCount });
  return (
    <p className="gate-bulk-progress">
      {state === 'collecting' ? (
        <progress aria-label={stateWord(state)} />
      ) : (
        <progress aria-label={stateWord(state)} value={nextPosition} max={Math.max(rowCount, 1)} />
      )}
      <span className="gate-quiet">{state === 'collecting' ? t('{count} found', { count: rowCount }) : label}</span>
    </p>
  );
}

function Steps({ change, onAct }: { change: BulkChangeView; onAct(name: 'apply' | 'cancel' | 'undo'): void }) {
  const { state, canUndo, undoUntil, changed, kind } = change;
  if (state === 'checked') {
    return (
      <div className="gate-bulk-steps">
        {changed === 0 ? (
          <p>{t('Nothing would change.')}</p>
        ) : (
          <button type="button" className={kind === 'delete' ? 'is-danger' : 'is-main'} onClick={() => onAct('apply')}>
            {applyWord(kind, changed)}
          </button>
        )}
        <button type="button" onClick={() => onAct('cancel')}>
          {t('Discard')}
        </button>
        {changed > 0 && <span className="gate-quiet">{t('It can be undone for 24 hours.')}</span>}
      </div>
    );
  }
  if (['collecting', 'checking', 'applying'].includes(state)) {
    return (
      <div className="gate-bulk-steps">
        <button type="button" onClick={() => onAct('cancel')}>
          {t('Stop')}
        </button>
        {state === 'applying' && (
          <span className="gate-quiet">{t('Rows that are changed already stay changed until you undo it.')}</span>
        )}
      </div>
    );
  }
  if (!canUndo) return null;
  return (
    <div className="gate-bulk-steps">
      <button type="button" onClick={() => onAct('undo')}>
        {t('Undo: put {count} row back | Undo: put {count} rows back', { count: changed - change.undone })}
      </button>
      <span className="gate-quiet">
        {t('Until {time}. Rows that somebody changed since are kept.', { time: undoUntil })}
      </span>
    </div>
  );
}

function applyWord(kind: string, count: number): string {
  if (kind === 'delete') return t('Move {count} row to the trash | Move {count} rows to the trash', { count });
  if (kind === 'restore') return t('Restore {count} row | Restore {count} rows', { count });
  return t('Change {count} row | Change {count} rows', { count });
}
