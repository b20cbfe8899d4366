import type { Window } from '../engine/window.ts';

/** The 24 hours, from the one in which the first of the stores begins its day: what a night shop sells at two belongs to the end. */
export function hoursOfDay({ stores }: Window): number[] {
  const first = Math.floor(Math.min(...stores.map(({ dayStartMinutes }) => dayStartMinutes)) / 60);
  const start = Number.isFinite(first) ? first : 0;
  return Array.from({ length: 24 }, (_, place) => (start + place) % 24);
}
