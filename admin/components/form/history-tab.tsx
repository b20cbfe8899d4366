/** The versions of a record: who changed what and when; two of them compared; a single field put back. */

import { useNotice } from 'adminjs';
import { useCallback, useEffect, useState } from 'react';
import { readJson } from '../related-tabs.tsx';
import { t } from '../texts.ts';
import type { HistoryChange, HistoryItem, HistoryView } from './form-view.ts';
import { addressOf, send } from './requests.ts';

export function HistoryTab({ model, id }: { model: string; id: string }) {
  const [items, setItems] = useState<HistoryItem[] | null>(null);
  const [next, setNext] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number[]>([]);
  const [fault, setFault] = useState<string | null>(null);
  const addNotice = useNotice();
  const read = useCallback(
    async (before: number | null) => {
      const address = `${addressOf(model, id, 'history')}${before === null ? '' : `?before=${before}`}`;
      try {
        const view = await readJson<HistoryView>(address);
        setItems((known) => (known && before !== null ? [...known, ...view.items] : view.items));
        setNext(view.next);
      } catch {
        setFault(t('This could not be loaded.'));
      }
    },
    [model, id],
  );
  useEffect(() => {
    read(null);
  }, [read]);
  const putBack = async (entry: number, { column, label, before }: HistoryChange) => {
    if (!window.confirm(t('Set {field} back to “{value}”?', { field: label, value: before ?? '–' }))) return;
    setFault(null);
    try {
      const outcome = await send(addressOf(model, id, 'restore-field'), { entry: String(entry), column });
      if (!outcome.isDone) {
        const [first] = Object.values(outcome.refused.faults);
        return setFault(first?.message ?? outcome.refused.message);
      }
      addNotice({ message: t('Saved'), type: 'success' });
      location.reload();
    } catch {
      setFault(t('It could not be done. Nothing was changed.'));
    }
  };
  const choose = (entry: number) =>
    setChosen((before) =>
      before.includes(entry) ? before.filter((one) => one !== entry) : [...before, entry].slice(-2),
    );
  if (items === null) return <p className={fault ? 'is-bad' : 'gate-quiet'}>{fault ?? t('Loading…')}</p>;
  if (items.length === 0) return <p className="gate-quiet">{t('Nothing was changed since it is here.')}</p>;
  return (
    <div className="gate-history">
      <p className="is-bad" role="alert">
        {fault}
      </p>
      {chosen.length === 2 ? (
        <Comparison items={items} chosen={chosen} />
      ) : (
        <p className="gate-quiet">{t('Tick two versions to compare them.')}</p>
      )}
      {items.map((item) => (
        <article key={item.id} className="gate-version">
          <header>
            <label>
              <input type="checkbox" checked={chosen.includes(item.id)} onChange={() => choose(item.id)} /> {item.at}
            </label>{' '}
            <strong>{item.actor || item.door}</strong> <span className="gate-word">{item.door}</span>{' '}
            <code className="gate-code">{item.action}</code>
          </header>
          {item.isErased && <p className="gate-quiet">{t('What was said here was erased.')}</p>}
          <Changes changes={item.changes} onPutBack={(change) => putBack(item.id, change)} />
        </article>
      ))}
      {next !== null && (
        <p className="gate-tab-foot">
          <button type="button" onClick={() => read(next)}>
            {t('Show more')}
          </button>
        </p>
      )}
    </div>
  );
}

interface ChangesProps {
  changes: readonly HistoryChange[];
  onPutBack?(change: HistoryChange): void;
}

function Changes({ changes, onPutBack }: ChangesProps) {
  if (changes.length === 0) return null;
  return (
    <div className="gate-scroll">
      <table className="gate-table gate-diff">
        <thead>
          <tr>
            <th>{t('Field')}</th>
            <th>{t('Before')}</th>
            <th>{t('After')}</th>
            <th>
              <span className="gate-unseen">{t('Put back')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.column}>
              <th scope="row">{change.label}</th>
              <td>{change.before === null ? '–' : <del>{change.before}</del>}</td>
              <td>{change.after === null ? '–' : <ins>{change.after}</ins>}</td>
              <td className="gate-row-link">
                {change.canRestore && onPutBack && (
                  <button type="button" onClick={() => onPutBack(change)}>
                    {t('Put back')}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What changed after the older version, up to the newer one. */
function Comparison({ items, chosen }: { items: readonly HistoryItem[]; chosen: readonly number[] }) {
  const [older, newer] = [Math.min(...chosen), Math.max(...chosen)];
  const between = items.filter(({ id }) => id > older && id <= newer).reverse();
  const found = new Map<string, HistoryChange>();
  for (const change of between.flatMap(({ changes }) => changes)) {
    const first = found.get(change.column);
    found.set(change.column, { ...change, before: first ? first.before : change.before, canRestore: false });
  }
  const differing = [...found.values()].filter(({ before, after }) => before !== after);
  const timeOf = (id: number) => items.find((item) => item.id === id)?.at ?? '';
  return (
    <section className="gate-section">
      <h3>{t('From {older} to {newer}', { older: timeOf(older), newer: timeOf(newer) })}</h3>
      {differing.length === 0 ? <p className="gate-quiet">{t('Both are alike.')}</p> : <Changes changes={differing} />}
    </section>
  );
}
