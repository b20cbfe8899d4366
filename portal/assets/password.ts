/** Says how strong a new password is while it is typed. The server says it too, after the form was sent, and knows more: which
 *  passwords are common. */

import { passwordStrength } from '../../server/core/password-strength.ts';

function watch(shown: HTMLElement): void {
  const field = document.getElementById(shown.dataset['strengthOf'] ?? '');
  const words = shown.querySelector('[role="status"]');
  if (!(field instanceof HTMLInputElement) || words === null) return;
  field.addEventListener('input', () => {
    const strength = passwordStrength(field.value);
    shown.hidden = field.value === '';
    shown.className = `gate-strength is-${strength}`;
    words.textContent = shown.dataset[strength] ?? '';
  });
}

for (const shown of document.querySelectorAll<HTMLElement>('[data-strength-of]')) watch(shown);
