/** VAT rates, departments and divisions: their forms, and the pages that ask before one of them goes. */

import { decimalToShortText } from '../../../server/core/decimal.ts';
import { DomainError } from '../../../server/core/errors.ts';
import type { Language } from '../../../server/core/languages.ts';
import { decimalSignOf, readTypedNumber } from '../../../server/core/typed-number.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
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
import { type Groups, readGroupsOf } from './group-lists.ts';

type Typed = Readonly<Record<string, string>>;
type Kind = 'vat' | 'department' | 'division';

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
  const groups = await readGroupsOf(visit);
  if (!groups.mayWrite) throw new DomainError('forbidden', { action: 'catalog.write' });
  const id = visit.params['id'];
  const found = id === undefined ? null : findRow(groups, { kind, id, language: visit.language });
  if (id !== undefined && found === null) throw new DomainError('not_found', { id });
  const department = visit.query.get('department') ?? '';
  return { kind, groups, row: found?.row ?? null, initial: found?.initial ?? { departmentId: department } };
}

function findRow(
  { vatRates, departments }: Groups,
  { kind, id, language }: { kind: Kind; id: string; language: Language },
) {
  if (kind === 'vat') {
    const row = vatRates.find((each) => each.id === id);
    return row
      ? {
          row,
          initial: {
            name: row.name,
            number: String(row.number),
            rateBasisPoints: decimalToShortText(BigInt(row.rateBasisPoints), 2).replace('.', decimalSignOf(language)),
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

function formFor(visit: Visit, subject: Subject, said: { typed?: Typed; refusal: Refusal }): Shown {
  const { kind, groups, row, initial } = subject;
  const { t } = visit;
  const typed = said.typed ?? initial;
  const text = (name: string) => t(`catalog.${kind}.${name}`);
  const base = `/catalog/${groups.company.slug}/`;
  const deleteHref = row && `${base}${ownPath[kind]}${row.id}/delete/`;
  return formPage({
    title: row ? row.name : text('newTitle'),
    fields: fieldsFor(visit, subject, typed),
    refusal: said.refusal,
    hidden: row ? { seen: typed['seen'] ?? String(row.version) } : {},
    submit: row ? t('shop.save') : text('create'),
    cancelHref: `${base}${listPath[kind]}`,
    active: 'catalog',
    crumbs: [{ name: t(listTitle[kind]), href: `${base}${listPath[kind]}` }],
    ...(row && { after: { template: removeLink, model: { deleteHref, deleteText: text('delete') } } }),
  });
}

const listTitle = {
  vat: 'catalog.vat.title',
  department: 'catalog.departments.title',
  division: 'catalog.departments.title',
} as const;

function fieldsFor({ t, formats }: Visit, { kind, groups }: Subject, typed: Typed): Field[] {
  const text = (name: string) => t(`catalog.${kind}.${name}`);
  const field = (name: string, more: Partial<Field> = {}): Field => ({
    ...{ name, label: text(name), value: typed[name] ?? '' },
    ...more,
  });
  const number = (name: string, max: number) =>
    field(name, { mode: 'numeric', isOptional: true, max, hint: text(`${name}Hint`) });
  const name = field('name', { max: 50 });
  if (kind === 'vat') {
    const rate = field('rateBasisPoints', { mode: 'decimal', unit: '%', hint: text('rateHint') });
    return [
      name,
      rate,
      number('number', 2),
      field('description', { isOptional: true, max: 100, hint: text('descriptionHint') }),
    ];
  }
  if (kind === 'department') {
    const options = groups.vatRates
      .filter(({ deletedAt }) => deletedAt === null)
      .map((rate) => ({
        ...{ value: rate.id, name: `${rate.name} · ${formats.percent(rate.rateBasisPoints)}` },
        isChosen: typed['vatRateId'] === rate.id,
      }));
    return [name, field('vatRateId', { kind: 'select', options, hint: text('vatRateIdHint') }), number('code', 2)];
  }
  const options = groups.departments
    .filter(({ deletedAt }) => deletedAt === null)
    .map(({ id, code, name: own }) => ({ value: id, name: `${code} ${own}`, isChosen: typed['departmentId'] === id }));
  return [name, field('departmentId', { kind: 'select', options }), number('code', 7)];
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
