import { translateSentence } from '../../server/core/translate.ts';
import { kindsText, type Rule, type Verdict } from '../../server/domain/reconciliation/index.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { FormHandler, PageHandler, Visit } from '../visit.ts';
import { figureName, judgementSentence, verdictModel } from './closure-words.ts';

const template = loadTemplate(new URL('../views/closure.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['closures']['get']>>;
type Details = NonNullable<Got['found']['details']>;
type Line = Details['figures'][number];

const named = (params: Readonly<Record<string, string>>) => ({
  company: params['slug'] ?? '',
  uuid: params['uuid'] ?? '',
});

/** One closure: what the till said beside what its receipts say. */
export const closurePage: PageHandler = async (visit) => {
  const { t, formats } = visit;
  const got = await visit.call.closures.get(named(visit.params));
  const { closure, store, terminal } = got.found;
  return {
    title: t(closure.kind === 'Z' ? 'closures.one.title' : 'closures.one.xTitle', { number: closure.number }),
    lead: `${store.name}, ${terminal.code} · ${formats.longDay(closure.businessDay)}`,
    template,
    active: 'closures',
    model: closureModel(visit, got),
  };
};

/** Judges the closure anew and shows it again. */
export const judgeForm: FormHandler = async ({ call, params, t }) => {
  await call.closures.judge(named(params));
  const { company, uuid } = named(params);
  return {
    redirect: `/closures/${company}/${uuid}/`,
    flash: { level: 'success', text: t('closures.one.judgedAgain') },
  };
};

function closureModel(visit: Visit, { company, found, mayJudge }: Got) {
  const { t, formats } = visit;
  const { closure, store, terminal, details } = found;
  const period = new URLSearchParams({ store: store.code, till: terminal.code, period: String(closure.number) });
  const receipt = (uuid: string) => `/receipts/${company.slug}/${uuid}/`;
  return {
    backHref: `/closures/${company.slug}/`,
    ...verdictModel(visit, found.verdict, found.rule),
    sentence: sentenceOf(visit, found),
    isStale: details !== null && found.dueSince !== null && found.rule !== 'documents-outstanding',
    judgedAt: found.judgedAt && formats.instant(found.judgedAt, visit.timeZone ?? store.timeZone),
    mayJudge,
    receiptsHref: `/receipts/${company.slug}/?${period}`,
    ...(details && evidenceModel(visit, details, receipt)),
    figures: details?.figures.map((line) => lineModel(visit, line, store.currency)),
    facts: [
      [t('closures.facts.period'), String(closure.number)],
      [t('closures.facts.from'), formats.local(closure.startedText)],
      [t('closures.facts.to'), closure.endedText === null ? null : formats.local(closure.endedText)],
      [t('closures.facts.documents'), formats.count(found.documents)],
      [t('closures.facts.cashDifference'), formats.money(closure.cashDifferenceE4, store.currency)],
      [t('closures.facts.arrived'), formats.instant(closure.receivedAt, store.timeZone)],
      [t('closures.facts.id'), closure.uuid],
    ].flatMap(([name, value]) => (value ? [{ name, value }] : [])),
  };
}

/** The verdict's sentence; for one that nobody has judged yet, when that will be. */
function sentenceOf(visit: Visit, { details, verdict, rule }: Got['found']): string {
  if (details === null) return visit.t('closures.one.arriving');
  return judgementSentence(visit, details, { verdict: verdict as Verdict, rule: rule as Rule | null });
}

function evidenceModel(
  visit: Visit,
  { numbers, copies, suspects, elsewhere }: Details,
  receipt: (uuid: string) => string,
) {
  const link = (uuid: string) => ({ href: receipt(uuid), id: uuid.slice(0, 8) });
  return {
    hasEvidence:
      numbers.missing.length + numbers.doubled.length + copies.length + suspects.length + elsewhere.length > 0,
    missing: numbers.missing.join(', '),
    doubled: numbers.doubled.map(({ number, uuids }) => ({ number, receipts: uuids.map(link) })),
    copies: copies.map((uuids) => ({ receipts: uuids.map(link) })),
    suspects: suspects.map(({ uuid, receiptNumber, reasons }) => ({
      ...link(uuid),
      receiptNumber,
      reasons: reasons.map((reason) => translateSentence(reason, visit.language)),
    })),
    elsewhere: elsewhere.map(({ uuid, receiptNumber, number }) => ({ ...link(uuid), receiptNumber, number })),
  };
}

function lineModel(visit: Visit, { name, said, found, ours, isMoney, isSame }: Line, currency: string) {
  const text = (value: bigint | string | null) => valueText(visit, value, { isMoney, currency });
  const isNumber = typeof said === 'bigint' && typeof found === 'bigint';
  const difference = isNumber && !isSame ? said - found : null;
  const differs = difference === null ? visit.t('closures.one.differs') : text(difference);
  return {
    ...figureName(visit, name),
    said: text(said),
    found: text(found),
    difference: isSame ? null : `${difference !== null && difference > 0n ? '+' : ''}${differs}`,
    ours: ours === null ? null : text(ours),
  };
}

const dayOnly = /^\d{4}-\d{2}-\d{2}$/;
const localTime = /^\d{4}-\d{2}-\d{2}[T ]/;

interface Unit {
  isMoney: boolean;
  currency: string;
}

function valueText({ formats }: Visit, value: bigint | string | null, { isMoney, currency }: Unit): string {
  if (value === null || value === '') return '–';
  if (typeof value === 'bigint') return isMoney ? formats.money(value, currency) : formats.count(Number(value));
  if (dayOnly.test(value)) return formats.day(value);
  if (localTime.test(value)) return formats.local(value);
  return kindsText(value, (amountE4) => formats.money(amountE4, currency));
}
