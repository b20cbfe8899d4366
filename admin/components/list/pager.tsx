/** First, previous, next, last; a page by its number; the place of a value. */

import { type FormEvent, useState } from 'react';
import { t } from '../texts.ts';
import { withSettings } from './address.ts';
import type { ListAnswer } from './list-data.ts';

interface Props {
  answer: ListAnswer;
  search: string;
  /** The label of the column in whose order the rows come, and whether it holds days. */
  order: { label: string; isDays: boolean };
  onGo(search: string): void;
}

/** Rows of a page that are offered. */
const sizes = [25, 50, 100, 250];

export function Pager({ answer, search, order, onGo }: Props) {
  const { meta } = answer;
  const go = (settings: Record<string, string | null>) => onGo(withSettings(search, settings));
  return (
    <nav className="gate-pager" aria-label={t('Pages')}>
      <div className="gate-steps">
        <button type="button" disabled={meta.isStart} onClick={() => go({})}>
          « {t('First')}
        </button>
        <button
          type="button"
          data-page="previous"
          disabled={meta.previous === null}
          onClick={() => go({ cursor: meta.previous })}
        >
          ‹ {t('Previous')}
        </button>
        <button type="button" data-page="next" disabled={meta.next === null} onClick={() => go({ cursor: meta.next })}>
          {meta.stopped === null ? t('Next') : t('Continue')} ›
        </button>
        <button type="button" disabled={meta.isEnd} onClick={() => go({ at: 'last' })}>
          {t('Last')} »
        </button>
      </div>
      {meta.isNumbered && !(meta.isStart && meta.isEnd) && (
        <Jump label={t('Page')} type="number" onJump={(page) => go({ page })} />
      )}
      {meta.canJump && !(meta.isStart && meta.isEnd) && (
        <Jump
          label={t('Jump to: {column}', { column: order.label })}
          type={order.isDays ? 'date' : 'text'}
          onJump={(jump) => go({ jump })}
        />
      )}
      <label>
        <span>{t('Rows')}</span>
        <select value={meta.perPage} onChange={({ target }) => go({ perPage: target.value })}>
          {[...new Set([...sizes, meta.perPage])].map((size) => (
            <option key={size}>{size}</option>
          ))}
        </select>
      </label>
    </nav>
  );
}

function Jump({
  label,
  type,
  onJump,
}: {
  label: string;
  type: 'date' | 'number' | 'text';
  onJump(value: string): void;
}) {
  const [value, setValue] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value !== '') onJump(value);
  };
  return (
    <form onSubmit={submit}>
      <label>
        <span>{label}</span>
        <input
          type={type}
          value={value}
          min={type === 'number' ? 1 : undefined}
          onChange={({ target }) => setValue(target.value)}
        />
      </label>
      <button type="submit">{t('Go')}</button>
    </form>
  );
}
