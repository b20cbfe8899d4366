/** The list of operations narrows while one types. Without scripts the same form asks the server. */

const field = document.querySelector<HTMLInputElement>('[data-api-search]');
const count = document.querySelector<HTMLElement>('[data-api-count]');

function narrow(text: string): void {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const chapter of document.querySelectorAll<HTMLElement>('[data-api-chapter]')) {
    let here = 0;
    for (const row of chapter.querySelectorAll<HTMLElement>('[data-api-row]')) {
      row.hidden = !wanted.every((word) => row.dataset['apiRow']?.includes(word));
      if (!row.hidden) here += 1;
    }
    chapter.hidden = here === 0;
    found += here;
  }
  if (count) count.textContent = found === 0 ? (count.dataset['none'] ?? '') : `${found}`;
}

// A page that was asked for with words has only their rows: from then on the server finds.
if (field && field.value === '') field.addEventListener('input', () => narrow(field.value));
