/** A new change: what is to be done with the rows. Nothing is changed by it; it is tried first. */

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { onlyFilters } from '../list/address.ts';
import { t } from '../texts.ts';
import { Refusal, read, send } from './bulk-api.ts';
import type { BulkForm as Form } from './bulk-data.ts';
import { ChangeLine, emptyLine, type Line } from './bulk-line.tsx';
import { kindWord } from './bulk-words.ts';

type Kind = 'edit' | 'delete' | 'restore';

export function BulkForm({ model }: { model: string }) {
  const { search, state } = useLocation();
  const ids = (state as { ids?: string[] } | null)?.ids ?? null;
  const filters = filtersOf(search);
  const [form, setForm] = useState<Form | null>(null);
  const [problem, setProblem] = useState('');
  const query = onlyFilters(search);
  useEffect(() => {
    let isShown = true;
    read<Form>(`/form/${model}?${query}`)
      .then((found) => isShown && setForm(found))
      .catch((error: Error) => isShown && setProblem(error.message));
    return () => {
      isShown = false;
    };
  }, [model, query]);
  if (form === null) return <p role={problem ? 'alert' : undefined}>{problem || t('Loading…')}</p>;
  return <Choose {...{ model, form, ids, filters }} />;
}

/** Filters of the address; several values of one are a list. */
function filtersOf(search: string): Record<string, string | string[]> {
  const filters: Record<string, string | string[]> = {};
  const address = new URLSearchParams(search);
  for (const name of new Set(address.keys())) {
    const values = address.getAll(name);
    if (name.startsWith('filters.')) filters[name] = values.length > 1 ? values : (values[0] ?? '');
  }
  return filters;
}

interface Props {
  model: string;
  form: Form;
  /** Chosen rows; null: all that match the filters. */
  ids: string[] | null;
  filters: Record<string, string | string[]>;
}

function Choose({ model, form, ids, filters }: Props) {
  const navigate = useNavigate();
  const [kind, setKind] = useState<Kind>('edit');
  const [lines, setLines] = useState<Line[]>([emptyLine(1)]);
  const [faults, setFaults] = useState<ReadonlyMap<number, string>>(new Map());
  const [problem, setProblem] = useState('');
  const [isSending, setSending] = useState(false);
  const lastKey = useRef(1);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSending(true);
    setProblem('');
    const rows = ids === null ? { filters: JSON.stringify(filters) } : { ids: JSON.stringify(ids) };
    const changes = JSON.stringify(lines.map(({ key: _, shown: __, ...line }) => line));
    send<{ id: string }>('', { model, kind, changes, ...rows })
      .then(({ id }) => navigate(`/admin/pages/bulk?change=${id}`))
      .catch((error: unknown) => {
        setSending(false);
        setFaults(error instanceof Refusal ? error.lines : new Map());
        setProblem(wordOf(error));
      });
  };
  const change = (next: Line[]) => {
    setLines(next);
    setFaults(new Map());
    setProblem('');
  };
  const add = () => {
    lastKey.current += 1;
    setLines([...lines, emptyLine(lastKey.current)]);
  };
  return (
    <form className="gate-bulk-form" onSubmit={submit}>
      <h1>{t('Change rows: {list}', { list: form.label })}</h1>
      <p>{scopeWord(form, ids, Object.keys(filters).length > 0)}</p>
      <fieldset>
        <legend>{t('What shall happen')}</legend>
        {(['edit', ...(form.canDelete ? ['delete'] : []), ...(form.canRestore ? ['restore'] : [])] as Kind[]).map(
          (each) => (
            <label key={each}>
              <input type="radio" name="kind" checked={kind === each} onChange={() => setKind(each)} /> {kindWord(each)}
            </label>
          ),
        )}
      </fieldset>
      {kind === 'edit' && (
        <fieldset>
          <legend>{t('Columns')}</legend>
          {lines.map((line, index) => (
            <ChangeLine
              key={line.key}
              {...{ line, model, columns: form.columns, fault: faults.get(index) ?? '' }}
              companyId={companyIn(filters)}
              onChange={(next) => change(lines.map((each) => (each.key === line.key ? next : each)))}
              onRemove={lines.length > 1 ? () => change(lines.filter(({ key }) => key !== line.key)) : null}
            />
          ))}
          <button type="button" onClick={add}>
            {t('Another column')}
          </button>
        </fieldset>
      )}
      {kind === 'delete' && (
        <p>{t('Tills forget these rows at their next refresh. They can be restored from the trash.')}</p>
      )}
      {problem !== '' && (
        <p role="alert" className="is-bad">
          {problem}
        </p>
      )}
      <div className="gate-bulk-steps">
        <button type="submit" className="is-main" disabled={isSending}>
          {t('Try it')}
        </button>
        <span className="gate-quiet">{t('Nothing changes yet: you see first what would happen to each row.')}</span>
      </div>
    </form>
  );
}

function scopeWord({ total, isMore, mostRows }: Form, ids: string[] | null, isFiltered: boolean): string {
  if (ids !== null) return t('{count} chosen row. | {count} chosen rows.', { count: ids.length });
  const count = total;
  if (isMore)
    return t('More than {count} rows match the filter; up to {most} can be changed at once.', {
      count,
      most: mostRows,
    });
  if (!isFiltered) return t('The list’s only row. | All {count} rows of the list.', { count });
  return t('The {count} row that matches the filter. | All {count} rows that match the filter.', { count });
}

/** The one company of the rows, where the filters name one. */
function companyIn(filters: Props['filters']): string | null {
  const company = filters['filters.companyId'];
  return typeof company === 'string' ? company : null;
}

/** Faults that stand at their lines need no word of their own. */
function wordOf(error: unknown): string {
  if (error instanceof Refusal && error.lines.size > 0) return t('Nothing was begun: correct the lines above.');
  return error instanceof Error ? error.message : '';
}
