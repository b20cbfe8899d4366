/** Parts of the frame that AdminJS fills with its own: the account's corner and the foot of the side bar. */

import { Icon } from '@adminjs/design-system';

interface Session {
  email: string;
  title: string;
  csrfToken: string;
}

/** The way back to the portal, and out. Signing out is a form, as it changes something. */
export function AccountMenu({ session }: { session: Session }) {
  return (
    <div className="gate-account">
      <a href="/dashboard/">
        <Icon icon="ArrowLeft" /> Portal
      </a>
      <a href="/reports">
        <Icon icon="BarChart2" /> Reports
      </a>
      <span className="gate-person">
        <strong>{session.email}</strong>
        <span className="gate-quiet">{session.title}</span>
      </span>
      <form method="post" action="/accounts/logout/">
        <input type="hidden" name="_csrf" value={session.csrfToken} />
        <button type="submit" title="Sign out" aria-label="Sign out">
          <Icon icon="LogOut" />
        </button>
      </form>
    </div>
  );
}

export function SideFooter() {
  return <p className="gate-side-foot">Back office of the hub</p>;
}
