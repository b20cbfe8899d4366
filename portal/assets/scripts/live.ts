/** The live day: the server says within a second what was sold, and the page shows it. While nobody looks at the page nothing is
 *  asked for; when the connection breaks it is tried again, less and less often. */

const part = document.querySelector<HTMLElement>('[data-events]');
const state = document.querySelector<HTMLElement>('[data-live-state]');
const status = state?.querySelector<HTMLElement>('[data-live-status]') ?? null;
const refresh = state?.querySelector<HTMLElement>('[data-live-refresh]') ?? null;

const shortestMs = 2_000;
const longestMs = 60_000;
let pauseMs = shortestMs;
let source: EventSource | undefined;
let timer: number | undefined;

function say(kind: 'on' | 'lost' | 'over'): void {
  if (!state || !status) return;
  state.dataset['liveState'] = kind;
  const text = status.dataset[kind] ?? '';
  // Said once, not with every sale.
  if (status.textContent !== text) status.textContent = text;
  if (refresh) refresh.hidden = kind === 'on';
}

/** What changed stands out for a moment; whoever is at a link or has a table open stays there. */
function show(html: string): void {
  if (!part) return;
  const figures = () =>
    new Map([...part.querySelectorAll<HTMLElement>('[data-figure]')].map((one) => [one.dataset['figure'], one]));
  const before = new Map([...figures()].map(([name, one]) => [name, one.textContent]));
  const receipts = new Set(
    [...part.querySelectorAll<HTMLElement>('[data-receipt]')].map((one) => one.dataset['receipt']),
  );
  const focused = part.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : null;
  const opened = [...part.querySelectorAll('details')].map(({ open }) => open);
  part.replaceChildren(...new DOMParser().parseFromString(html, 'text/html').body.childNodes);
  for (const [at, details] of part.querySelectorAll('details').entries()) details.open = opened[at] ?? false;
  for (const [name, one] of figures()) if (before.get(name) !== one.textContent) one.classList.add('is-new');
  for (const row of part.querySelectorAll<HTMLElement>('[data-receipt]')) {
    if (!receipts.has(row.dataset['receipt'])) row.classList.add('is-new');
  }
  if (focused) part.querySelector<HTMLElement>(`a[href="${CSS.escape(focused)}"]`)?.focus();
}

function stop(): void {
  window.clearTimeout(timer);
  source?.close();
  source = undefined;
}

function later(): void {
  stop();
  say('lost');
  timer = window.setTimeout(start, pauseMs);
  pauseMs = Math.min(longestMs, pauseMs * 2);
}

function start(): void {
  stop();
  const address = part?.dataset['events'];
  if (!address || document.hidden) return;
  source = new EventSource(address);
  source.addEventListener('day', ({ data }) => {
    pauseMs = shortestMs;
    say('on');
    show((JSON.parse(data as string) as { html: string }).html);
  });
  source.addEventListener('end', ({ data }) => {
    if (data === 'over') {
      stop();
      say('over');
    } else later();
  });
  source.addEventListener('error', later);
}

document.addEventListener('visibilitychange', () => (document.hidden ? stop() : start()));
window.addEventListener('pagehide', stop);
start();
