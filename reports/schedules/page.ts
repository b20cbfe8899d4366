/** Regular sending: list, new, pause, delete, send now. Forms work without scripts. */
import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Config } from '../../server/config.ts';
import { DomainError } from '../../server/core/errors.ts';
import { createVault } from '../../server/core/vault.ts';
import {
  type CreateSchedule,
  createSchedule,
  deleteSchedule,
  listSchedules,
  receivingRoles,
  scheduleFormats,
  schedulePeriods,
  sendScheduleNow,
  setScheduleActive,
  webhookSecrets,
} from '../../server/domain/report-schedules/index.ts';
import { listSavedReports } from '../../server/domain/saved-reports/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import { leaveFlash } from '../../server/http/cookies.ts';
import type { AppDeps } from '../../server/http/deps.ts';
import { renderPage } from '../../server/http/page.ts';
import { spokenProblem, toProblem } from '../../server/http/problem.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import { contextOf, speechOf } from '../../server/http/user-context.ts';
import { reportNamed } from '../catalogue.ts';
import { getCompanyOfReports, listCompanies, type ReportCompany } from '../companies.ts';
import { address } from '../links.ts';
import { addressQuery } from '../query-string.ts';
import { schedulesView, type Typed } from './view.ts';

const template = loadTemplate(new URL('./page.hbs', import.meta.url));

/** @param form reads a form and checks its token */
export function schedulePages(deps: AppDeps, form: RequestHandler[]): Router {
  const router = Router();
  const vault = createVault(deps.config.secrets.vault, webhookSecrets);
  router.get('/schedules', async (req, res) => {
    const slug = addressQuery(req)['company'] ?? (await listCompanies(contextOf(res)))[0]?.slug;
    if (slug === undefined) throw new DomainError('not_found');
    const { saved } = addressQuery(req);
    const typed = new Map(saved === undefined ? [] : [['savedReportId', saved] as const]);
    await show(res, { company: await companyOf(res, slug), typed });
  });
  router.post('/schedules', form, async (req: Request, res: Response) => {
    const typed = typedIn(req);
    const company = await companyOf(res, typed.get('company') ?? '');
    try {
      const { secret } = await createSchedule(contextOf(res), inputOf(typed, company), vault);
      if (secret !== null) return await show(res, { company, secret });
      await done(res, { company, key: 'created' });
    } catch (error) {
      if (!(error instanceof DomainError) || !mendable.has(error.code)) throw error;
      await show(res, { company, typed, errors: errorsOf(res, error) });
    }
  });
  router.post('/schedules/:id', form, changeOne);
  return router;
}

/** What the person can mend is told beside the fields. */
const mendable: ReadonlySet<string> = new Set(['invalid_input', 'conflict']);

async function companyOf(res: Response, slug: string): Promise<ReportCompany> {
  return getCompanyOfReports(contextOf(res), slug);
}

interface Showing {
  company: ReportCompany;
  typed?: Typed;
  errors?: ReadonlyMap<string, string>;
  secret?: string;
}

async function show(res: Response, { company, typed, errors, secret }: Showing): Promise<void> {
  const ctx = contextOf(res);
  const speech = speechOf(res);
  const [saved, schedules] = await Promise.all([listSavedReports(ctx, company.id), listSchedules(ctx, company.id)]);
  const model = {
    company: company.slug,
    timeZone: speech.timeZone ?? company.timeZone,
    // Dashboards are looked at; what is sent is a report.
    saved: saved.filter(({ report }) => reportNamed(report) !== undefined),
    schedules,
    maySendToOthers: can(ctx, 'report.send', { companyId: company.id }),
    typed: typed ?? new Map(),
    errors: errors ?? new Map(),
    secret: secret ?? null,
    csrfToken: res.locals['csrfToken'] as string,
  };
  await renderPage(res, {
    title: speech.t('report-schedules.title'),
    lead: company.name,
    active: 'reports',
    status: errors ? 400 : 200,
    bodyHtml: template(schedulesView(speech, model), speech.t),
  });
}

function typedIn(req: Request): Typed {
  const body = Object.entries((req.body ?? {}) as Record<string, unknown>);
  return new Map(body.map(([name, value]) => [name, String(value)]));
}

/** The form's fields as the operation takes them; what is none of its values is left for the operation to refuse. */
function inputOf(typed: Typed, company: ReportCompany): CreateSchedule {
  const text = (name: string) => typed.get(name) ?? '';
  const receiver = text('receiver');
  const [hours = Number.NaN, minutes = Number.NaN] = /^\d{2}:\d{2}$/.test(text('time'))
    ? text('time').split(':').map(Number)
    : [];
  const every = schedulePeriods.find((period) => period === text('every')) ?? 'day';
  return {
    companyId: company.id,
    savedReportId: text('savedReportId'),
    channel: receiver === 'webhook' ? 'webhook' : 'mail',
    role: receivingRoles.find((role) => role === receiver) ?? null,
    webhookUrl: text('webhookUrl') || null,
    format: scheduleFormats.find((format) => format === text('format')) ?? 'none',
    every,
    weekday: every === 'week' ? Number(text('weekday')) : null,
    monthDay: every === 'month' ? Number(text('monthDay')) : null,
    minuteOfDay: hours * 60 + minutes,
    timeZone: text('timeZone').trim() || company.timeZone,
  };
}

function errorsOf(res: Response, error: DomainError): Map<string, string> {
  const { errors, detail, title } = spokenProblem(toProblem(error), speechOf(res).language);
  const fields = errors.map(({ path, message }): [string, string] => [fieldNames[path] ?? path, message]);
  return new Map([...fields, ['', fields.length > 0 ? (detail ?? '') : (detail ?? title)]]);
}

const fieldNames: Readonly<Record<string, string>> = { channel: 'receiver', role: 'receiver', minuteOfDay: 'time' };

async function changeOne(req: Request, res: Response): Promise<void> {
  const ctx = contextOf(res);
  const typed = typedIn(req);
  const company = await companyOf(res, typed.get('company') ?? '');
  const one = { companyId: company.id, id: String(req.params['id']) };
  switch (typed.get('do')) {
    case 'send':
      await sendScheduleNow(ctx, one);
      return done(res, { company, key: 'sent' });
    case 'pause':
      await setScheduleActive(ctx, { ...one, isActive: false });
      return done(res, { company, key: 'paused' });
    case 'resume':
      await setScheduleActive(ctx, { ...one, isActive: true });
      return done(res, { company, key: 'resumed' });
    case 'delete':
      await deleteSchedule(ctx, one);
      return done(res, { company, key: 'deleted' });
    default:
      throw new DomainError('invalid_input');
  }
}

async function done(res: Response, { company, key }: { company: ReportCompany; key: string }): Promise<void> {
  const text = speechOf(res).t(`report-schedules.done.${key}`);
  await leaveFlash(res, res.locals['config'] as Config, { level: 'success', text });
  res.redirect(303, address('schedules', { company: company.slug }));
}
