/** The keys of the back office. They are silent while somebody types, in open dialogs, and with Ctrl, Alt or ⌘, but for Ctrl-K. */

import { t } from '../texts.ts';

/** Where `g` and a letter lead. */
export const areas: Readonly<Record<string, string>> = {
  h: '/admin',
  c: '/admin/resources/Company',
  s: '/admin/resources/Store',
  t: '/admin/resources/Terminal',
  p: '/admin/resources/Product',
  u: '/admin/resources/Customer',
  r: '/admin/resources/Transaction',
  z: '/admin/resources/Closure',
  q: '/admin/resources/QuarantinedItem',
  a: '/admin/resources/AuditEntry',
};

/** What the help sheet tells of them. */
export function areaNames(): Readonly<Record<keyof typeof areas, string>> {
  return {
    h: t('Overview'),
    c: t('Companies'),
    s: t('Stores'),
    t: t('Terminals'),
    p: t('Products'),
    u: t('Customers'),
    r: t('Receipts'),
    z: t('Closures'),
    q: t('Quarantine'),
    a: t('Audit trail'),
  };
}

export interface KeyHandlers {
  go(address: string): void;
  openPalette(): void;
  showKeys(): void;
}

/** A letter after `g` counts for so long. */
const leadMs = 1500;

const typing =
  'input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable=""], [contenteditable=true], [role=textbox]';

/** Listens until the returned function is called. */
export function listenForKeys(handlers: KeyHandlers): () => void {
  let leadUntil = 0;
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      return handlers.openPalette();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const isLed = event.timeStamp < leadUntil;
    leadUntil = !isLed && key === 'g' ? event.timeStamp + leadMs : 0;
    const area = isLed ? areas[key] : undefined;
    if (area !== undefined) handlers.go(area);
    else if (isLed || !act(key, handlers)) return;
    event.preventDefault();
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(typing) !== null;
}

/** False: the key means nothing here. */
function act(key: string, handlers: KeyHandlers): boolean {
  switch (key) {
    case '?':
      handlers.showKeys();
      return true;
    case '/':
      if (!focusSearch()) handlers.openPalette();
      return true;
    case 'j':
      return moveRow(1);
    case 'k':
      return moveRow(-1);
    case 'Enter':
      return openRow(handlers);
    case 'e':
      return editRecord(handlers);
    case 's':
      return saveForm();
    default:
      return false;
  }
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('tr[data-row-id]')].filter((row) => row.offsetParent !== null);
}

function focusedRow(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>('tr[data-row-id]') ?? null;
}

function moveRow(step: number): boolean {
  const all = rows();
  if (all.length === 0) return false;
  const focused = focusedRow();
  const at = focused ? all.indexOf(focused) : -1;
  const to = at === -1 ? (step > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(at + step, all.length - 1));
  const row = all[to];
  if (row && row.tabIndex < 0 && !row.hasAttribute('tabindex')) row.tabIndex = -1;
  row?.focus();
  row?.scrollIntoView({ block: 'nearest' });
  return true;
}

/** Only of the row itself: a link or button inside it has an Enter of its own. */
function openRow({ go }: KeyHandlers): boolean {
  const row = document.activeElement;
  const address = row?.matches('tr[data-row-id]') ? row.getAttribute('data-href') : null;
  if (!address) return false;
  go(address);
  return true;
}

/** Of the row that has the focus in a list, otherwise of the record that is shown. */
function editRecord({ go }: KeyHandlers): boolean {
  const shown = focusedRow()?.getAttribute('data-href') ?? window.location.pathname;
  const record = /^(\/admin\/resources\/\w+\/records\/[^/]+)\/show$/.exec(shown)?.[1];
  const isOffered = focusedRow() !== null || document.querySelector(`a[href="${record}/edit"]`) !== null;
  if (record === undefined || !isOffered) return false;
  go(`${record}/edit`);
  return true;
}

function saveForm(): boolean {
  const form = document.querySelector<HTMLFormElement>('form[data-gate-form]');
  form?.requestSubmit();
  return form !== null;
}

function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('#app input[type=search]');
  if (!field || field.offsetParent === null) return false;
  field.focus();
  field.select();
  return true;
}
