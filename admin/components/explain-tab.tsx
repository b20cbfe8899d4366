/** The tab "Who can see this": staff roles, fields, rules of the company, and its people. */

import { useEffect, useState } from 'react';
import { Link } from 'react-router-dom';
import type { Explanation } from './explain-view.ts';
import { readJson } from './related-tabs.tsx';
import { t } from './texts.ts';

export function ExplainTab({ model, id }: { model: string; id: string }) {
  const [shown, setShown] = useState<Explanation | null | 'failed'>(null);
  useEffect(() => {
    let isCurrent = true;
    setShown(null);
    readJson<Explanation>(`/admin/api/hub/explain/${model}/${encodeURIComponent(id)}`)
      .then((found) => isCurrent && setShown(found))
      .catch(() => isCurrent && setShown('failed'));
    return () => {
      isCurrent = false;
    };
  }, [model, id]);
  if (shown === null) return <p className="gate-quiet">{t('Loading…')}</p>;
  if (shown === 'failed') return <p className="gate-quiet">{t('This could not be loaded.')}</p>;
  return (
    <div className="gate-explain">
      <h3>{t('Hub staff')}</h3>
      <Table
        head={[t('Role'), t('Sees'), t('Changes'), t('Why')]}
        rows={shown.staff.map(({ role, sees, changes, why }) => [role, sees, changes, why])}
      />
      {shown.company !== null && <OfCompany {...shown} company={shown.company} />}
      <details>
        <summary>{t('Field by field')}</summary>
        <Table
          head={[t('Field'), t('Seen by'), t('Changed by'), t('Personal data')]}
          rows={shown.fields.map(({ label, seenBy, changedBy, isPersonal }) => [
            label,
            seenBy,
            changedBy || t('nobody, by hand'),
            isPersonal ? t('Yes') : '',
          ])}
        />
      </details>
    </div>
  );
}

function OfCompany({ company, rules, people }: Explanation & { company: string }) {
  return (
    <>
      <h3>{t('People of {company}', { company })}</h3>
      {rules.length === 0 && <p className="gate-quiet">{t('No page of the portal shows this to a company.')}</p>}
      <ul>
        {rules.map(({ doing, action, roles, isByStore }) => (
          <li key={doing}>
            {t('Who may {doing}: {roles}', { doing, roles })} <code>{action}</code>{' '}
            {isByStore && (
              <span className="gate-quiet">{t('A role for chosen stores reaches these stores only.')}</span>
            )}
          </li>
        ))}
      </ul>
      {people.length > 0 && (
        <Table
          head={[t('Person'), t('Is'), t('Sees'), t('Changes')]}
          rows={people.map(({ href, name, is, sees, changes }) => [
            <Link key={href} to={href}>
              {name}
            </Link>,
            is || t('member'),
            sees ? t('Yes') : t('No'),
            changes ? t('Yes') : t('No'),
          ])}
        />
      )}
    </>
  );
}

function Table({ head, rows }: { head: readonly string[]; rows: readonly (readonly React.ReactNode[])[] }) {
  return (
    <div className="gate-scroll">
      <table className="gate-table">
        <thead>
          <tr>
            {head.map((label) => (
              <th key={label}>{label}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            // Rows have no identity of their own and never move.
            <tr key={row}>
              {cells.map((cell, column) => (
                <td key={head[column]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
