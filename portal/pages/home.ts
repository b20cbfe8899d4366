import { changeBasisPoints } from '../../reports/amounts.ts';
import type { CompanyHome, DayBesideWeek, Step } from '../../server/domain/home/index.ts';
import { icon, loadTemplate } from '../../server/http/templates.ts';
import type { FormHandler, PageHandler, Visit } from '../visit.ts';
import { hourDrawing } from './hour-drawing.ts';
import { formProblem } from './problems.ts';

const template = loadTemplate(new URL('../views/home.hbs', import.meta.url));

/** A company's home: what needs somebody now, today beside last week, and the first steps of a new shop. */
export const homePage: PageHandler = async (visit) => {
  const { home, now } = await visit.call.home.get({ company: visit.params['slug'] ?? '' });
  return {
    title: home.name,
    lead: visit.t('home.lead'),
    template,
    active: 'home',
    model: {
      slug: home.slug,
      checklist: checklistModel(visit, home),
      needs: needModels(visit, home, now),
      hasFigures: home.today !== null,
      hasStores: home.next.storeUuid !== null,
      asOf: visit.formats.clock(now, home.timeZone),
      days: (home.today ?? []).map((day) => dayModel(visit, day)),
      live: { id: 'home', href: `/home/${home.slug}/` },
    },
  };
};

/** Puts the finished list of first steps away. */
export const hideChecklistForm: FormHandler = async ({ call, params, t }) => {
  const company = params['slug'] ?? '';
  const redirect = `/home/${company}/`;
  try {
    await call.home.hideChecklist({ company });
  } catch (error) {
    const problem = formProblem(error);
    return { redirect, flash: { level: 'error', text: problem.detail ?? problem.title } };
  }
  return { redirect, flash: { level: 'success', text: t('home.checklist.hidden') } };
};

const stepIcons: Readonly<Record<Step, object>> = {
  company: icon('buildings'),
  store: icon('building-store'),
  terminal: icon('device-desktop'),
  sale: icon('receipt'),
  closure: icon('scale'),
  owner: icon('users'),
};

function checklistModel({ t }: Visit, { checklist, slug, next, mayHideChecklist }: CompanyHome) {
  if (checklist === null) return null;
  const done = checklist.filter(({ isDone }) => isDone).length;
  const first = checklist.find(({ isDone }) => !isDone)?.step;
  const links: Readonly<Record<Step, string | null>> = {
    company: `/companies/${slug}/`,
    store: `/stores/${slug}/create/`,
    terminal: tillHref(slug, next),
    sale: next.storeUuid && `/stores/${slug}/${next.storeUuid}/`,
    closure: `/closures/${slug}/`,
    owner: `/companies/${slug}/owners/grant/`,
  };
  // A first sale need not be of today, and then nothing below shows it.
  const seen: Partial<Record<Step, string>> = { sale: `/receipts/${slug}/` };
  return {
    hideHref: mayHideChecklist && done === checklist.length ? `/home/${slug}/checklist/` : null,
    isComplete: done === checklist.length,
    progress: t('home.checklist.progress', { done, all: checklist.length }),
    done,
    all: checklist.length,
    steps: checklist.map(({ step, isDone }) => ({
      isDone,
      isNext: step === first,
      drawing: stepIcons[step],
      name: t(`home.steps.${step}.name`),
      text: t(`home.steps.${step}.${isDone ? 'done' : 'text'}`),
      href: isDone ? seen[step] : links[step],
      action: t(isDone && step === 'sale' ? 'home.steps.sale.seen' : `home.steps.${step}.action`),
    })),
  };
}

/** A till that is registered and waits for its settings comes before a new one. */
function tillHref(slug: string, { storeUuid, tillUuid }: CompanyHome['next']): string | null {
  if (tillUuid !== null) return `/tills/${slug}/${tillUuid}/pair/`;
  return storeUuid && `/stores/${slug}/${storeUuid}/register/`;
}

interface Need {
  id: string;
  drawing: object;
  count: number;
  href: string;
  text: string;
  detail: string | null;
  isUrgent: boolean;
}

type TillNeed = 'silent' | 'quarantined' | 'conflicts';

/** Most tills that a line names. */
const namedTills = 5;

