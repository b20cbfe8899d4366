/** How close rows stand, remembered in the browser. Applied before anything is drawn. */

export type Density = 'comfortable' | 'compact';

const key = 'gate.density';

export function densityOf(): Density {
  return document.documentElement.classList.contains('is-compact') ? 'compact' : 'comfortable';
}

export function setDensity(density: Density): void {
  document.documentElement.classList.toggle('is-compact', density === 'compact');
  try {
    localStorage.setItem(key, density);
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

if (remembered() === 'compact') document.documentElement.classList.add('is-compact');
