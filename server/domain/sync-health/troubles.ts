/** What can be wrong, the worst first. refusing: something that it sent could not be booked. silent: nothing was heard of it for
 *  longer than its policy lets it be quiet. clock: its clock is wrong by more than a minute and a half. behind: others have
 *  changed what it should have fetched long ago. */
export const healthTroubles = ['refusing', 'silent', 'clock', 'behind'] as const;

export type HealthTrouble = (typeof healthTroubles)[number];

/** Each is more than all that follow it together. */
export const weights: Readonly<Record<HealthTrouble, number>> = { refusing: 8, silent: 4, clock: 2, behind: 1 };

export const wrongClockMs = 90_000;
/** A till that loads everything after each closure is asked for that once a day. */
export const dailyMs = 36 * 60 * 60_000;
export const hourMs = 60 * 60_000;
/** For so long what a terminal has told of its clock is believed. */
export const driftHoldsMs = 7 * 24 * hourMs;
/** The latest documents by which a clock is judged that no header tells of. */
export const clockSample = 5;

/** Where a page ended: weight of the troubles, id of the terminal. */
export interface HealthPlace {
  weight: number;
  id: number;
}
