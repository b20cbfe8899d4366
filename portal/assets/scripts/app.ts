/** What pages gain when scripts run; nothing here is needed for anything to work. */

/** The account menu is a `<details>`: it opens without us. Here it learns to close and to be walked by arrow keys. */
function enrichMenu(menu: HTMLDetailsElement): void {
  const summary = menu.querySelector('summary');
  const items = () => [...menu.querySelectorAll<HTMLElement>('a, button')];

  document.addEventListener('click', (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener('focusout', (event) => {
    if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      menu.open = false;
      summary?.focus();
      return;
    }
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    menu.open = true;
    const list = items();
    const at = list.indexOf(document.activeElement as HTMLElement);
    list[at === -1 ? (step > 0 ? 0 : list.length - 1) : (at + step + list.length) % list.length]?.focus();
  });
}

/** The theme changes at once; the choice travels to the server in the background, which keeps it in a cookie. */
function enrichTheme(form: HTMLFormElement): void {
  form.addEventListener('submit', (event) => {
    const button = event.submitter;
    if (!(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    document.documentElement.dataset['bsTheme'] = button.value;
    const body = new URLSearchParams(new FormData(form, button) as unknown as Record<string, string>);
    void fetch(form.action, { method: 'POST', body, redirect: 'manual' });
    document.dispatchEvent(new CustomEvent('gate:theme'));
    form.querySelector<HTMLElement>(`button:not([value="${button.value}"])`)?.focus();
  });
}

/** A second click on a slow connection must not send a form twice. */
function guardForm(form: HTMLFormElement): void {
  form.addEventListener('submit', (event) => {
    if (form.dataset['sent'] === 'yes') event.preventDefault();
    form.dataset['sent'] = 'yes';
  });
  // Coming back with the browser's back button finds the page as it was left.
  window.addEventListener('pageshow', () => delete form.dataset['sent']);
}

const liveMs = 10_000;

/** A part of the page that stays up to date while somebody looks at it: the page is asked for again, and the part with the same
 *  id takes its place. Whoever is at a link inside stays there. */
function keepLive(id: string): void {
  const refresh = async () => {
    const part = document.getElementById(id);
    const href = part?.dataset['live'];
    if (!part || !href || document.hidden || document.querySelector('dialog[open]')) return;
    const answer = await fetch(href, { headers: { accept: 'text/html' } }).catch(() => null);
    // Signed out meanwhile, or the hub is away: what is shown stays, and the next visit tells.
    if (!answer?.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(id);
    if (!fresh || fresh.innerHTML === part.innerHTML) return;
    const focused = part.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : null;
    const opened = [...part.querySelectorAll('details')].map(({ open }) => open);
    part.replaceWith(fresh);
    for (const [at, details] of fresh.querySelectorAll('details').entries()) details.open = opened[at] ?? false;
    if (focused) fresh.querySelector<HTMLElement>(`a[href="${CSS.escape(focused)}"]`)?.focus();
  };
  setInterval(() => void refresh(), liveMs);
  document.addEventListener('visibilitychange', () => void refresh());
}

/** A button that copies a field. Browsers give pages without encryption no clipboard of their own; the old way still works. */
function enrichCopy(button: HTMLButtonElement): void {
  const field = document.getElementById(button.dataset['copy'] ?? '');
  const label = button.querySelector('span');
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) || label === null) return;
  button.hidden = false;
  label.setAttribute('aria-live', 'polite');
  button.addEventListener('click', async () => {
    field.select();
    const isCopied = await navigator.clipboard?.writeText(field.value).then(
      () => true,
      () => false,
    );
    const { copied = '', marked = '' } = button.dataset;
    label.textContent = isCopied || document.execCommand('copy') ? copied : marked;
  });
}

for (const part of document.querySelectorAll<HTMLElement>('[data-live][id]')) keepLive(part.id);
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) enrichCopy(button);
for (const menu of document.querySelectorAll<HTMLDetailsElement>('details.gate-drop')) enrichMenu(menu);
for (const form of document.querySelectorAll<HTMLFormElement>('form.gate-theme')) enrichTheme(form);
for (const form of document.querySelectorAll<HTMLFormElement>('form[method="post"]:not(.gate-theme)')) guardForm(form);
