/** One field of a form, by what it holds. Numbers stay text: what was typed is what is sent. */

import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { named, t } from '../texts.ts';
import type { FormFault, FormField } from './form-view.ts';
import { ReferenceField } from './reference-field.tsx';

interface Props {
  field: FormField;
  value: string;
  /** Of the row that a reference names at first. */
  name: string | undefined;
  fault: FormFault | undefined;
  onChange(value: string): void;
}

export function Field({ field, value, name, fault, onChange }: Props) {
  const id = `field-${field.name}`;
  const isBroken = field.input === 'json' && value !== '' && !isJson(value);
  const common = {
    id,
    name: field.name,
    disabled: field.isFixed,
    'aria-describedby': `${id}-said`,
    'aria-invalid': fault !== undefined || isBroken,
    onChange: ({ target }: { target: { value: string } }) => onChange(target.value),
  };
  const note = field.isFixed ? t('It is said once, when the row is made.') : field.hint;
  return (
    <div className={`gate-field is-${field.input}${fault ? ' is-wrong' : ''}`}>
      <label htmlFor={id}>
        {field.label}
        {field.isRequired && (
          <span className="gate-required" title={t('is required')}>
            {' *'}
          </span>
        )}
      </label>
      {field.input === 'reference' ? (
        <ReferenceField
          {...{ id, value, name, onChange }}
          model={field.reference ?? ''}
          isDisabled={field.isFixed}
          describedBy={`${id}-said`}
        />
      ) : (
        control(field, value, common)
      )}
      <p id={`${id}-said`} className="gate-quiet gate-hint">
        {note}
        {isBroken && <span className="is-bad"> {t('This is no JSON.')}</span>}
        {fault && <Fault {...fault} />}
      </p>
    </div>
  );
}

function Fault({ message, link }: FormFault) {
  return (
    <strong className="is-bad gate-wrong">
      {message}
      {link && (
        <>
          {': '}
          <Link to={link.href}>{link.title}</Link>
        </>
      )}
    </strong>
  );
}

interface Common {
  id: string;
  disabled: boolean;
  onChange(event: { target: { value: string } }): void;
}

function control(field: FormField, value: string, common: Common): ReactNode {
  const { maxLength } = field;
  switch (field.input) {
    case 'flag':
      return (
        <select {...common} value={value === 'true' ? 'true' : 'false'}>
          <option value="true">{t('Yes')}</option>
          <option value="false">{t('No')}</option>
        </select>
      );
    case 'choice':
      return (
        <select {...common} value={value}>
          {!(field.values ?? []).includes(value) && <option value={value}>{value || '–'}</option>}
          {field.values?.map((word) => (
            <option key={word} value={word}>
              {word === '' ? t('as it comes') : named(word)}
            </option>
          ))}
        </select>
      );
    case 'long':
      return <textarea {...common} rows={4} maxLength={maxLength} value={value} />;
    case 'json':
      return <textarea {...common} rows={6} spellCheck={false} className="gate-code" value={value} />;
    case 'instant':
      return <input {...common} type="datetime-local" step="1" value={value} />;
    case 'day':
      return <input {...common} type="date" value={value} />;
    case 'decimal':
      return <input {...common} type="text" inputMode="decimal" autoComplete="off" value={value} />;
    case 'number':
      return <input {...common} type="text" inputMode="numeric" autoComplete="off" value={value} />;
    default:
      return <input {...common} type="text" maxLength={maxLength} autoComplete="off" value={value} />;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
