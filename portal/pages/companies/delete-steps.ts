/** What owners say to a deletion that is under way: each a page that tells what will happen, and a form that does it. */
import { loadTemplate } from '../../../server/http/templates.ts';
import type { Answer, FormHandler, PageHandler, Visit } from '../../visit.ts';
import { afterwards, companyOf, type Got, refusalOf, whenText } from './delete.ts';
import { contentsOf } from './delete-words.ts';

const template = loadTemplate(new URL('../../views/companies/delete-step.hbs', import.meta.url));

type Step = 'approve' | 'withdraw' | 'cancel';

export const approvePage: PageHandler = (visit) => stepPage(visit, 'approve');
export const withdrawPage: PageHandler = (visit) => stepPage(visit, 'withdraw');
export const cancelPage: PageHandler = (visit) => stepPage(visit, 'cancel');

export const approveForm: FormHandler = (visit) =>
  step(visit, 'approve', async (company) => {
    const { proof = '' } = visit.fields;
    return afterwards(visit, await visit.call.deletion.approve({ company, proof }));
  });

export const withdrawForm: FormHandler = (visit) =>
  step(visit, 'withdraw', async (company) => {
    const outcome = await visit.call.deletion.withdraw({ company });
    return done(visit, outcome === 'cancelled' ? 'cancelled' : 'withdrawn');
  });

export const cancelForm: FormHandler = (visit) =>
  step(visit, 'cancel', async (company) => {
    await visit.call.deletion.cancel({ company });
    return done(visit, 'cancelled');
  });

async function step(visit: Visit, name: Step, work: (company: string) => Promise<Answer>): Promise<Answer> {
  try {
    return await work(companyOf(visit));
  } catch (error) {
    return stepPage(visit, name, refusalOf(visit, error));
  }
}

function done(visit: Visit, text: 'cancelled' | 'withdrawn'): Answer {
  const company = companyOf(visit);
  const redirect = text === 'cancelled' ? `/companies/${company}/` : `/companies/${company}/delete/`;
  return { redirect, flash: { level: 'success', text: visit.t(`deletion.done.${text}`) } };
}

async function stepPage(visit: Visit, name: Step, refusal: object = {}): Promise<Answer> {
  const got = await visit.call.deletion.get({ company: companyOf(visit) });
  const { t } = visit;
  const backHref = `/companies/${got.company.slug}/delete/`;
  return {
    title: t(`deletion.${name}.title`, { name: got.company.name }),
    template,
    active: 'people',
    crumbs: [{ name: t('deletion.state.crumb'), href: backHref }],
    model: {
      backHref,
      isPending: got.pending !== null,
      isMine: name === 'cancel' ? got.mayStop : got.isOwner,
      sentences: sentencesOf(visit, name, got),
      contents: name === 'approve' ? contentsOf(visit, got.contents) : [],
      asksProof: name === 'approve',
      isDanger: name === 'approve',
      button: t(`deletion.${name}.button`),
      ...refusal,
    },
  };
}

function sentencesOf(visit: Visit, name: Step, got: Got): string[] {
  const { t } = visit;
  const { pending, owners, company } = got;
  if (pending === null) return [];
  const coolOff = pending.coolOffDays;
  if (name === 'withdraw') {
    const others = owners.filter(({ approvedAt }) => approvedAt !== null).length - 1;
    return [others > 0 ? t('deletion.withdraw.others', { count: coolOff }) : t('deletion.withdraw.last')];
  }
  if (name === 'cancel') return [t('deletion.cancel.what')];
  const missing = owners.filter(({ approvedAt }) => approvedAt === null).length;
  if (missing > 1) return [t('deletion.approve.more', { count: missing - 1 })];
  if (pending.eraseAt)
    return [t('deletion.state.waiting', { when: whenText(visit, pending.eraseAt, company.timeZone) })];
  return [coolOff > 0 ? t('deletion.approve.last', { count: coolOff }) : t('deletion.approve.lastAtOnce')];
}
