/** The deletion of a company: what it would take away, who has approved, and how to stop it. Everything that changes something
 *  is a page of its own that says so first. */
import { localeOf } from '../../../server/core/languages.ts';
import { translateSentence } from '../../../server/core/translate.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { Answer, FormHandler, PageHandler, Visit } from '../../visit.ts';
import { fieldErrors, formProblem } from '../problems.ts';
import { contentsOf } from './delete-words.ts';

const startTemplate = loadTemplate(new URL('../../views/companies/delete-start.hbs', import.meta.url));
const stateTemplate = loadTemplate(new URL('../../views/companies/delete-state.hbs', import.meta.url));

export type Got = Awaited<ReturnType<Caller['deletion']['get']>>;

export function companyOf({ params }: Visit): string {
  return params['slug'] ?? '';
}

/** The form to start it, or how far it has come. */
export const deletePage: PageHandler = async (visit) => {
  const got = await visit.call.deletion.get({ company: companyOf(visit) });
  return got.pending === null ? startPage(visit, got, {}) : statePage(visit, got);
};

export const startDeletionForm: FormHandler = async (visit) => {
  const company = companyOf(visit);
  const { name = '', proof = '' } = visit.fields;
  try {
    const stage = await visit.call.deletion.start({ company, name, proof });
    return afterwards(visit, stage);
  } catch (error) {
    const refusal = refusalOf(visit, error);
    const got = await visit.call.deletion.get({ company });
    return got.pending === null ? startPage(visit, got, { ...refusal, typed: name }) : statePage(visit, got);
  }
};

/** Where a step leads that may have been the last one. */
export function afterwards(visit: Visit, stage: 'waiting' | 'cooling-off' | 'deleted'): Answer {
  const redirect = stage === 'deleted' ? '/companies/' : `/companies/${companyOf(visit)}/delete/`;
  const level = stage === 'deleted' ? 'success' : 'warning';
  return { redirect, flash: { level, text: visit.t(`deletion.done.${stage}`) } };
}

/** What is wrong, in the visitor's language: beside its field, or above the form. */
export function refusalOf({ language, t }: Visit, error: unknown) {
  const problem = formProblem(error);
  const said = Object.entries(fieldErrors(problem)).map(([field, sentences]) => [
    field,
    sentences.map((sentence) => translateSentence(sentence, language)),
  ]);
  const errors: Record<string, string[]> = Object.fromEntries(said);
  if (problem.code === 'wrong_credentials') return { errors: { ...errors, proof: [t('deletion.proof.wrong')] } };
  if (said.length > 0) return { errors };
  return { errors, message: problem.detail && translateSentence(problem.detail, language) };
}

/** An instant on the clocks of the person, or else of the company. */
export function whenText({ language, timeZone }: Visit, at: Date, companyZone: string): string {
  const zone = { timeZone: timeZone ?? companyZone, timeZoneName: 'short' } as const;
  const parts = { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(localeOf[language], { ...parts, ...zone }).format(at);
}

function startPage(visit: Visit, got: Got, typed: object): Answer {
  const { t } = visit;
  const { company, owners, coolOffDays } = got;
  const others = owners.length - 1;
  return {
    title: t('deletion.start.title', { name: company.name }),
    lead: t('deletion.start.lead'),
    template: startTemplate,
    active: 'people',
    model: {
      name: company.name,
      isOwner: got.isOwner,
      contents: contentsOf(visit, got.contents),
      approvals: others > 0 ? t('deletion.start.others', { count: others }) : t('deletion.start.alone'),
      coolOff: coolOffDays > 0 ? t('deletion.start.coolOff', { count: coolOffDays }) : t('deletion.start.atOnce'),
      backHref: `/companies/${company.slug}/`,
      exportHref: `/companies/${company.slug}/export/`,
      action: `/companies/${company.slug}/delete/`,
      ...typed,
    },
  };
}

function statePage(visit: Visit, got: Got): Answer {
  const { t, actor } = visit;
  const { company, pending, owners } = got;
  const approvals = owners.filter(({ approvedAt }) => approvedAt !== null).length;
  const own = owners.find(({ userId }) => actor.kind === 'user' && userId === actor.userId);
  const base = `/companies/${company.slug}/delete/`;
  const when = pending?.eraseAt ? whenText(visit, pending.eraseAt, company.timeZone) : null;
  return {
    title: t('deletion.state.title', { name: company.name }),
    lead: when ? t('deletion.state.waiting', { when }) : t('deletion.state.asked', { count: owners.length, approvals }),
    template: stateTemplate,
    active: 'people',
    model: {
      started: pending && {
        by: pending.startedBy ?? t('deletion.state.nobody'),
        at: whenText(visit, pending.startedAt, company.timeZone),
      },
      coolOff: pending && pending.coolOffDays > 0 && t('deletion.state.coolOff', { count: pending.coolOffDays }),
      when,
      owners: owners.map(({ username, approvedAt, userId }) => ({
        username,
        isSelf: userId === own?.userId,
        approved: approvedAt && whenText(visit, approvedAt, company.timeZone),
      })),
      contents: contentsOf(visit, got.contents),
      approveHref: own && own.approvedAt === null ? `${base}approve/` : null,
      withdrawHref: own?.approvedAt ? `${base}withdraw/` : null,
      cancelHref: got.mayStop ? `${base}cancel/` : null,
      exportHref: got.mayStop ? `/companies/${company.slug}/export/` : null,
      backHref: `/companies/${company.slug}/`,
    },
  };
}
