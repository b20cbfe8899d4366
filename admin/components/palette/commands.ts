/** What the palette can do besides finding. Add a command here, and its texts to `admin/locales`. */

import type { ResourceJSON } from 'adminjs';
import { t } from '../texts.ts';
import { densityOf, setDensity } from './density.ts';
import { forgetRecords } from './recent.ts';

/** What a command may use. */
export interface Desk {
  go(address: string): void;
  showKeys(): void;
  close(): void;
  /** The lists that the person sees. */
  resources: readonly ResourceJSON[];
}

export interface Command {
  label: string;
  /** The key that does the same. */
  keys?: string;
  run(desk: Desk): void;
}

/** Presses a button of the page: its form says the rest, the token included. */
function press(selector: string): void {
  document.querySelector<HTMLButtonElement>(selector)?.click();
}

/** Commands that make sense at present. */
export function commandsFor(desk: Desk): Command[] {
  const isDark = document.documentElement.classList.contains('is-dark');
  const isCompact = densityOf() === 'compact';
  return [
    ...newRecords(desk),
    {
      label: isDark ? t('Light colours') : t('Dark colours'),
      run: () => press('form[action="/preferences/theme/"] button'),
    },
    {
      label: isCompact ? t('Comfortable rows') : t('Compact rows'),
      run: ({ close }) => {
        setDensity(isCompact ? 'comfortable' : 'compact');
        close();
      },
    },
    { label: t('All keys'), keys: '?', run: ({ showKeys }) => showKeys() },
    { label: t('To the portal'), run: () => window.location.assign('/dashboard/') },
    { label: t('To the reports'), run: () => window.location.assign('/reports') },
    {
      label: t('Sign out'),
      run: () => {
        forgetRecords();
        press('form[action="/accounts/logout/"] button');
      },
    },
  ];
}

/** Lists in which people make rows most. */
function newRecords({ resources }: Desk): Command[] {
  const labels: Readonly<Record<string, string>> = {
    Product: t('New product'),
    Customer: t('New customer'),
    Price: t('New price'),
    Store: t('New store'),
  };
  return Object.entries(labels).flatMap(([model, label]) => {
    const resource = resources.find(({ id }) => id === model);
    const mayMake = resource?.resourceActions.some(({ name }) => name === 'new');
    return mayMake ? [{ label, run: ({ go }: Desk) => go(`/admin/resources/${model}/actions/new`) }] : [];
  });
}
