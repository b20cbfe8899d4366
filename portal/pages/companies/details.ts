/** What is known about a company: creating one, and editing it. */
import { currencies } from '../../../server/core/currencies.ts';
import { type Language, localeOf } from '../../../server/core/languages.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { clockOf, companyOf, refusalOf } from './words.ts';

const template = loadTemplate(new URL('../../views/companies/form.hbs', import.meta.url));

type Company = Awaited<ReturnType<Caller['companies']['get']>>;
type Typed = Record<(typeof textFields)[number], string>;

const textFields = [
  'name',
  'companiesHouseNumber',
  'vatNumber',
  'registeredOffice',
  'currency',
  'timeZone',
  'dayStart',
] as const;

/** Where most people who read the hub in a language have their shop. */
const defaults: Readonly<Record<Language, { currency: string; timeZone: string }>> = {
  en: { currency: 'GBP', timeZone: 'Europe/London' },
  tr: { currency: 'TRY', timeZone: 'Europe/Istanbul' },
  de: { currency: 'EUR', timeZone: 'Europe/Berlin' },
};

const timeZones = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])];

export const createPage: PageHandler = async (visit) => {
  const { currency, timeZone } = defaults[visit.language];
  return newForm(visit, { ...emptyTyped, currency, timeZone: visit.timeZone ?? timeZone, dayStart: '0' }, {});
};

const emptyTyped: Typed = {
  name: '',
  companiesHouseNumber: '',
  vatNumber: '',
  registeredOffice: '',
  currency: '',
  timeZone: '',
  dayStart: '',
};

export const createForm: FormHandler = async (visit) => {
  const said = saidIn(visit);
  try {
    const { slug } = await visit.call.companies.create({ ...said, name: said.name ?? '' });
    const text = visit.t('companies.create.done', { name: (said.name ?? '').trim(), slug });
    return { redirect: `/companies/${slug}/`, flash: { level: 'success', text } };
  } catch (error) {
    const { currency, timeZone } = defaults[visit.language];
    return newForm(visit, { ...emptyTyped, currency, timeZone, dayStart: '0', ...typedIn(visit) }, refusalOf(error));
  }
};

function newForm(visit: Visit, typed: Typed, refusal: object): Shown {
  const { t } = visit;
  return {
    title: t('companies.create.title'),
    lead: t('companies.create.lead'),
    template,
    active: 'companies',
    model: {
      ...fieldsModel(typed, visit),
      ...refusal,
      isNew: true,
      backHref: '/companies/',
      saveText: t('companies.create.save'),
      hasMore: hasMore(typed),
    },
  };
}

/** Registration fields are folded away until somebody fills them. */
function hasMore({ companiesHouseNumber, vatNumber, registeredOffice }: Typed): boolean {
  return [companiesHouseNumber, vatNumber, registeredOffice].some((text) => text.trim() !== '');
}

export const editPage: PageHandler = async (visit) => {
  const company = await visit.call.companies.get(companyOf(visit));
  if (!company.mayEdit) return refused(visit, company);
  return editingForm(visit, company, { typed: typedOf(company), version: String(company.version) });
};

/** Saves the details. Somebody else has saved meanwhile: both are shown, and saving again keeps what is in the fields. */
export const editForm: FormHandler = async (visit) => {
  const company = await visit.call.companies.get(companyOf(visit));
  if (!company.mayEdit) return refused(visit, company);
  const href = `/companies/${company.slug}/`;
  const { version = '' } = visit.fields;
  try {
    await visit.call.companies.update({ ...companyOf(visit), version: versionOf(version), details: saidIn(visit) });
    return { redirect: href, flash: { level: 'success', text: visit.t('companies.edit.done') } };
  } catch (error) {
    const refusal = refusalOf(error);
    const now = await visit.call.companies.get(companyOf(visit));
    const typed = { ...typedOf(now), ...typedIn(visit) };
    const isStale = versionOf(version) !== undefined && versionOf(version) !== now.version;
    const theirs = isStale ? theirsOf(typedOf(now), typed) : null;
    return editingForm(visit, now, { typed, version: isStale ? String(now.version) : version, refusal, theirs });
  }
};

function versionOf(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** What stands there now where it differs from what was typed. */
function theirsOf(saved: Typed, typed: Typed) {
  const different = textFields.filter((field) => saved[field] !== typed[field]);
  return Object.fromEntries(different.map((field) => [field, { value: shownValue(field, saved[field]) }]));
}

function shownValue(field: string, value: string): string {
  return field === 'dayStart' ? clockOf(Number(value)) : value;
}

/** A member who may read but not write is told so on the company's page. */
function refused(visit: Visit, { slug }: Company) {
  const text = visit.t('companies.forbidden');
  return { redirect: `/companies/${slug}/`, flash: { level: 'error' as const, text } };
}

interface Editing {
  typed: Typed;
  version: string;
  refusal?: object;
  theirs?: object | null;
}

function editingForm(visit: Visit, company: Company, { typed, version, refusal, theirs }: Editing): Shown {
  const { t } = visit;
  const { name, slug } = company;
  return {
    title: t('companies.edit.title'),
    lead: name,
    template,
    active: 'people',
    model: {
      ...fieldsModel(typed, visit),
      ...refusal,
      ...{ version, theirs, slug },
      backHref: `/companies/${slug}/`,
      saveText: theirs ? t('companies.edit.saveAnyway') : t('companies.edit.save'),
      hasMore: true,
    },
  };
}

function typedOf(company: Company): Typed {
  const { name, companiesHouseNumber, vatNumber, registeredOffice, currency, timeZone, dayStartMinutes } = company;
  return {
    ...{ name, companiesHouseNumber, vatNumber, registeredOffice, currency, timeZone },
    dayStart: String(dayStartMinutes),
  };
}

/** The fields that were sent, as they were typed. */
function typedIn({ fields }: Visit): Partial<Typed> {
  return Object.fromEntries(
    textFields.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name].replace(/\r\n?/g, '\n')]])),
  );
}

/** The same for the operation. A choice that was left out keeps its default. */
function saidIn(visit: Visit) {
  const { dayStart, ...said } = typedIn(visit);
  const { currency, timeZone, ...texts } = said;
  return {
    ...texts,
    ...(currency && { currency }),
    ...(timeZone && { timeZone }),
    ...(dayStart && { dayStartMinutes: Number(dayStart) }),
  };
}

function fieldsModel(typed: Typed, { language }: Visit) {
  const names = new Intl.DisplayNames(localeOf[language], { type: 'currency' });
  const zones = timeZones.includes(typed.timeZone) ? timeZones : [...timeZones, typed.timeZone];
  const hours = [...Array(24).keys()].map((hour) => hour * 60);
  const start = Number(typed.dayStart);
  const starts =
    hours.includes(start) || !Number.isSafeInteger(start) ? hours : [...hours, start].sort((a, b) => a - b);
  return {
    typed,
    currencies: currencies.map(({ code, name }) => ({
      ...{ code, name: names.of(code) ?? name },
      isChosen: code === typed.currency,
    })),
    zones: zones.map((name) => ({ name, isChosen: name === typed.timeZone })),
    starts: starts.map((minutes) => ({ minutes, name: clockOf(minutes), isChosen: minutes === start })),
  };
}
