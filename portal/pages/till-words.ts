/** What every page about tills says in the same words. */
import { type Language, localeOf } from '../../server/core/languages.ts';
import type { TerminalLife, TerminalState } from '../../server/domain/stores/index.ts';
import type { Speech } from '../../server/http/user-context.ts';
import type { SpokenProblem } from './problems.ts';

/** Times of grace that forms offer, in hours. */
const graces = [0, 1, 8, 24, 72, 168];

export function graceChoices({ t }: Speech, chosen: string | undefined) {
  return graces.map((hours) => ({
    hours,
    name: t(`tills.graces.${hours}`),
    isChosen: String(hours) === (chosen ?? '0'),
  }));
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

/** State, and since when on the clocks of its store. */
export function stateModel({ t, formats }: Speech, terminal: TerminalLife, clocks: { now: Date; timeZone: string }) {
  const { state, heardAt, revokedAt, graceUntil, retiredAt, isPaired } = terminal;
  const { now } = clocks;
  const time = (at: Date) => formats.instant(at, clocks.timeZone);
  const since = (at: Date) => t('tills.notes.since', { time: time(at) });
  const notes: Readonly<Record<TerminalState, string | null>> = {
    live: heardAt && formats.ago(heardAt, now),
    silent: heardAt && since(heardAt),
    never: isPaired ? t('tills.notes.waiting') : t('tills.notes.noSettings'),
    off: heardAt && t('tills.notes.lastSeen', { ago: formats.ago(heardAt, now) }),
    revoked:
      graceUntil && graceUntil > now
        ? t('tills.notes.mayDeliver', { time: time(graceUntil) })
        : revokedAt && since(revokedAt),
    retired: retiredAt && since(retiredAt),
  };
  return { state: t(`tills.states.${state}`), stateClass: `is-till-${state}`, stateNote: notes[state] };
}

const minuteMs = 60_000;
const aheadMs = 90_000;
const lateMs = 5 * minuteMs;

interface ClockModel {
  text: string;
  note: string | null;
  isWrong: boolean;
}

/** What the latest documents say about a till's clock. A clock that is ahead shows for certain; one that is behind looks like
 *  documents that come late, unless the difference is that of a time zone. */
export function clockModel({ t, formats }: Speech, { lagMs }: TerminalLife): ClockModel {
  if (lagMs === null) return { text: t('tills.clock.unknown'), note: t('tills.clock.nothing'), isWrong: false };
  const isZone = looksLikeZone(Math.abs(lagMs));
  const span = formats.span(Math.abs(lagMs));
  const withHint = (note: string) => (isZone ? `${note} ${t('tills.clock.zone')}` : note);
  if (lagMs < -aheadMs) {
    return { text: t('tills.clock.ahead', { span }), note: withHint(t('tills.clock.future')), isWrong: true };
  }
  if (lagMs > lateMs) {
    const text = isZone ? t('tills.clock.behind', { span }) : t('tills.clock.uncertain');
    return { text, note: withHint(t('tills.clock.late', { span })), isWrong: isZone };
  }
  return { text: t('tills.clock.right'), note: null, isWrong: false };
}

/** Whole half hours point to a time zone. */
function looksLikeZone(ms: number): boolean {
  const rest = ms % (30 * minuteMs);
  return ms > 25 * minuteMs && ms < 15 * 60 * minuteMs && Math.min(rest, 30 * minuteMs - rest) < aheadMs;
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
export function refusalModel(problem: SpokenProblem, entries: readonly string[] = []) {
  const errors: Record<string, string[]> = {};
  const { language } = problem;
  for (const { path, message } of problem.errors) {
    const [field = '', index] = path.split('.');
    const entry = index === undefined ? undefined : entries[Number(index)];
    const text = entry === undefined ? message : `${quoted(entry, language)}: ${message}`;
    errors[field] = [...(errors[field] ?? []), sentence(text, language)];
  }
  const isNamed = problem.errors.length > 0;
  return { errors, message: isNamed ? null : sentence(problem.detail ?? problem.title, language) };
}

function quoted(text: string, language: Language): string {
  return language === 'de' ? `„${text}“` : `“${text}”`;
}

/** With the capital and the full stop of a sentence; a Turkish i keeps its dot. */
function sentence(text: string, language: Language): string {
  const start = text.charAt(0).toLocaleUpperCase(localeOf[language]) + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
