import {
  receivingRoles,
  type Schedule,
  scheduleFormats,
  schedulePeriods,
} from '../../server/domain/report-schedules/index.ts';
import type { SavedReport } from '../../server/domain/saved-reports/index.ts';
import type { Words } from '../cells.ts';

/** What was typed, by field. */
export type Typed = ReadonlyMap<string, string>;

export interface SchedulesModel {
  company: string;
  timeZone: string;
  saved: readonly SavedReport[];
  schedules: readonly Schedule[];
  /** Whether the person may have reports sent to others. */
  maySendToOthers: boolean;
  typed: Typed;
  errors: ReadonlyMap<string, string>;
  secret: string | null;
  csrfToken: string;
}

export function schedulesView(words: Words, model: SchedulesModel) {
  const { errors, schedules } = model;
  return {
    ...model,
    wrong: errors.get('') ?? '',
    schedules: schedules.map((schedule) => scheduleView(words, schedule)),
    fields: fieldsOf(words, model),
  };
}

function scheduleView(words: Words, schedule: Schedule) {
  const { t, formats } = words;
  const { id, name, isActive, nextRunAt, timeZone, deliveries, isOwn, createdByName } = schedule;
  const time = (at: Date) => formats.instant(at, timeZone);
  return {
    ...{ id, name, isActive },
    by: isOwn ? '' : createdByName,
    to: receiverText(words, schedule),
    when: whenText(words, schedule),
    next: isActive ? time(nextRunAt) : t('report-schedules.paused'),
    deliveries: deliveries.map(({ dueAt, sentAt, failedAt, lastError }) => {
      const facts = { time: time(dueAt), reason: lastError ?? '' };
      if (sentAt !== null) return t('report-schedules.states.sent', facts);
      if (failedAt !== null) return t('report-schedules.states.failed', facts);
      return lastError === null
        ? t('report-schedules.states.waiting', facts)
        : t('report-schedules.states.again', facts);
    }),
  };
}

function receiverText({ t }: Words, { channel, role, webhookUrl, format }: Schedule): string {
  if (channel === 'webhook') return webhookUrl ?? '';
  const who = role === null ? t('report-schedules.receivers.self') : t(`report-schedules.receivers.${role}`);
  return format === 'none' ? who : `${who} (${format.toUpperCase()})`;
}

function whenText({ t, formats }: Words, { every, weekday, monthDay, minuteOfDay, timeZone }: Schedule): string {
  const facts = {
    time: clockText(minuteOfDay),
    zone: timeZone,
    weekday: weekday === null ? '' : formats.weekdayName(weekday),
    day: monthDay ?? '',
  };
  return t(`report-schedules.plans.${every}`, facts);
}

export function clockText(minuteOfDay: number): string {
  return [Math.floor(minuteOfDay / 60), minuteOfDay % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

interface Field {
  name: string;
  label: string;
  type: string;
  value: string;
  error: string;
  choices: { value: string; text: string; isChosen: boolean }[] | null;
}

function fieldsOf({ t, formats }: Words, { saved, typed, errors, maySendToOthers, timeZone }: SchedulesModel): Field[] {
  const typedOr = (name: string, otherwise: string) => typed.get(name) ?? otherwise;
  const base = (name: string, otherwise: string) => ({
    name,
    label: t(`report-schedules.fields.${name}`),
    error: errors.get(name) ?? '',
    value: typedOr(name, otherwise),
  });
  const input = (name: string, type: string, otherwise: string): Field => ({
    ...base(name, otherwise),
    type,
    choices: null,
  });
  const choice = (name: string, values: readonly (readonly [string, string])[]): Field => {
    const chosen = typedOr(name, values[0]?.[0] ?? '');
    const choices = values.map(([value, text]) => ({ value, text, isChosen: value === chosen }));
    return { ...base(name, chosen), type: '', choices };
  };
  const receivers: [string, string][] = [
    ['self', t('report-schedules.receivers.self')],
    ...(maySendToOthers
      ? receivingRoles.map((role): [string, string] => [role, t(`report-schedules.receivers.${role}`)])
      : []),
    ...(maySendToOthers ? [['webhook', t('report-schedules.receivers.webhook')] as [string, string]] : []),
  ];
  const weekdays = [1, 2, 3, 4, 5, 6, 7].map((day) => [String(day), formats.weekdayName(day)] as const);
  return [
    choice(
      'savedReportId',
      saved.map(({ id, name }) => [id, name] as const),
    ),
    choice('receiver', receivers),
    ...(maySendToOthers ? [input('webhookUrl', 'url', '')] : []),
    choice(
      'format',
      scheduleFormats.map((format) => [format, t(`report-schedules.formats.${format}`)] as const),
    ),
    choice(
      'every',
      schedulePeriods.map((every) => [every, t(`report-schedules.periods.${every}`)] as const),
    ),
    choice('weekday', weekdays),
    input('monthDay', 'number', '1'),
    input('time', 'time', '07:00'),
    input('timeZone', 'text', timeZone),
  ];
}
