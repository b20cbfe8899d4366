/** New and edit: the fields of a record in groups, faults beside them, and what was typed kept until it is stored. */

import { type ActionProps, useNotice } from 'adminjs';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { readJson } from '../related-tabs.tsx';
import { t } from '../texts.ts';
import { Conflict } from './conflict.tsx';
import { Field } from './field.tsx';
import type { FormFault, FormField, FormView, Saved } from './form-view.ts';
import { useLeaveWarning } from './leaving.ts';
import { addressOf, type Outcome, send } from './requests.ts';

export function RecordForm({ resource, record }: ActionProps) {
  const id = record?.id === undefined || record.id === '' ? null : String(record.id);
  const [view, setView] = useState<FormView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let isShown = true;
    setView(null);
    readJson<FormView>(id === null ? addressOf(resource.id, 'form') : addressOf(resource.id, id, 'form'))
      .then((found) => isShown && setView(found))
      .catch(() => isShown && setProblem(t('This form could not be loaded.')));
    return () => {
      isShown = false;
    };
  }, [resource.id, id]);
  if (problem) return <p className="is-bad">{problem}</p>;
  if (!view) return <p className="gate-quiet">{t('Loading…')}</p>;
  return <Form key={`${resource.id} ${id}`} model={resource.id} id={id} first={view} />;
}

function Form({ model, id, first }: { model: string; id: string | null; first: FormView }) {
  const [base, setBase] = useState(first);
  const [theirs, setTheirs] = useState<FormView | null>(null);
  const [mine, setMine] = useState(first.values);
  const [values, setValues] = useState(first.values);
  const [faults, setFaults] = useState<Record<string, FormFault>>({});
  const [message, setMessage] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const navigate = useNavigate();
  const addNotice = useNotice();
  const changed = Object.keys(values).filter((name) => values[name] !== (theirs ?? base).values[name]);
  const letGo = useLeaveWarning(Object.keys(values).some((name) => values[name] !== base.values[name]));
  useEffect(() => focusFirst(form.current), []);
  useEffect(() => {
    if (Object.keys(faults).length > 0 || theirs) {
      const wrong = form.current?.querySelector<HTMLElement>('.is-wrong :is(input, select, textarea)');
      if (wrong) wrong.focus();
      else form.current?.querySelector('.gate-conflict, .gate-form-message')?.scrollIntoView({ block: 'center' });
    }
  }, [message]);

  const refuse = (outcome: Extract<Outcome<Saved>, { isDone: false }>) => {
    const { refused } = outcome;
    setMessage(refused.message);
    setFaults(refused.faults);
    if (refused.theirs) {
      const newer = refused.theirs;
      // Fields that only they touched follow them; what both touched waits for a choice.
      const merged = Object.entries(values).map(([name, text]) => {
        const isMine = text !== (theirs ?? base).values[name];
        return [name, isMine ? text : (newer.values[name] ?? text)];
      });
      setMine(values);
      setValues(Object.fromEntries(merged));
      setTheirs(newer);
    }
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setMessage(null);
    setFaults({});
    const said = Object.fromEntries(changed.map((name) => [name, values[name] ?? '']));
    try {
      const seen = String((theirs ?? base).seen);
      const outcome =
        id === null
          ? await send<Saved>(addressOf(model, 'new'), { values: JSON.stringify(values) })
          : await send<Saved>(addressOf(model, id, 'save'), { values: JSON.stringify(said), seen });
      if (!outcome.isDone) return refuse(outcome);
      letGo();
      setBase({ ...base, values });
      addNotice({ message: t('Saved'), type: 'success' });
      navigate(`/admin/resources/${model}/records/${encodeURIComponent(outcome.data.id)}/show`);
    } catch {
      setMessage(t('It could not be saved just now. What you typed is still here: try again.'));
    } finally {
      setBusy(false);
    }
  };
  const set = (name: string, text: string) => {
    setValues((before) => ({ ...before, [name]: text }));
    setFaults(({ [name]: _, ...others }) => others);
  };
  return (
    <form ref={form} className="gate-document gate-form" data-gate-form="" noValidate onSubmit={submit}>
      {/* AdminJS's header says what is new. */}
      {base.title !== null && <h2 className="gate-title">{base.title}</h2>}
      {message && !theirs && (
        <p className="gate-form-message is-bad" role="alert">
          {message}
        </p>
      )}
      {theirs && <Conflict original={base} theirs={theirs} mine={mine} now={values} onTake={set} />}
      {groupsOf(base.fields).map(([group, fields]) => (
        <fieldset key={group} className="gate-fields">
          <legend>{groupName(group)}</legend>
          {fields.map((field) => (
            <Field
              key={`${field.name} ${theirs?.seen}`}
              field={field}
              value={values[field.name] ?? ''}
              name={nameOf(field.name, values[field.name], theirs ?? base)}
              fault={faults[field.name]}
              onChange={(text) => set(field.name, text)}
            />
          ))}
        </fieldset>
      ))}
      <div className="gate-form-foot">
        <button type="submit" className="is-main" disabled={isBusy} data-gate-save="">
          {t('Save')}
        </button>
        <span className="gate-quiet" aria-live="polite">
          {id !== null &&
            changed.length > 0 &&
            t('{count} field changed | {count} fields changed', { count: changed.length })}
        </span>
      </div>
    </form>
  );
}

function nameOf(column: string, value: string | undefined, view: FormView): string | undefined {
  return view.values[column] === value ? view.names[column] : undefined;
}

function focusFirst(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>('input:not(:disabled), select:not(:disabled), textarea:not(:disabled)')?.focus();
}

const order: readonly FormField['group'][] = [
  'Basics',
  'Belongs to',
  'Figures',
  'Times',
  'Switches',
  'Devices',
  'Technical',
];

function groupsOf(fields: readonly FormField[]): [FormField['group'], FormField[]][] {
  return order
    .map((group): [FormField['group'], FormField[]] => [group, fields.filter((field) => field.group === group)])
    .filter(([, own]) => own.length > 0);
}

function groupName(group: FormField['group']): string {
  const names: Record<FormField['group'], string> = {
    Basics: t('Basics'),
    'Belongs to': t('Belongs to'),
    Figures: t('Figures'),
    Times: t('Times'),
    Switches: t('Switches'),
    Devices: t('Devices'),
    Technical: t('Technical'),
  };
  return names[group];
}
