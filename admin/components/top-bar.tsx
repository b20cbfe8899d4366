/** The bar above every page: the way to the menu on small screens, to the portal, and the person's own corner. */

import { Icon } from '@adminjs/design-system';
import { useCurrentAdmin } from 'adminjs';
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router-dom';
import { languageNames } from '../../server/core/languages.ts';
import { useLandmarks } from './page-header.tsx';
import { PaletteBar } from './palette/palette-bar.tsx';
import { language, t } from './texts.ts';

interface Session {
  email: string;
  title: string;
  csrfToken: string;
  acting: { name: string; slug: string; until: string } | null;
}

export function TopBar({ toggleSidebar }: { toggleSidebar(): void }) {
  const [admin] = useCurrentAdmin();
  useLandmarks();
  // AdminJS keeps what our server's `StaffAdmin` says.
  const session = admin as unknown as Session | null;
  return (
    <>
      {session?.acting && <ActingBanner acting={session.acting} csrfToken={session.csrfToken} />}
      <header className="gate-top">
        <button
          type="button"
          className="gate-icon-button gate-menu-button"
          aria-label={t('Menu')}
          onClick={toggleSidebar}
        >
          <Icon icon="Menu" />
        </button>
        <Link className="gate-top-brand" to="/admin">
          SaleFlex.GATE
        </Link>
        <div className="gate-top-space" id="gate-top-space">
          <PaletteBar />
        </div>
        {session && <AccountCorner session={session} />}
      </header>
    </>
  );
}

/** Stands above every page as long as the person acts for a company. */
function ActingBanner({
  acting,
  csrfToken,
}: {
  acting: { name: string; slug: string; until: string };
  csrfToken: string;
}) {
  const until = new Date(acting.until).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
  return (
    <div className="gate-acting" role="status">
      <span>
        {t('You act for {name} until {until}. In the portal you may do what its administrators may.', {
          name: acting.name,
          until,
        })}
      </span>
      <a href={`/home/${acting.slug}/`}>{t('Open it in the portal')}</a>
      <form method="post" action="/accounts/acting/stop/">
        <input type="hidden" name="_csrf" value={csrfToken} />
        <button type="submit">{t('Stop')}</button>
      </form>
    </div>
  );
}

/** Everything here is a plain form or link of the portal: the page is drawn anew in the chosen language and colours. */
function AccountCorner({ session }: { session: Session }) {
  const { pathname, search } = useLocation();
  const hidden = (
    <>
      <input type="hidden" name="_csrf" value={session.csrfToken} />
      <input type="hidden" name="next" value={pathname + search} />
    </>
  );
  const isDark = document.documentElement.classList.contains('is-dark');
  const otherTheme = isDark ? t('Light colours') : t('Dark colours');
  return (
    <div className="gate-corner">
      <form method="post" action="/preferences/theme/">
        {hidden}
        <button
          type="submit"
          className="gate-icon-button"
          name="theme"
          value={isDark ? 'light' : 'dark'}
          title={otherTheme}
          aria-label={otherTheme}
        >
          <Icon icon={isDark ? 'Sun' : 'Moon'} />
        </button>
      </form>
      <Drop className="gate-languages" label={t('Language')} face={<span>{language.toUpperCase()}</span>}>
        <form method="post" action="/preferences/language/">
          {hidden}
          {Object.entries(languageNames).map(([code, name]) => (
            <button
              key={code}
              type="submit"
              name="language"
              value={code}
              lang={code}
              aria-current={code === language || undefined}
            >
              {name}
              {code === language && <Icon icon="Check" />}
            </button>
          ))}
        </form>
      </Drop>
      <Drop label={t('Account')} face={<PersonFace session={session} />}>
        <p>
          <strong>{session.email}</strong>
          <span className="gate-quiet">{session.title}</span>
        </p>
        <a href="/dashboard/">
          <Icon icon="ArrowLeft" /> {t('Portal')}
        </a>
        <a href="/reports">
          <Icon icon="BarChart2" /> {t('Reports')}
        </a>
        <a href="/accounts/profile/">
          <Icon icon="User" /> {t('Profile')}
        </a>
        <form method="post" action="/accounts/logout/">
          <input type="hidden" name="_csrf" value={session.csrfToken} />
          <button type="submit">
            <Icon icon="LogOut" /> {t('Sign out')}
          </button>
        </form>
      </Drop>
    </div>
  );
}

function PersonFace({ session }: { session: Session }) {
  return (
    <>
      <span className="gate-initials" aria-hidden="true">
        {(session.email[0] ?? '').toLocaleUpperCase(language)}
      </span>
      <span className="gate-person">{session.email}</span>
    </>
  );
}

interface DropProps {
  className?: string;
  /** What it is, for whoever does not see it. */
  label: string;
  face: React.ReactNode;
  children: React.ReactNode;
}

/** A menu under a button; it closes when somebody goes elsewhere, clicks elsewhere or presses Escape. */
function Drop({ className = '', label, face, children }: DropProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const { key } = useLocation();
  // The key is another one at every new place.
  useEffect(() => {
    if (key) details.current?.removeAttribute('open');
  }, [key]);
  useEffect(() => {
    const close = (event: Event) => {
      const isInside = event.target instanceof Node && details.current?.contains(event.target);
      if (event instanceof KeyboardEvent ? event.key !== 'Escape' : isInside) return;
      details.current?.removeAttribute('open');
    };
    document.addEventListener('click', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('click', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  return (
    <details className={`gate-drop ${className}`} ref={details}>
      <summary title={label}>
        <span className="gate-unseen">{label}</span>
        {face}
        <Icon icon="ChevronDown" />
      </summary>
      <div className="gate-drop-menu">{children}</div>
    </details>
  );
}
