/** Somebody else saved meanwhile: what it was, what they made of it, what is wanted now, and whose stays. */

import { t } from '../texts.ts';
import type { FormView } from './form-view.ts';

interface Props {
  original: FormView;
  theirs: FormView;
  /** What is in the form now. */
  now: Readonly<Record<string, string>>;
  /** What was to be saved. */
  mine: Readonly<Record<string, string>>;
  onTake(column: string, value: string): void;
}

export function Conflict({ original, theirs, mine, now, onTake }: Props) {
  const touched = original.fields.filter(({ name }) => {
    return theirs.values[name] !== original.values[name] || mine[name] !== original.values[name];
  });
  const shown = (view: FormView, column: string, value: string | undefined) =>
    value === undefined || value === '' ? '–' : (view.values[column] === value && view.names[column]) || value;
  return (
    <section className="gate-section gate-conflict" aria-live="polite">
      <h3>{t('Somebody else saved meanwhile')}</h3>
      <p>{t('Choose for each field whose value stays, then save again.')}</p>
      <div className="gate-scroll">
        <table className="gate-table">
          <thead>
            <tr>
              <th>{t('Field')}</th>
              <th>{t('It was')}</th>
              <th>{t('Theirs')}</th>
              <th>{t('Yours')}</th>
              <th>{t('What stays')}</th>
            </tr>
          </thead>
          <tbody>
            {touched.map(({ name, label }) => {
              const own = mine[name] ?? '';
              const other = theirs.values[name] ?? '';
              return (
                <tr key={name}>
                  <th scope="row">{label}</th>
                  <td>{shown(original, name, original.values[name])}</td>
                  <td>{shown(theirs, name, other)}</td>
                  <td>{shown(original, name, own)}</td>
                  <td className="gate-choice-cell">
                    {own === other ? (
                      t('both agree')
                    ) : (
                      <>
                        <button type="button" aria-pressed={now[name] === other} onClick={() => onTake(name, other)}>
                          {t('Take theirs')}
                        </button>
                        <button type="button" aria-pressed={now[name] === own} onClick={() => onTake(name, own)}>
                          {t('Keep mine')}
                        </button>
                      </>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
