/** Saved reports that are sent regularly. */
export { type DueDelivery, noteDelivered, noteUndelivered, planDue, takeDelivery } from './due.ts';
export { latestRunUpTo, nextRunAfter, type Plan } from './plan.ts';
export {
  type CreateSchedule,
  createSchedule,
  deleteSchedule,
  listSchedules,
  receivingRoles,
  type Schedule,
  scheduleFormats,
  schedulePeriods,
  secretContext,
  sendScheduleNow,
  setScheduleActive,
  webhookSecrets,
} from './schedules.ts';
