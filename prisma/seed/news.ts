/** What goes on beside the sales: messages to the tills, a report that goes out by itself, events of a kitchen. */
import { createRandom } from '../../server/cli/simulator/random.ts';
import type { Vault } from '../../server/core/vault.ts';
import type { Ctx } from '../../server/db/index.ts';
import { recordDocuments } from '../../server/domain/documents/index.ts';
import { markShown, openNotifications, sendNotification } from '../../server/domain/notifications/index.ts';
import { createSchedule } from '../../server/domain/report-schedules/index.ts';
import { keepReport } from '../../server/domain/saved-reports/index.ts';
import { terminalCtx } from '../../server/domain/tenancy/index.ts';
import { as, type People } from './act-as.ts';
import type { BuiltCompany, BuiltTill } from './set-up-company.ts';

const minuteMs = 60_000;

export async function leaveNews(
  ctx: Ctx,
  company: BuiltCompany,
  { people, vault, seed }: { people: People; vault: Vault; seed: string },
): Promise<void> {
  const companyId = company.id;
  const owner = as(ctx, people, 'owner@demo.test', [{ companyId, isOwner: true, isAdministrator: true, roles: [] }]);
  await tellTills(owner, company);
  const { id: savedReportId } = await keepReport(owner, {
    companyId,
    report: 'sales-by-store',
    query: 'range=7-days',
    name: 'The week by store',
  });
  const monday = {
    every: 'week',
    weekday: 1,
    monthDay: null,
    minuteOfDay: 7 * 60,
    timeZone: company.plan.timeZone,
  } as const;
  const mail = { channel: 'mail', role: 'administrator', webhookUrl: null, format: 'xlsx' } as const;
  await createSchedule(owner, { companyId, savedReportId, ...mail, ...monday }, vault);
  const [counter] = company.tills;
  if (counter) await deliverOrders(ctx, counter, seed);
}

/** One message for every till, which the first one has shown and the second one has fetched, and one for a store. */
async function tellTills(owner: Ctx, company: BuiltCompany): Promise<void> {
  const companyId = company.id;
  const [first, second] = company.tills.map(({ identity }) => terminalCtx(owner, identity, 'demonstration'));
  const { id } = await sendNotification(owner, {
    companyId,
    type: 'terminal_message',
    title: 'Stocktake on Sunday',
    body: 'Close the day at 17:00, please, and leave the drawers counted.',
  });
  if (first) await markShown(first, id);
  if (second) await openNotifications(second);
  await sendNotification(owner, {
    companyId,
    storeId: company.tills.at(-1)?.identity.storeId ?? null,
    type: 'system_alert',
    title: 'Card machine: update tonight',
    body: 'Cards may be refused between 22:00 and 22:15. Take cash meanwhile.',
  });
}

/** Two orders of the counter on their way through the kitchen: kept, and asked for again by whoever runs it. */
async function deliverOrders(ctx: Ctx, { identity }: BuiltTill, seed: string): Promise<void> {
  const random = createRandom(`${seed}/kitchen`);
  const steps = [
    { order_number: 'K-41', state: 'received', agoMs: 12 * minuteMs },
    { order_number: 'K-41', state: 'ready', agoMs: 5 * minuteMs },
    { order_number: 'K-42', state: 'received', agoMs: 2 * minuteMs },
  ];
  const documents = steps.map(({ agoMs, ...step }) => ({
    type: 'kitchen_event',
    id: random.id(),
    document: { ...step, occurred_at: new Date(ctx.now().getTime() - agoMs).toISOString() },
    correlationId: step.order_number,
  }));
  await recordDocuments(ctx, identity, { documents, sequences: [] });
}