/** What needs somebody now, the most pressing first; only what there is. */
function needModels({ t, formats, timeZone }: Visit, home: CompanyHome, now: Date): Need[] {
  const { slug, needs } = home;
  const hrefOf = (id: TillNeed, only: { uuid: string } | null) => {
    if (id !== 'silent') return `/quarantine/${slug}/?what=${id === 'conflicts' ? 'conflict' : 'refused'}`;
    return only ? `/tills/${slug}/${only.uuid}/` : `/stores/${slug}/`;
  };
  const tills = (id: TillNeed, drawing: object): Need => {
    const { count, tills: places } = needs[id];
    const [only] = places;
    const named = places.slice(0, namedTills).map(({ code, storeName }) => `${code} (${storeName})`);
    const rest = places.length - named.length;
    return {
      ...{ id, drawing, count, isUrgent: id !== 'conflicts', text: t(`home.needs.${id}`, { count }) },
      href: hrefOf(id, only && places.length === 1 ? only : null),
      detail: formats.list(rest > 0 ? [...named, t('home.needs.moreTills', { count: rest })] : named),
    };
  };
  const { unexplained, requests, deletion, closedStores } = needs;
  const filter = new URLSearchParams({ verdict: 'unexplained', from: unexplained.since });
  const [closed] = closedStores;
  const all: Need[] = [
    {
      ...{ id: 'deletion', drawing: icon('trash'), count: deletion ? 1 : 0, isUrgent: true },
      ...{ href: `/companies/${slug}/delete/`, text: t('home.needs.deletion') },
      detail: deletionText(deletion, { t, now, at: (date) => formats.instant(date, timeZone ?? home.timeZone) }),
    },
    tills('silent', icon('volume-off')),
    {
      ...{ id: 'unexplained', drawing: icon('scale'), count: unexplained.count, isUrgent: true },
      href: `/closures/${slug}/?${filter}`,
      text: t('home.needs.unexplained', { count: unexplained.count }),
      detail: t('home.needs.unexplainedSince', { day: formats.day(unexplained.since) }),
    },
    tills('quarantined', icon('shield-exclamation')),
    tills('conflicts', icon('git-compare')),
    {
      ...{ id: 'requests', drawing: icon('user-plus'), count: requests, isUrgent: false, detail: null },
      ...{ href: `/companies/${slug}/joining/`, text: t('home.needs.requests', { count: requests }) },
    },
    {
      ...{ id: 'closed', drawing: icon('door-exit'), count: closedStores.length, isUrgent: false },
      href: closedStores.length === 1 && closed ? `/stores/${slug}/${closed.uuid}/` : `/stores/${slug}/`,
      text: t('home.needs.closed', { count: closedStores.length }),
      detail: formats.list(closedStores.slice(0, namedTills).map(({ name }) => name)),
    },
  ];
  return all.filter(({ count }) => count > 0);
}

interface Telling {
  t: Visit['t'];
  now: Date;
  at(date: Date): string;
}

function deletionText(deletion: CompanyHome['needs']['deletion'], { t, now, at }: Telling): string | null {
  if (deletion === null) return null;
  const { eraseAt } = deletion;
  if (eraseAt === null) return t('home.needs.deletionAsked');
  return eraseAt <= now ? t('home.needs.deletionRunning') : t('home.needs.deletionWaiting', { when: at(eraseAt) });
}

function dayModel({ t, formats }: Visit, day: DayBesideWeek) {
  const { currency, sameHours } = day;
  const basisPoints = changeBasisPoints(sameHours.todayE4, sameHours.lastWeekE4);
  const hourText = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  return {
    currency,
    gross: formats.money(day.grossE4, currency),
    documents: formats.count(day.documents),
    lastWeek: formats.money(day.lastWeekE4, currency),
    change:
      basisPoints === null
        ? null
        : {
            text: formats.change(basisPoints),
            isUp: basisPoints > 0,
            isDown: basisPoints < 0,
            against: t('home.today.against', {
              today: formats.money(sameHours.todayE4, currency),
              amount: formats.money(sameHours.lastWeekE4, currency),
            }),
          },
    drawing: hourDrawing(day),
    label: t('home.today.drawing', { currency }),
    hours: day.hours.map(({ hour, grossE4, lastWeekE4 }) => ({
      hour: hourText(hour),
      today: formats.money(grossE4, currency),
      lastWeek: formats.money(lastWeekE4, currency),
    })),
  };
}
