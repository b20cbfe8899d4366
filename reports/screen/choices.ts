/** The bar in which people say what a report is to show. Everything that it says is in the address. */
import { addDays, daysBetween } from '../../server/core/business-day.ts';
import type { InputError } from '../../server/core/errors.ts';
import type { Words } from '../cells.ts';
import type { CompanyChoice, ReportStore } from '../companies.ts';
import type { Report } from '../engine/report.ts';
import { mostDocuments } from '../engine/sum-rollup.ts';
import { type Asked, type FilterName, filterNames } from '../engine/window.ts';
import { comparisons, type DayRange, type Preset, presets } from '../range.ts';
import { again } from './links.ts';
import { type Choice, mostPicks, type Picks } from './query.ts';

/** What a page lets people choose; a list of receipts is asked for in the same way. */
export type Chosen = Pick<
  Report,
  'name' | 'hasRange' | 'isComparable' | 'instantFilters' | 'readsDocuments' | 'options' | 'narrowedBy'
>;

export interface Choices {
  asked: Asked;
  companies: readonly CompanyChoice[];
  stores: readonly ReportStore[];
  /** In which figures could be told; with one there is nothing to choose. */
  currencies: readonly string[];
  picks: ReadonlyMap<FilterName, Picks>;
  /** The days that are shown; null when they are none. */
  range: DayRange | null;
  errors: readonly InputError[];
}

/** Ranges that are one click away; the others are in the list. */
const nearPresets: readonly Preset[] = [
  ...(['today', 'yesterday', '7-days', '30-days', 'this-month', 'last-month', '12-months'] as const),
];

/** Filters that a report can be asked for. */
export function offeredFilters({ instantFilters, readsDocuments }: Chosen): FilterName[] {
  return filterNames.filter((name) => readsDocuments || instantFilters.includes(name));
}

export function choicesView(words: Words, report: Chosen, choices: Choices) {
  const { t } = words;
  const { asked, companies, range, errors } = choices;
  const errorOf = (path: string) => errors.find((error) => error.path === path)?.message ?? '';
  const option = (value: string, label: string, isChosen: boolean) => ({ value, label, isChosen });
  const hasCurrencies = choices.currencies.length > 1 || asked.in !== undefined;
  const fields = new Set([
    'from',
    'to',
    'range',
    'compare',
    ...(hasCurrencies ? ['in'] : []),
    ...(report.options ?? []).map(({ name }) => name),
  ]);
  const filters = offeredFilters(report).map((name) =>
    pickView(words, name, { report, choices, error: errorOf(name) }),
  );
  return {
    action: `/reports/${report.name}`,
    company: asked.company,
    companies:
      companies.length < 2 ? [] : companies.map(({ slug, name }) => option(slug, name, slug === asked.company)),
    stores: choices.stores.length < 2 ? null : storesView(words, choices),
    hasRange: report.hasRange,
    ranges: [...presets, 'own' as const].map((value) =>
      option(value, t(`reports.presets.${value}`), value === asked.range),
    ),
    from: (asked.range === 'own' ? asked.from : range?.from) ?? '',
    to: (asked.range === 'own' ? asked.to : range?.to) ?? '',
    comparisons:
      report.hasRange && report.isComparable
        ? comparisons.map((value) => option(value, t(`reports.comparisons.${value}`), value === asked.compare))
        : null,
    options: (report.options ?? []).map(({ name, values }) => ({
      name,
      label: t(`reports.optionNames.${name}`),
      error: errorOf(name),
      values: values.map((value, place) =>
        option(
          value,
          t(`reports.options.${name}.${value}`),
          asked[name] === undefined ? place === 0 : asked[name] === value,
        ),
      ),
    })),
    filters,
    filtersSet: filters.filter(({ isSet }) => isSet).length,
    isFilterOpen: filters.some(({ isSet, error }) => isSet || error !== ''),
    documentsLimit:
      report.readsDocuments && filters.some(({ isInstant }) => !isInstant) ? words.formats.count(mostDocuments) : '',
    currencies: hasCurrencies ? currencyOptions(words, choices) : null,
    hidden: ['sort', ...(report.narrowedBy ?? [])].flatMap((name) =>
      typeof asked[name] === 'string' ? [{ name, value: asked[name] }] : [],
    ),
    errors: Object.fromEntries(errors.map(({ path, message }) => [path, message])),
    otherErrors: errors.filter(({ path }) => !fields.has(path) && !filterNames.some((name) => name === path)),
    presets: report.hasRange
      ? nearPresets.map((value) => ({
          label: t(`reports.presets.${value}`),
          href: again(report.name, asked, { range: value, from: '', to: '' }),
          isChosen: value === asked.range,
        }))
      : [],
    ...stepsView(report, asked, range),
  };
}

