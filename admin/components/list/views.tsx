/** Views of a list that somebody saved: their own, and those shared with their role. */

import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { Link, useLocation } from 'react-router-dom';
import { t } from '../texts.ts';
import { onlyFilters } from './address.ts';
import type { ListAnswer } from './list-data.ts';
import type { View } from './list-view.ts';
import { Popup } from './popup.tsx';

interface Answer {
  views: View[];
  mayShare: boolean;
}

interface Props {
  model: string;
  search: string;
  answer: ListAnswer | null;
  onGo(search: string): void;
}

export const viewsAddress = '/admin/api/hub/views';

export function Views({ model, search, answer, onGo }: Props) {
  const { pathname } = useLocation();
  const [known, setKnown] = useState<Answer>({ views: [], mayShare: false });
  const load = useCallback(async () => {
    const got = await fetch(`${viewsAddress}?model=${model}`);
    if (got.ok) setKnown((await got.json()) as Answer);
  }, [model]);
  useEffect(() => void load(), [load]);
  const shown = new URLSearchParams(search).get('view');
  const current = known.views.find(({ id }) => id === shown) ?? null;
  const done = (view: View | null) => {
    void load();
    dispatchEvent(new Event('gate-views'));
    onGo(view?.search ?? '');
  };
  return (
    <div className="gate-views">
      {known.views.length > 0 && (
        <Link to={pathname} aria-current={search === '' ? 'page' : undefined}>
          {t('All rows')}
        </Link>
      )}
      {known.views.map((view) => (
        <Link key={view.id} to={`${pathname}?${view.search}`} aria-current={view.id === shown ? 'page' : undefined}>
          {view.isPinned && <span aria-hidden="true">★ </span>}
          {view.name}
          {!view.isOwn && <small className="gate-quiet"> · {view.owner}</small>}
        </Link>
      ))}
      {answer !== null && (search !== '' || current !== null) && (
        <Popup label={t('Save view')} className="gate-tool is-plain">
          {(close) => (
            <ViewForm
              {...{ model, search, answer, current }}
              mayShare={known.mayShare}
              onDone={(view) => {
                close();
                done(view);
              }}
            />
          )}
        </Popup>
      )}
    </div>
  );
}

interface FormProps {
  model: string;
  search: string;
  answer: ListAnswer;
  current: View | null;
  mayShare: boolean;
  /** Null: the view is gone. */
  onDone(view: View | null): void;
}

/** Roles that a view may be shown to, "everyone" among them. */
function audiences(): [string, string][] {
  return [
    ['', t('Only me')],
    ['everyone', t('Everybody of the staff')],
    ['superuser', t('Superusers')],
    ['operator', t('Operators')],
    ['support', t('Support')],
  ];
}

function ViewForm({ model, search, answer, current, mayShare, onDone }: FormProps) {
  const own = current?.isOwn ? current : null;
  const [name, setName] = useState(own?.name ?? '');
  const [sharedTo, setSharedTo] = useState(own?.sharedTo ?? '');
  const [isPinned, setPinned] = useState(own?.isPinned ?? false);
  const [fault, setFault] = useState<string | null>(null);
  const params = new URLSearchParams(search);
  const sortBy = params.get('sortBy');
  const post = async (address: string, fields: Record<string, string>) => {
    const sent = await fetch(viewsAddress + address, { method: 'POST', body: new URLSearchParams(fields) });
    const body = (await sent.json().catch(() => ({}))) as View & { detail?: string };
    if (sent.ok) return body;
    setFault(body.detail ?? t('It could not be saved.'));
    return null;
  };
  const save = async (id: string) => {
    const view = await post('', {
      ...{ view: id, model, name, sharedTo, isPinned: String(isPinned), query: onlyFilters(search) },
      columns: params.get('columns') ?? '',
      sort: sortBy === null ? '' : `${sortBy} ${answer.meta.direction}`,
    });
    if (view !== null) onDone(view);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(own?.id ?? '');
  };
  return (
    <form className="gate-editor" onSubmit={submit}>
      <label>
        <span>{t('Name')}</span>
        <input value={name} maxLength={80} required onChange={({ target }) => setName(target.value)} />
      </label>
      {mayShare && (
        <label>
          <span>{t('Who finds it')}</span>
          <select value={sharedTo} onChange={({ target }) => setSharedTo(target.value)}>
            {audiences().map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        <input type="checkbox" checked={isPinned} onChange={({ target }) => setPinned(target.checked)} />{' '}
        {t('In the menu')}
      </label>
      {fault !== null && (
        <p role="alert" className="is-bad">
          {fault}
        </p>
      )}
      <button type="submit" className="gate-tool is-main">
        {own ? t('Save changes') : t('Save')}
      </button>
      {own && (
        <>
          <button type="button" className="gate-tool" onClick={() => void save('')}>
            {t('Save as another view')}
          </button>
          <button
            type="button"
            className="gate-tool is-bad"
            onClick={() => void post(`/${own.id}/delete`, {}).then((gone) => gone && onDone(null))}
          >
            {t('Delete this view')}
          </button>
        </>
      )}
    </form>
  );
}
