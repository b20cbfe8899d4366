/** What the catalogue gains when scripts run: a price is saved in its row without leaving the page, and a run in progress is
 *  followed. Without scripts the same forms and links do the same. */

/** Sends a row's form and puts the row that comes back in the place of the old one. */
async function saveRow(form: HTMLFormElement, rowId: string): Promise<void> {
  const answer = await fetch(location.href, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form) as unknown as Record<string, string>),
    headers: { accept: 'text/html' },
  });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.getElementById(rowId);
  const old = document.getElementById(rowId);
  if (!fresh || !old) {
    location.reload();
    return;
  }
  old.replaceWith(fresh);
  enrichRows(fresh);
  tell(page.querySelector('.gate-flash'));
  focusAfter(fresh, !fresh.querySelector('[aria-invalid]'));
}

/** To the next row's price when this one is saved, back to the field when it was refused. */
function focusAfter(row: HTMLElement, isSaved: boolean): void {
  const next = isSaved ? row.nextElementSibling?.querySelector<HTMLInputElement>('input[name="price"]') : null;
  const field = next ?? row.querySelector<HTMLInputElement>('input[name="price"]');
  field?.focus();
  field?.select();
}

/** The message of the page that came back, where screen readers hear it. */
function tell(message: Element | null): void {
  document.querySelector('.gate-main > .gate-flash')?.remove();
  if (message) document.querySelector('.gate-main')?.prepend(message);
}

function enrichRows(within: ParentNode): void {
  for (const form of within.querySelectorAll<HTMLFormElement>('form[data-row]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      void saveRow(form, form.dataset['row'] ?? '');
    });
  }
}

/** Looks again every second until what runs is over. */
async function follow(): Promise<void> {
  const running = document.getElementById('run');
  if (running?.dataset['running'] !== 'yes') return;
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.getElementById('run');
  if (!answer.ok || !fresh) return;
  if (fresh.dataset['running'] === 'yes') {
    running.replaceWith(fresh);
    await follow();
  } else location.reload();
}

enrichRows(document);
void follow();
