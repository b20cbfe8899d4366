/** The form for a new file: which list, whose rows, the file itself. */

import { type FormEvent, useEffect, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { t } from '../texts.ts';
import { ask, bring, Refused } from './import-api.ts';
import type { Places } from './import-data.ts';

interface Props {
  models: readonly { model: string; label: string }[];
  /** Chosen to begin with; empty: none. */
  model: string;
}

export function BringFile({ models, model: first }: Props) {
  const navigate = useNavigate();
  const [model, setModel] = useState(models.some((each) => each.model === first) ? first : '');
  const [place, setPlace] = useState<string | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Refused | Error | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!file || place === null) return;
    setBusy(true);
    setFault(null);
    try {
      const { id } = await bring(file, { model, companyId: place });
      navigate(`/admin/pages/import?id=${id}`);
    } catch (error) {
      setFault(error as Error);
      setBusy(false);
    }
  };
  if (models.length === 0) return <p className="gate-quiet">{t('There is no list whose rows you may change.')}</p>;
  const fileFault = fault instanceof Refused ? (fault.fields.get('file') ?? fault.message) : fault?.message;
  return (
    <form className="gate-import-form" onSubmit={submit}>
      <label>
        {t('List')}
        <select value={model} required onChange={({ target }) => setModel(target.value)}>
          <option value="">{t('Choose…')}</option>
          {models.map(({ model: value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {model !== '' && <PlacePicker key={model} model={model} place={place} onChoose={setPlace} />}
      <label>
        {t('File')}
        <input
          type="file"
          required
          accept=".csv,.txt,.tsv,.xlsx"
          aria-invalid={fault !== null}
          aria-describedby="gate-import-file"
          onChange={({ target }) => {
            setFile(target.files?.[0] ?? null);
            setFault(null);
          }}
        />
        <small
          id="gate-import-file"
          className={fault ? 'gate-import-fault' : 'gate-quiet'}
          role={fault ? 'alert' : undefined}
        >
          {fault
            ? fileFault
            : t('CSV or XLSX, up to 50 MB. The first line names the columns; of a workbook the first sheet is read.')}
        </small>
      </label>
      <div className="gate-buttons">
        <button type="submit" disabled={isBusy || !file || place === null}>
          {isBusy ? t('Reading the file…') : t('Bring the file')}
        </button>
      </div>
      <p className="gate-quiet">{t('Nothing is written yet: the file is checked first, row by row.')}</p>
    </form>
  );
}

interface PickerProps {
  model: string;
  place: string | null;
  onChoose(place: string | null): void;
}

function PlacePicker({ model, place, onChoose }: PickerProps) {
  const [search, setSearch] = useState('');
  const [places, setPlaces] = useState<Places | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const query = new URLSearchParams({ model, q: search });
    const wait = setTimeout(() => {
      ask<Places>(`/places?${query}`).then(
        (found) => {
          if (!isCurrent) return;
          setPlaces(found);
          const only = found.companies.length === 1 && !found.hub ? found.companies[0] : undefined;
          onChoose(only ? String(only.id) : null);
        },
        () => isCurrent && setPlaces({ hub: false, companies: [] }),
      );
    }, 150);
    return () => {
      isCurrent = false;
      clearTimeout(wait);
    };
  }, [model, search, onChoose]);
  return (
    <fieldset className="gate-import-place">
      <legend>{t('Whose rows they become')}</legend>
      <input
        type="search"
        value={search}
        placeholder={t('Look for a company')}
        aria-label={t('Look for a company')}
        onChange={({ target }) => setSearch(target.value)}
      />
      <select
        value={place ?? 'none'}
        required
        aria-label={t('Whose rows they become')}
        onChange={({ target }) => onChoose(target.value === 'none' ? null : target.value)}
      >
        <option value="none">{t('Choose…')}</option>
        {places?.hub && <option value="">{t('The hub itself, for every company')}</option>}
        {places?.companies.map(({ id, name }) => (
          <option key={id} value={String(id)}>
            {name}
          </option>
        ))}
      </select>
      {places?.companies.length === 0 && <small className="gate-quiet">{t('No company is called so.')}</small>}
    </fieldset>
  );
}