function currencyOptions({ t }: Words, { asked, currencies }: Choices) {
  const offered = [...new Set([...currencies, ...(asked.in === undefined ? [] : [asked.in])])];
  return [
    { value: '', label: t('reports.screen.eachCurrency'), isChosen: asked.in === undefined },
    ...offered.map((value) => ({ value, label: value, isChosen: value === asked.in })),
  ];
}

/** As many days earlier and later. */
function stepsView({ name, hasRange }: Chosen, asked: Asked, range: DayRange | null) {
  if (!hasRange || range === null || range.from < '0100') return { earlierHref: '', laterHref: '' };
  const days = daysBetween(range.from, range.to) + 1;
  const href = (step: number) =>
    again(name, asked, { range: 'own', from: addDays(range.from, step), to: addDays(range.to, step) });
  return { earlierHref: href(-days), laterHref: href(days) };
}

function storesView({ t }: Words, { asked, stores, errors }: Choices) {
  const chosen = asked.store ?? [];
  return {
    name: 'store',
    label: t('words.store'),
    summary: summaryOf(
      t('words.allStores'),
      stores.filter(({ code }) => chosen.includes(code)).map(({ name }) => name),
      (count) => t('reports.screen.chosenStores', { count }),
    ),
    error: errors.find(({ path }) => path === 'store')?.message ?? '',
    values: stores.map(({ code, name }) => ({ value: code, label: name, note: code, isChosen: chosen.includes(code) })),
  };
}

interface Filter {
  report: Chosen;
  choices: Choices;
  error: string;
}

function pickView({ t, formats }: Words, name: FilterName, { report, choices, error }: Filter) {
  const chosen = choices.asked[name] ?? [];
  const nameOf = ({ value, name: own }: Choice) => {
    if (own === null) return t('reports.words.unknown');
    return name === 'payment' ? t(`words.payment.${value}`) : own;
  };
  const { choices: picks, shortened } = choices.picks.get(name) ?? { choices: [], shortened: null };
  const known = picks.map((pick) => ({
    value: pick.value,
    label: nameOf(pick),
    isChosen: chosen.includes(pick.value),
  }));
  // What the address names stays chosen, even where no list has it.
  const strange = chosen
    .filter((value) => !picks.some((pick) => pick.value === value))
    .map((value) => ({ value, label: value, isChosen: true }));
  const isInstant = report.instantFilters.includes(name);
  const values = [...known, ...strange];
  return {
    name,
    label: t(`reports.filters.${name}`),
    summary: summaryOf(
      t('words.all'),
      values.filter(({ isChosen }) => isChosen).map(({ label }) => label),
      (count) => t('reports.screen.chosen', { count }),
    ),
    isInstant,
    isSet: chosen.length > 0,
    error,
    values,
    shortened: shortened && t(`reports.screen.shortened.${shortened}`, { most: formats.count(mostPicks) }),
  };
}

function summaryOf(none: string, chosen: readonly string[], many: (count: number) => string): string {
  if (chosen.length === 0) return none;
  return chosen.length === 1 ? (chosen[0] ?? '') : many(chosen.length);
}
