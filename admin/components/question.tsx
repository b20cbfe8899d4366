/** The question before something is done: in a dialog of the page, with what was typed kept when it is refused. */

import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Button } from './document-view.ts';
import { readJson } from './related-tabs.tsx';
import { t } from './texts.ts';

interface Props {
  button: Button;
  /** Null: done. Otherwise why it was not. */
  onAnswer(answer: string): Promise<string | null>;
  onClose(): void;
}

export function Question({ button, onAnswer, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [answer, setAnswer] = useState(button.proposal ?? '');
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const isMissing = (button.asksWhy === true || button.asksFor !== undefined) && answer.trim() === '';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isMissing) return setFault(button.asksFor ? t('Choose a row first.') : t('Write a few words first.'));
    setBusy(true);
    const why = await onAnswer(answer);
    setBusy(false);
    setFault(why);
    if (why === null) onClose();
  };
  return (
    <dialog ref={dialog} className="gate-dialog" onClose={onClose} aria-labelledby="gate-question">
      <form onSubmit={submit}>
        <h2 id="gate-question">{button.label}</h2>
        <p>{button.question}</p>
        {button.asksWhy && (
          <textarea
            rows={3}
            maxLength={500}
            aria-label={button.question}
            value={answer}
            onChange={({ target }) => setAnswer(target.value)}
          />
        )}
        {button.choices && (
          <select value={answer} aria-label={button.question} onChange={({ target }) => setAnswer(target.value)}>
            {button.choices.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        )}
        {button.asksFor && <RowPicker {...button.asksFor} chosen={answer} onChoose={setAnswer} />}
        <p className="is-bad" role="alert">
          {fault}
        </p>
        <div className="gate-dialog-foot">
          <button type="button" onClick={onClose}>
            {t('Cancel')}
          </button>
          <button type="submit" className={button.isDestructive ? 'is-danger' : undefined} disabled={isBusy}>
            {button.label}
          </button>
        </div>
      </form>
    </dialog>
  );
}

interface PickerProps {
  model: string;
  companyId: number;
  chosen: string;
  onChoose(id: string): void;
}

interface Found {
  records?: { id: string | number; title: string }[];
}

const typingMs = 250;

/** Rows of one company by what the person types. */
function RowPicker({ model, companyId, chosen, onChoose }: PickerProps) {
  const [text, setText] = useState('');
  const [found, setFound] = useState<NonNullable<Found['records']> | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      const query = new URLSearchParams({ 'filters.companyId': String(companyId), perPage: '20' });
      if (text.trim() !== '') query.set('filters.search', text.trim());
      readJson<Found>(`/admin/api/resources/${model}/actions/list?${query}`)
        .then(({ records = [] }) => isCurrent && setFound(records))
        .catch(() => isCurrent && setFound([]));
    }, typingMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text, model, companyId]);
  return (
    <>
      <label>
        {t('Search')}
        <input type="search" value={text} maxLength={100} onChange={({ target }) => setText(target.value)} />
      </label>
      <div className="gate-choices" role="radiogroup" aria-live="polite">
        {found === null && <p className="gate-quiet">{t('Loading…')}</p>}
        {found?.length === 0 && <p className="gate-quiet">{t('Nothing found.')}</p>}
        {found?.map(({ id, title }) => (
          <label key={id}>
            <input type="radio" name="row" checked={chosen === String(id)} onChange={() => onChoose(String(id))} />
            {title}
          </label>
        ))}
      </div>
    </>
  );
}
