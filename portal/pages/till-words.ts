/** What every page about tills says in the same words. */
import type { TerminalLife, TerminalState } from '../../server/domain/stores/index.ts';
import type { Problem } from '../../server/http/problem.ts';
import { agoText, clockText, localText } from './times.ts';

export const stateWords: Readonly<Record<TerminalState, string>> = {
  live: 'Live',
  silent: 'Silent',
  never: 'Never connected',
  off: 'Switched off',
  revoked: 'Revoked',
  retired: 'Retired',
};

/** Times of grace that forms offer, in hours. */
const graces = [
  [0, 'No'],
  [1, 'Yes, for an hour'],
  [8, 'Yes, for 8 hours'],
  [24, 'Yes, for a day'],
  [72, 'Yes, for 3 days'],
  [168, 'Yes, for a week'],
] as const;

export function graceChoices(chosen: string | undefined) {
  return graces.map(([hours, name]) => ({ hours, name, isChosen: String(hours) === (chosen ?? '0') }));
}

/** A form's hours; what is no number is refused by the procedure. */
export function graceOf(fields: Readonly<Record<string, string>>): number {
  return Number(fields['grace'] || 0);
}

/** Hidden in forms that replace a secret: which one the page showed as the current one. */
export function seenText({ secretIssuedAt }: TerminalLife): string {
  return secretIssuedAt?.toISOString() ?? '';
}

/** The other way round. A text that is no time stands for a secret that never was. */
export function seenDate(text: string | undefined): Date | null {
  if (!text) return null;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? new Date(0) : at;
}

/** An instant on the clocks of the store: "20 Nov 2026, 14:05". */
export function zonedText(at: Date, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone }).format(at);
  return localText(`${day}T${clockText(at, timeZone)}`);
}

/** State, and since when. */
export function stateModel(terminal: TerminalLife, now: Date, timeZone: string) {
  const { state, heardAt, revokedAt, graceUntil, retiredAt, isPaired } = terminal;
  const since = (at: Date) => `since ${zonedText(at, timeZone)}`;
  const notes: Readonly<Record<TerminalState, string | null>> = {
    live: heardAt && agoText(heardAt, now),
    silent: heardAt && since(heardAt),
    never: isPaired ? 'waiting for its first call' : 'has no settings yet',
    off: heardAt && `last seen ${agoText(heardAt, now)}`,
    revoked:
      graceUntil && graceUntil > now
        ? `may deliver until ${zonedText(graceUntil, timeZone)}`
        : revokedAt && since(revokedAt),
    retired: retiredAt && since(retiredAt),
  };
  return { state: stateWords[state], stateClass: `is-till-${state}`, stateNote: notes[state] };
}

const minuteMs = 60_000;
const aheadMs = 90_000;
const lateMs = 5 * minuteMs;

/** What the latest documents say about a till's clock. A clock that is ahead shows for certain; one that is behind looks like
 *  documents that come late, unless the difference is that of a time zone. */
export function clockModel({ lagMs }: TerminalLife): { text: string; note: string | null; isWrong: boolean } {
  if (lagMs === null) return { text: 'unknown', note: 'It has delivered nothing yet.', isWrong: false };
  const isZone = looksLikeZone(Math.abs(lagMs));
  const hint = isZone ? ' The difference looks like a wrong time zone, at the till or in its store.' : '';
  if (lagMs < -aheadMs) {
    const note = `Its latest documents come from the future.${hint}`;
    return { text: `${spanText(-lagMs)} ahead`, note, isWrong: true };
  }
  if (lagMs > lateMs) {
    const note = `Each of its latest documents came at least ${spanText(lagMs)} after its time: the till was offline, or its clock is behind.${hint}`;
    return { text: isZone ? `${spanText(lagMs)} behind` : 'uncertain', note, isWrong: isZone };
  }
  return { text: 'right', note: null, isWrong: false };
}

/** Whole half hours point to a time zone. */
function looksLikeZone(ms: number): boolean {
  const rest = ms % (30 * minuteMs);
  return ms > 25 * minuteMs && ms < 15 * 60 * minuteMs && Math.min(rest, 30 * minuteMs - rest) < aheadMs;
}

function spanText(ms: number): string {
  const minutes = Math.round(ms / minuteMs);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(ms / (60 * minuteMs));
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** Lines of a text field, without empty ones. */
export function linesOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Sentences of a form's refusal by field; those about one entry of a list belong to the list and name it. What has no field
 *  stands above the form. */
export function refusalModel(problem: Problem, entries: readonly string[] = []) {
  const errors: Record<string, string[]> = {};
  for (const { path, message } of problem.errors) {
    const [field = '', index] = path.split('.');
    const entry = index === undefined ? undefined : entries[Number(index)];
    errors[field] = [...(errors[field] ?? []), sentence(entry === undefined ? message : `“${entry}”: ${message}`)];
  }
  const isNamed = problem.errors.length > 0;
  return { errors, message: isNamed ? null : sentence(problem.detail ?? problem.title) };
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
