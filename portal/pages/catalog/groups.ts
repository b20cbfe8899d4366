/** VAT rates and departments: two lists, their forms, and the pages that ask before one of them goes. */

import { DomainError } from '../../../server/core/errors.ts';
import { readTypedNumber } from '../../../server/core/typed-number.ts';
import { presets } from '../../../server/domain/provisioning/index.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import {
  confirmPage,
  type Field,
  formPage,
  noRefusal,
  type Refusal,
  refusalOf,
  seenOf,
  wholeOf,
} from '../shop-forms.ts';
import { tabsOf } from './tabs.ts';

const vatTemplate = loadTemplate(new URL('../../views/catalog/vat.hbs', import.meta.url));
const departmentsTemplate = loadTemplate(new URL('../../views/catalog/departments.hbs', import.meta.url));

type Groups = Awaited<ReturnType<Caller['catalog']['groups']>>;
type Typed = Readonly<Record<string, string>>;
type Kind = 'vat' | 'department' | 'division';

const read = (visit: Visit) => visit.call.catalog.groups({ company: visit.params['slug'] ?? '' });

/** The VAT rates of a company, and which departments have them. */
export const vatPage: PageHandler = async (visit) => vatList(visit, await read(visit), null);

/** The usual rates of a country, as long as there are no products. */
export const vatForm: FormHandler = async (visit) => {
  const { params, fields, t } = visit;
  const company = params['slug'] ?? '';
  try {
    await visit.call.groups.useCountry({ company, country: fields['country'] ?? '' });
  } catch (error) {
    return vatList(visit, await read(visit), refusalOf(error, []).message);
  }
  return { redirect: `/catalog/${company}/vat/`, flash: { level: 'success', text: t('catalog.vat.countryUsed') } };
};

function vatList(visit: Visit, groups: Groups, message: string | null): Shown {
  const { t, formats, language } = visit;
  const { company, shop, vatRates, departments, counts } = groups;
  const names = new Intl.DisplayNames(language, { type: 'region' });
  const rows = vatRates.map((rate) => ({
    ...{ number: rate.number, name: rate.name, description: rate.description, isDeleted: rate.deletedAt !== null },
    rate: formats.percent(rate.rateBasisPoints),
    href: `/catalog/${company.slug}/vat/${rate.id}/`,
    departments: departments
      .filter((each) => each.vatRateId === rate.id && each.deletedAt === null)
      .map((each) => `${each.code} ${each.name}`),
  }));
  return {
    title: t('catalog.vat.title'),
    template: vatTemplate,
    active: 'catalog',
    status: message === null ? 200 : 422,
    model: {
      tabs: tabsOf(visit, company.slug, 'vat'),
      rows: rows.filter(({ isDeleted }) => !isDeleted),
      deleted: rows.filter(({ isDeleted }) => isDeleted),
      mayWrite: shop.mayWrite,
      newHref: `/catalog/${company.slug}/vat/new/`,
      message,
      // Rates are given a country's only before there is anything to sell at them.
      countries:
        counts.size > 0 ? [] : presets.map(({ country }) => ({ value: country, name: names.of(country) ?? country })),
    },
  };
}

/** The departments of a company with their divisions. */
export const departmentsPage: PageHandler = async (visit) => {
  const { t, formats } = visit;
  const { company, shop, vatRates, departments, counts } = await read(visit);
  const base = `/catalog/${company.slug}`;
  const rateOf = (id: string | null) => vatRates.find((rate) => rate.id === id && rate.deletedAt === null);
  const rows = departments.map((department) => {
    const rate = rateOf(department.vatRateId);
    return {
      ...{ code: department.code, name: department.name, isDeleted: department.deletedAt !== null },
      vat: rate ? `${rate.name} · ${formats.percent(rate.rateBasisPoints)}` : null,
      products: formats.count(counts.get(department.id) ?? 0),
      productsHref: `${base}/?department=${department.id}`,
      href: `${base}/departments/${department.id}/`,
      newDivisionHref: `${base}/divisions/new/?department=${department.id}`,
      divisions: department.subGroups
        .filter(({ deletedAt }) => deletedAt === null || department.deletedAt !== null)
        .map((division) => ({
          ...{ code: division.code, name: division.name, href: `${base}/divisions/${division.id}/` },
          products: formats.count(counts.get(division.id) ?? 0),
        })),
      deletedDivisions: department.subGroups
        .filter(({ deletedAt }) => deletedAt !== null && department.deletedAt === null)
        .map((division) => ({
          code: division.code,
          name: division.name,
          href: `${base}/divisions/${division.id}/delete/`,
        })),
    };
  });
  return {
    title: t('catalog.departments.title'),
    template: departmentsTemplate,
    active: 'catalog',
    model: {
      tabs: tabsOf(visit, company.slug, 'departments'),
      rows: rows.filter(({ isDeleted }) => !isDeleted),
      deleted: rows.filter(({ isDeleted }) => isDeleted),
      mayWrite: shop.mayWrite,
      newHref: `${base}/departments/new/`,
    },
  };
};

