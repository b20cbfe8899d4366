/** A list: filters, rows, pages. Everything it shows follows from its address. */

import { type ActionProps, useTranslation } from 'adminjs';
import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { FileLinks } from '../import/file-links.tsx';
import { language, t } from '../texts.ts';
import { listActions, selectionActions } from './actions.ts';
import { filtersOf, onlyFilters, withSettings } from './address.ts';
import { Columns } from './columns.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type ListAnswer, useList } from './list-data.ts';
import { Pager } from './pager.tsx';
import { Rows } from './rows.tsx';
import { Views } from './views.tsx';
import { kindOf, type Property } from './words.ts';

/** Rows beyond are not counted; see the server's `countCap`. */
const countCap = 10_000;

export function List({ resource, setTag }: ActionProps) {
  const { search: address, pathname } = useLocation();
  const search = address.replace(/^\?/, '');
  const navigate = useNavigate();
  const { translateProperty } = useTranslation();
  const { answer, fault, isBusy, again } = useList(resource.id, search);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const labelOf = (property: Property) => translateProperty(property.label, resource.id);
  const go = (next: string) => navigate(`${pathname}${next === '' ? '' : `?${next}`}`);
  const total = answer?.meta.total ?? null;
  useEffect(() => setSelected(new Set()), [resource.id, search]);
  useEffect(() => setTag?.(countWords(total)), [setTag, total]);
  const actions = {
    resource,
    model: resource.id,
    selected: [...selected],
    query: onlyFilters(search),
    total,
    onDone: () => {
      setSelected(new Set());
      again();
    },
  };
  const order = resource.showProperties.find(({ name }) => name === answer?.meta.sortBy);
  return (
    <section className="gate-list" aria-busy={isBusy}>
      <Views model={resource.id} search={search} answer={answer} onGo={go} />
      <div className="gate-list-bar">
        <FilterBar {...{ resource, search, labelOf }} names={answer?.meta.names ?? {}} onChange={go} />
        <div className="gate-list-tools">
          {listActions.map((Action) => (
            <Action key={Action.name} {...actions} />
          ))}
          <FileLinks resource={resource} search={search} />
          <Columns
            {...{ resource, labelOf }}
            shown={answer?.meta.columns ?? []}
            onChange={(columns) => go(withSettings(search, { columns: columns?.join(',') ?? null }))}
          />
        </div>
      </div>
      {selected.size > 0 && (
        <div className="gate-selection" role="status">
          <strong>{t('{count} row chosen | {count} rows chosen', { count: selected.size })}</strong>
          {selectionActions.map((Action) => (
            <Action key={Action.name} {...actions} />
          ))}
          <button type="button" className="gate-tool is-plain" onClick={() => setSelected(new Set())}>
            {t('Choose none')}
          </button>
        </div>
      )}
      {fault !== null && (
        <div className="gate-fault" role="alert">
          <p>{fault}</p>
          <button type="button" className="gate-tool" onClick={again}>
            {t('Try again')}
          </button>
          <button type="button" className="gate-tool" onClick={() => go('')}>
            {t('Show the whole list')}
          </button>
        </div>
      )}
      {answer === null && fault === null && <p className="gate-quiet gate-empty">{t('Loading …')}</p>}
      {answer !== null && fault === null && (
        <>
          {answer.records.length > 0 ? (
            <Rows
              {...{ resource, answer, selected, labelOf }}
              onSelect={setSelected}
              onSort={(sortBy, direction) => go(withSettings(search, { sortBy, direction }))}
            />
          ) : (
            <Nothing answer={answer} isFiltered={filtersOf(search).size > 0} canCreate={canCreate(resource)} />
          )}
          <Stopped answer={answer} />
          <Pager
            {...{ answer, search }}
            order={{
              label: order ? labelOf(order) : '',
              isDays: order !== undefined && /day|instant/.test(kindOf(order)),
            }}
            onGo={go}
          />
        </>
      )}
    </section>
  );
}

function countWords(total: number | null): string {
  if (total === null) return '';
  return total > countCap ? `${countCap.toLocaleString(language)}+` : total.toLocaleString(language);
}

function canCreate({ resourceActions }: ActionProps['resource']): boolean {
  return resourceActions.some(({ name }) => name === 'new');
}

function Nothing({
  answer,
  isFiltered,
  canCreate: canAdd,
}: {
  answer: ListAnswer;
  isFiltered: boolean;
  canCreate: boolean;
}) {
  if (answer.meta.stopped !== null) return <p className="gate-empty">{t('Nothing found so far.')}</p>;
  if (isFiltered) return <p className="gate-empty">{t('Nothing matches. Remove a filter, or widen it.')}</p>;
  if (!answer.meta.isStart) return <p className="gate-empty">{t('There is nothing behind this place.')}</p>;
  return (
    <p className="gate-empty">
      {t('Nothing here yet.')} {canAdd && t('The button above creates the first row.')}
    </p>
  );
}

/** Says how far the list was looked through. */
function Stopped({ answer }: { answer: ListAnswer }) {
  const { stopped } = answer.meta;
  if (stopped === null) return null;
  const { rows, value } = stopped;
  return (
    <p className="gate-stopped" role="status">
      {value === null
        ? t('{rows} rows were looked through so far: go on for further ones.', { rows })
        : t('{rows} rows were looked through, back to {value}: go on for further ones.', { rows, value })}
    </p>
  );
}
