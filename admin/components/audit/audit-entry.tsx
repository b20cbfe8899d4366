/** One entry: who did what, and field by field what it was and what it became. */

import { Link } from 'react-router-dom';
import { t } from '../texts.ts';
import type { AuditItem, FieldDiff } from './audit-view.ts';

export function AuditEntryCard({ entry }: { entry: AuditItem }) {
  const { at, who, whoHref, action, subject, subjectHref, company, companyHref, door, chain, position } = entry;
  return (
    <article className="gate-document gate-audit-entry">
      <header>
        <strong>{action}</strong> <Named text={subject} href={subjectHref} />
        <span className="gate-quiet">
          {at} · <Named text={who} href={whoHref} /> · {door}
          {company !== null && (
            <>
              {' · '}
              <Named text={company} href={companyHref} />
            </>
          )}
          {' · '}
          {t('entry {position} of chain {chain}', { position, chain })}
        </span>
      </header>
      <Changes entry={entry} />
    </article>
  );
}

function Named({ text, href }: { text: string; href: string | null }) {
  return href === null ? <span>{text}</span> : <Link to={href}>{text}</Link>;
}

function Changes({ entry: { diff, isMasked } }: { entry: AuditItem }) {
  if (diff === null) return <p className="gate-quiet">{t('The content was erased; its digest stays in the chain.')}</p>;
  if (isMasked) return <p className="gate-quiet">{t('What changed is shown to operators and superusers.')}</p>;
  const rows = diff.filter(({ kind }) => kind !== 'same');
  if (rows.length === 0) return null;
  return (
    <div className="gate-scroll">
      <table className="gate-table">
        <thead>
          <tr>
            <th>{t('Field')}</th>
            <th>{t('Before')}</th>
            <th>{t('After')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <DiffRow key={row.field} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DiffRow({ row: { field, before, after, kind } }: { row: FieldDiff }) {
  return (
    <tr className={`is-${kind}`}>
      <th scope="row">{field || t('rows')}</th>
      <td>{before !== null && <del>{before}</del>}</td>
      <td>{after !== null && <ins>{after}</ins>}</td>
    </tr>
  );
}
