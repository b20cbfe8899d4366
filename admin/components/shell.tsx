/** The side bar, which AdminJS fills with its own. */

import { Icon } from '@adminjs/design-system';
import { type ResourceJSON, useTranslation } from 'adminjs';
import { Link, useLocation } from 'react-router-dom';
import { GroupCount, ListCount, useAttention } from './attention.tsx';
import { PinnedViews } from './list/pinned.tsx';
import { named, t } from './texts.ts';

export function Brand({ branding }: { branding: { companyName: string; logo?: string } }) {
  return (
    <Link className="gate-brand" to="/admin">
      <img src={branding.logo} alt="" width="32" height="32" />
      <span>
        {branding.companyName}
        <small>{t('Back office')}</small>
      </span>
    </Link>
  );
}

/** The resources by group; the group of the page that is shown is open, others as the person left them. */
export function Navigation({ resources }: { resources: ResourceJSON[] }) {
  const { translateLabel } = useTranslation();
  const { pathname } = useLocation();
  const attention = useAttention();
  const groups = new Map<string, ResourceJSON[]>();
  for (const resource of resources) {
    const name = resource.navigation?.name;
    if (resource.href && name) groups.set(name, [...(groups.get(name) ?? []), resource]);
  }
  const isCurrent = ({ href }: ResourceJSON) => pathname === href || pathname.startsWith(`${href}/`);
  return (
    <nav className="gate-nav" aria-label={t('Lists')}>
      <PinnedViews />
      {[...groups].map(([name, members]) => (
        <details key={name} open={members.some(isCurrent) || undefined}>
          <summary>
            <Icon icon={members[0]?.navigation?.icon ?? 'Folder'} />
            {named(name)}
            <GroupCount models={members.map(({ id }) => id)} data={attention} />
          </summary>
          <ul>
            {members.map((resource) => (
              <li key={resource.id} className="gate-nav-row">
                <Link to={resource.href ?? ''} aria-current={isCurrent(resource) ? 'page' : undefined}>
                  {translateLabel(resource.name, resource.id)}
                </Link>
                <ListCount model={resource.id} label={translateLabel(resource.name, resource.id)} data={attention} />
              </li>
            ))}
          </ul>
        </details>
      ))}
    </nav>
  );
}

/** AdminJS praises itself here. */
export function SideFooter() {
  return null;
}
