import { shownAmount } from '../../reports/amounts.ts';
import { figureWords, kindsText } from '../../server/domain/reconciliation/index.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { FormHandler, PageHandler } from '../visit.ts';
import { verdictModel } from './closures.ts';
import { dayText, localText } from './times.ts';

const template = loadTemplate(new URL('../views/closure.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['closures']['get']>>;
type Details = NonNullable<Got['found']['details']>;
type Line = Details['figures'][number];

const named = (params: Readonly<Record<string, string>>) => ({
  company: params['slug'] ?? '',
  uuid: params['uuid'] ?? '',
});

/** One closure: what the till said beside what its receipts say. */
export const closurePage: PageHandler = async ({ call, params }) => {
  const got = await call.closures.get(named(params));
  const { closure, store, terminal } = got.found;
  return {
    title: `${closure.kind === 'Z' ? 'Closure' : 'X report'} ${closure.number}`,
    lead: `${store.name}, ${terminal.code} · ${dayText(closure.businessDay)}`,
    template,
    active: 'closures',
    model: closureModel(got),
  };
};

/** Judges the closure anew and shows it again. */
export const judgeForm: FormHandler = async ({ call, params }) => {
  await call.closures.judge(named(params));
  const { company, uuid } = named(params);
  return { redirect: `/closures/${company}/${uuid}/`, flash: { level: 'success', text: 'Judged again just now.' } };
};

function closureModel({ company, found, mayJudge }: Got) {
  const { closure, store, terminal, details } = found;
  const period = new URLSearchParams({ store: store.code, till: terminal.code, period: String(closure.number) });
  const receipt = (uuid: string) => `/receipts/${company.slug}/${uuid}/`;
  return {
    backHref: `/closures/${company.slug}/`,
    ...verdictModel(found.verdict, found.rule),
    sentence: details?.sentence ?? 'This closure has just arrived and is judged within seconds. Reload the page.',
    isStale: details !== null && found.dueSince !== null && found.rule !== 'documents-outstanding',
    judgedAt: found.judgedAt && `${found.judgedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    mayJudge,
    receiptsHref: `/receipts/${company.slug}/?${period}`,
    ...(details && evidenceModel(details, receipt)),
    figures: details?.figures.map((line) => lineModel(line, store.currency)),
    facts: [
      ['Period', String(closure.number)],
      ['From', localText(closure.startedText)],
      ['To', closure.endedText === null ? null : localText(closure.endedText)],
      ['Documents stored', String(found.documents)],
      ['Cash difference by the till', shownAmount(closure.cashDifferenceE4, store.currency)],
      ['Arrived', `${closure.receivedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`],
      ['Closure id', closure.uuid],
    ].flatMap(([name, value]) => (value ? [{ name, value }] : [])),
  };
}

function evidenceModel({ numbers, copies, suspects, elsewhere }: Details, receipt: (uuid: string) => string) {
  const link = (uuid: string) => ({ href: receipt(uuid), id: uuid.slice(0, 8) });
  return {
    hasEvidence:
      numbers.missing.length + numbers.doubled.length + copies.length + suspects.length + elsewhere.length > 0,
    missing: numbers.missing.join(', '),
    doubled: numbers.doubled.map(({ number, uuids }) => ({ number, receipts: uuids.map(link) })),
    copies: copies.map((uuids) => ({ receipts: uuids.map(link) })),
    suspects: suspects.map(({ uuid, receiptNumber, reasons }) => ({ ...link(uuid), receiptNumber, reasons })),
    elsewhere: elsewhere.map(({ uuid, receiptNumber, number }) => ({ ...link(uuid), receiptNumber, number })),
  };
}

function lineModel({ name, said, found, ours, isMoney, isSame }: Line, currency: string) {
  const { label, note } = figureWords[name];
  const text = (value: bigint | string | null) => valueText(value, isMoney, currency);
  const isNumber = typeof said === 'bigint' && typeof found === 'bigint';
  const difference = isNumber && !isSame ? said - found : null;
  return {
    label,
    note,
    said: text(said),
    found: text(found),
    difference: isSame ? null : difference === null ? 'differs' : `${difference > 0n ? '+' : ''}${text(difference)}`,
    ours: ours === null ? null : text(ours),
  };
}

const localTime = /^\d{4}-\d{2}-\d{2}[T ]/;

function valueText(value: bigint | string | null, isMoney: boolean, currency: string): string {
  if (value === null || value === '') return '–';
  if (typeof value === 'bigint') return isMoney ? shownAmount(value, currency) : String(value);
  if (localTime.test(value)) return localText(value);
  return kindsText(value, (amountE4) => shownAmount(amountE4, currency));
}
