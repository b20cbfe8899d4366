/** A company at a glance: what it sells today, what needs somebody now, and what a new shop still has to do. */
export { hideChecklist } from './hide-checklist.ts';
export { type CompanyHome, readHome, type Step } from './read-home.ts';
export { missedHours, pastSlots, silentHours, usualHours } from './silence.ts';
export type { DayBesideWeek } from './today.ts';
