/** What pages of reports gain when scripts run; nothing here is needed for anything to work. */

/** A list of values to choose from is a `<details>`: it opens without us. Here it learns to close. */
function enrichPick(pick: HTMLDetailsElement): void {
  document.addEventListener('click', (event) => {
    if (event.target instanceof Node && !pick.contains(event.target)) pick.open = false;
  });
  pick.addEventListener('focusout', (event) => {
    if (event.relatedTarget instanceof Node && !pick.contains(event.relatedTarget)) pick.open = false;
  });
  closeByEscape(pick);
}

/** Escape leads back to where it was opened. */
function closeByEscape(details: HTMLDetailsElement): void {
  details.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !details.open) return;
    details.open = false;
    details.querySelector('summary')?.focus();
  });
}

/** Days that are typed are an own range; choosing another range takes them back. */
function enrichRange(form: HTMLFormElement): void {
  const range = form.querySelector<HTMLSelectElement>('#range');
  const days = [...form.querySelectorAll<HTMLInputElement>('#from, #to')];
  if (range === null) return;
  for (const day of days) day.addEventListener('input', () => (range.value = 'own'));
}

/** Cards that have every word that is typed stay. */
function enrichSearch(box: HTMLElement): void {
  const field = box.querySelector('input');
  const status = box.querySelector<HTMLElement>('[role=status]');
  if (field === null || status === null) return;
  box.hidden = false;
  field.addEventListener('input', () => {
    const fold = (text: string) => text.toLocaleLowerCase(document.documentElement.lang);
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const area of document.querySelectorAll<HTMLElement>('.gate-report-area')) {
      const cards = [...area.querySelectorAll<HTMLElement>('.card')];
      for (const card of cards) {
        const text = fold(card.textContent ?? '');
        card.hidden = !words.every((word) => text.includes(word));
      }
      const shown = cards.filter((card) => !card.hidden).length;
      area.hidden = shown === 0;
      found += shown;
    }
    status.textContent = found === 0 ? (status.dataset['none'] ?? '') : '';
  });
}

for (const pick of document.querySelectorAll<HTMLDetailsElement>('details.gate-pick')) enrichPick(pick);
for (const save of document.querySelectorAll<HTMLDetailsElement>('details.gate-save')) closeByEscape(save);
for (const form of document.querySelectorAll<HTMLFormElement>('form.gate-asking')) enrichRange(form);
for (const box of document.querySelectorAll<HTMLElement>('[data-report-search]')) enrichSearch(box);