/** A form of one of the three kinds, for a new row or a known one. */
interface Subject {
  kind: Kind;
  groups: Groups;
  /** Null: a new one. */
  row: { id: string; name: string; version: number; deletedAt: Date | null } | null;
  initial: Typed;
}

const listPath = { vat: 'vat/', department: 'departments/', division: 'departments/' } as const;
const ownPath = { vat: 'vat/', department: 'departments/', division: 'divisions/' } as const;
const fieldNames = {
  vat: ['name', 'rateBasisPoints', 'number', 'description'],
  department: ['name', 'vatRateId', 'code'],
  division: ['name', 'departmentId', 'code'],
} as const;

async function subjectOf(visit: Visit, kind: Kind): Promise<Subject> {
  const groups = await read(visit);
  if (!groups.shop.mayWrite) throw new DomainError('forbidden', { action: 'catalog.write' });
  const id = visit.params['id'];
  const found = id === undefined ? null : findRow(groups, kind, id);
  if (id !== undefined && found === null) throw new DomainError('not_found', { id });
  const department = visit.query.get('department') ?? '';
  return { kind, groups, row: found?.row ?? null, initial: found?.initial ?? { departmentId: department } };
}

function findRow({ vatRates, departments }: Groups, kind: Kind, id: string) {
  if (kind === 'vat') {
    const row = vatRates.find((each) => each.id === id);
    return row
      ? {
          row,
          initial: {
            name: row.name,
            number: String(row.number),
            rateBasisPoints: String(row.rateBasisPoints / 100),
            description: row.description ?? '',
          },
        }
      : null;
  }
  if (kind === 'department') {
    const row = departments.find((each) => each.id === id);
    return row ? { row, initial: { name: row.name, code: row.code, vatRateId: row.vatRateId ?? '' } } : null;
  }
  const row = departments.flatMap(({ subGroups }) => subGroups).find((each) => each.id === id);
  return row ? { row, initial: { name: row.name, code: row.code, departmentId: row.mainGroupId ?? '' } } : null;
}

function formFor(
  visit: Visit,
  { kind, groups, row, initial }: Subject,
  said: { typed?: Typed; refusal: Refusal },
): Shown {
  const { t, formats, language } = visit;
  const typed =
    said.typed ??
    (kind === 'vat' && language !== 'en'
      ? { ...initial, rateBasisPoints: (initial['rateBasisPoints'] ?? '').replace('.', ',') }
      : initial);
  const text = (name: string) => t(`catalog.${kind}.${name}`);
  const field = (name: string, more: Partial<Field> = {}): Field => ({
    name,
    label: text(name),
    value: typed[name] ?? '',
    ...more,
  });
  const rates = groups.vatRates.filter((rate) => rate.deletedAt === null);
  const options = {
    vatRateId: rates.map((rate) => ({
      value: rate.id,
      name: `${rate.name} · ${formats.percent(rate.rateBasisPoints)}`,
      isChosen: typed['vatRateId'] === rate.id,
    })),
    departmentId: groups.departments
      .filter(({ deletedAt }) => deletedAt === null)
      .map((each) => ({
        value: each.id,
        name: `${each.code} ${each.name}`,
        isChosen: typed['departmentId'] === each.id,
      })),
  };
  const fields: Record<Kind, Field[]> = {
    vat: [
      field('name', { max: 50 }),
      field('rateBasisPoints', { mode: 'decimal', unit: '%', hint: text('rateHint') }),
      field('number', { mode: 'numeric', isOptional: true, max: 2, hint: text('numberHint') }),
      field('description', { isOptional: true, max: 100, hint: text('descriptionHint') }),
    ],
    department: [
      field('name', { max: 50 }),
      field('vatRateId', { kind: 'select', options: options.vatRateId, hint: text('vatRateIdHint') }),
      field('code', { mode: 'numeric', isOptional: true, max: 2, hint: text('codeHint') }),
    ],
    division: [
      field('name', { max: 50 }),
      field('departmentId', { kind: 'select', options: options.departmentId }),
      field('code', { mode: 'numeric', isOptional: true, max: 7, hint: text('codeHint') }),
    ],
  };
  const base = `/catalog/${groups.company.slug}/`;
  return formPage({
    title: row ? row.name : text('newTitle'),
    fields: fields[kind],
    refusal: said.refusal,
    hidden: row ? { seen: typed['seen'] ?? String(row.version) } : {},
    submit: row ? t('shop.save') : text('create'),
    cancelHref: `${base}${listPath[kind]}`,
    active: 'catalog',
    crumbs: [
      { name: t(kind === 'vat' ? 'catalog.vat.title' : 'catalog.departments.title'), href: `${base}${listPath[kind]}` },
    ],
    ...(row && {
      after: {
        template: removeLink,
        model: { deleteHref: `${base}${ownPath[kind]}${row.id}/delete/`, deleteText: text('delete') },
      },
    }),
  });
}

