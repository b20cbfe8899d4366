/** Sends reports at the times that their schedules say, each receiver what their own rights show. */
import { jsonOf } from '../../reports/api/answer.ts';
import { reportNamed } from '../../reports/catalogue.ts';
import { type Answer, runReport } from '../../reports/engine/run.ts';
import { askedWithOptions } from '../../reports/engine/window.ts';
import { digestOf, sentAddress } from '../../reports/sending/digest.ts';
import type { Config } from '../config.ts';
import { DomainError } from '../core/errors.ts';
import { formatsOf } from '../core/formats.ts';
import { isLanguage } from '../core/languages.ts';
import { translatorOf } from '../core/translate.ts';
import { createVault, type Vault } from '../core/vault.ts';
import { type Ctx, isUnavailable } from '../db/index.ts';
import {
  type DueDelivery,
  noteDelivered,
  noteUndelivered,
  planDue,
  secretContext,
  takeDelivery,
  webhookSecrets,
} from '../domain/report-schedules/index.ts';
import { personCtx, systemCtx } from '../domain/tenancy/index.ts';
import { type Job, type JobDeps, startJob } from './job.ts';
import { PostFault, postWebhook } from './webhook-post.ts';

type Deps = JobDeps & { config: Pick<Config, 'publicUrl' | 'mode' | 'secrets'> };

const name = 'send-reports';
/** Times of day are told in minutes. */
const lookMs = 15_000;
const pauseMs = 200;

/** Several processes may send at once: each delivery is taken by one of them. */
export function sendReports(deps: Deps): Job {
  const sender = senderOf(deps);
  return startJob(deps, {
    name,
    failure: 'reports could not be sent',
    firstMs: lookMs,
    lookMs,
    on: { signal: 'reportsDue', pauseMs },
    async round(_ctx, { isStopping }) {
      await sendDueReports(sender, isStopping);
      return lookMs;
    },
  });
}

interface Sender {
  ctx: Ctx;
  publicUrl: string;
  vault: Vault;
  allowsLoopback: boolean;
}

/** Whatever one process needs for sending. */
export function senderOf(deps: Deps): Sender {
  return {
    ctx: systemCtx(deps, name, 'job'),
    publicUrl: deps.config.publicUrl,
    vault: createVault(deps.config.secrets.vault, webhookSecrets),
    allowsLoopback: deps.config.mode === 'test',
  };
}

/** Plans what is due and sends what waits, until nothing is left.
 *  @returns how many deliveries were tried */
export async function sendDueReports(sender: Sender, isStopping: () => boolean): Promise<number> {
  while (!isStopping() && (await planDue(sender.ctx))) {
    // Each round plans one.
  }
  let tried = 0;
  while (!isStopping()) {
    const delivery = await takeDelivery(sender.ctx);
    if (delivery === null) break;
    await deliver(sender, delivery);
    tried += 1;
  }
  return tried;
}

async function deliver(sender: Sender, delivery: DueDelivery): Promise<void> {
  const { ctx } = sender;
  try {
    const person = await personCtx(ctx, delivery.personId, 'job');
    if (person === null) return noteUndelivered(ctx, delivery, { reason: 'the account is closed', isFinal: true });
    const { language } = person.preferences;
    const spoken = isLanguage(language) ? language : 'en';
    const words = { t: translatorOf(spoken), formats: formatsOf(spoken) };
    const answer = await answerFor(person.ctx, delivery);
    const digest = digestOf(words, answer, delivery.before);
    const { figures } = digest;
    if (delivery.channel === 'webhook') {
      const report = jsonOf(words, answer);
      await post(sender, delivery, { total: digest.total, change: digest.change, report });
      return noteDelivered(ctx, delivery, { figures });
    }
    if (person.address === null) {
      return noteUndelivered(ctx, delivery, { reason: 'no confirmed e-mail address', isFinal: true });
    }
    const file =
      delivery.format === 'none'
        ? ''
        : words.t('report-sending.file', {
            format: delivery.format.toUpperCase(),
            url: `${sender.publicUrl}${sentAddress(answer, delivery.query, `.${delivery.format}`)}`,
          });
    const { period, total, change } = digest;
    const facts = { name: delivery.name, company: answer.window.company.name, period, total, change, file };
    const path = sentAddress(answer, delivery.query);
    const { companyId } = delivery;
    const mail = { to: person.address, language: spoken, kind: 'report', facts, path, companyId } as const;
    await noteDelivered(ctx, delivery, { figures, mail });
  } catch (error) {
    await noteFault(ctx, delivery, error);
  }
}

/** @throws not_found the person may not see the report any more */
async function answerFor(ctx: Ctx, { report: name, query, companySlug }: DueDelivery): Promise<Answer> {
  const report = reportNamed(name);
  if (report === undefined) throw new DomainError('not_found', { name });
  const asked = { ...Object.fromEntries(new URLSearchParams(query)), company: companySlug };
  return runReport(ctx, report, askedWithOptions.parse(asked));
}

async function post({ vault, allowsLoopback, ctx }: Sender, delivery: DueDelivery, told: object): Promise<void> {
  const { id, scheduleId, dueAt, name, webhookUrl, webhookSecret } = delivery;
  const secret = webhookSecret === null ? null : vault.open(webhookSecret, secretContext(scheduleId));
  if (webhookUrl === null || secret === null) throw new PostFault('there is no key to sign with', true);
  const body = JSON.stringify({ delivery: id, schedule: scheduleId, name, dueAt: dueAt.toISOString(), ...told });
  const timestamp = Math.floor(ctx.now().getTime() / 1000);
  await postWebhook({ url: webhookUrl, body, timestamp, secret, deliveryId: id }, { allowsLoopback });
}

/** Who may not see the report any more gets it no more; what is asked for wrongly stays wrong. */
async function noteFault(ctx: Ctx, delivery: DueDelivery, error: unknown): Promise<void> {
  if (isUnavailable(error)) throw error;
  const isLost = error instanceof DomainError && error.code === 'not_found';
  const isWrong = error instanceof DomainError && error.code === 'invalid_input';
  const isOurs = !(error instanceof PostFault) && !isLost && !isWrong;
  if (isOurs) ctx.log.error({ err: error, delivery: delivery.id }, 'a report could not be sent');
  const reason = isLost
    ? 'the report may not be seen any more'
    : isOurs
      ? 'a fault of the hub'
      : (error as Error).message;
  await noteUndelivered(ctx, delivery, {
    reason,
    isFinal: isLost || isWrong || (error instanceof PostFault && error.isFinal),
    // What goes to people with a role goes on for the others.
    endsPlan: isLost && delivery.role === null,
  });
}