const removeLink = loadTemplate(new URL('../../views/shop/remove-link.hbs', import.meta.url));

/** The page of a form. A deleted row has one page only: the one that brings it back. */
export function groupPage(kind: Kind): PageHandler {
  return async (visit) => {
    const subject = await subjectOf(visit, kind);
    if (subject.row?.deletedAt)
      return { redirect: `/catalog/${subject.groups.company.slug}/${ownPath[kind]}${subject.row.id}/delete/` };
    return formFor(visit, subject, { refusal: noRefusal });
  };
}

export function groupForm(kind: Kind): FormHandler {
  return async (visit) => {
    const subject = await subjectOf(visit, kind);
    const { row, groups } = subject;
    const { fields: typed, t } = visit;
    try {
      await save(visit, subject);
    } catch (error) {
      return formFor(visit, subject, { typed, refusal: refusalOf(error, fieldNames[kind]) });
    }
    const text = t(row ? 'shop.saved' : `catalog.${kind}.created`, { name: typed['name'] ?? '' });
    return { redirect: `/catalog/${groups.company.slug}/${listPath[kind]}`, flash: { level: 'success', text } };
  };
}

async function save({ call, fields, language }: Visit, { kind, groups, row }: Subject): Promise<unknown> {
  const which = { company: groups.company.slug, ...(row && { id: row.id, seen: seenOf(fields['seen']) }) };
  const name = fields['name'] ?? '';
  if (kind === 'vat') {
    const rate = readTypedNumber((fields['rateBasisPoints'] ?? '').replace('%', ''), {
      language,
      places: 2,
      decimals: 2,
    });
    const rateBasisPoints = rate.ok ? Number(rate.value) : Number.NaN;
    const description = fields['description'] ?? '';
    return call.groups.saveVatRate({ ...which, name, number: wholeOf(fields['number']), rateBasisPoints, description });
  }
  const code = wholeOf(fields['code']);
  if (kind === 'department')
    return call.groups.saveDepartment({ ...which, name, code, vatRateId: fields['vatRateId'] ?? '' });
  return call.groups.saveDivision({ ...which, name, code, departmentId: fields['departmentId'] ?? '' });
}

/** The page that asks before one goes, or brings it back. */
export function groupDeletePage(kind: Kind): PageHandler {
  return (visit) => askMove(visit, kind, null);
}

export function groupDeleteForm(kind: Kind): FormHandler {
  return async (visit) => {
    const { groups, row } = await subjectOf(visit, kind);
    if (row === null) throw new DomainError('not_found');
    const isBack = visit.fields['way'] === 'restore';
    try {
      await visit.call.groups.move({
        company: groups.company.slug,
        kind,
        id: row.id,
        seen: seenOf(visit.fields['seen']),
        isBack,
      });
    } catch (error) {
      return askMove(visit, kind, refusalOf(error, []).message);
    }
    const text = visit.t(isBack ? 'shop.restored' : 'shop.deleted', { name: row.name });
    return { redirect: `/catalog/${groups.company.slug}/${listPath[kind]}`, flash: { level: 'success', text } };
  };
}

async function askMove(visit: Visit, kind: Kind, message: string | null): Promise<Shown> {
  const { t, formats } = visit;
  const { groups, row } = await subjectOf(visit, kind);
  if (row === null) throw new DomainError('not_found');
  const isBack = row.deletedAt !== null;
  const users =
    kind === 'vat'
      ? groups.departments.filter((each) => each.vatRateId === row.id && each.deletedAt === null).length
      : (groups.counts.get(row.id) ?? 0);
  const refused = !isBack && users > 0 ? t(`catalog.${kind}.inUse`, { count: users }) : null;
  return confirmPage({
    title: t(isBack ? 'shop.restoreTitle' : 'shop.deleteTitle', { name: row.name }),
    effects: [t(isBack ? 'shop.restoreEffect' : `catalog.${kind}.deleteEffect`)],
    counts: isBack
      ? []
      : [
          {
            name: t(kind === 'vat' ? 'catalog.vat.departments' : 'catalog.department.products'),
            count: formats.count(users),
          },
        ],
    message,
    refused,
    hidden: { seen: String(row.version), way: isBack ? 'restore' : 'delete' },
    submit: t(isBack ? 'shop.restore' : 'shop.delete'),
    isHarmless: isBack,
    cancelHref: `/catalog/${groups.company.slug}/${listPath[kind]}`,
    active: 'catalog',
  });
}
