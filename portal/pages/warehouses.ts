/** Warehouses: the list, the form of one, and the page that asks before one goes. */

import { DomainError } from '../../server/core/errors.ts';
import { warehouseTypes } from '../../server/domain/stock/index.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../visit.ts';
import { confirmPage, type Field, formPage, noRefusal, type Refusal, refusalOf, seenOf } from './shop-forms.ts';

const template = loadTemplate(new URL('../views/warehouses.hbs', import.meta.url));
const removeLink = loadTemplate(new URL('../views/shop/remove-link.hbs', import.meta.url));

type List = Awaited<ReturnType<Caller['warehouses']['list']>>;
type Row = List['warehouses'][number];
type Typed = Readonly<Record<string, string>>;

const fieldNames = ['code', 'name', 'warehouseType', 'storeId', 'address', 'description', 'isActive'] as const;

const read = ({ call, params }: Visit) => call.warehouses.list({ company: params['slug'] ?? '' });
const hrefOf = (list: List, rest = '') => `/warehouses/${list.company.slug}/${rest}`;
const mayAdd = (list: List) => list.mayWriteCentral || list.stores.length > 0;

/** The warehouses of a company that the person sees. */
export const warehousesPage: PageHandler = async (visit) => {
  const list = await read(visit);
  const { t } = visit;
  const rows = list.warehouses.map((row) => ({
    ...{ code: row.code, name: row.name, mayWrite: row.mayWrite, isDeleted: row.deletedAt !== null },
    type: typeName(visit, row.warehouseType),
    store: row.store?.name ?? t('warehouses.central'),
    isIdle: !row.isActive,
    sellers: row.sellers,
    href: hrefOf(list, `${row.id}/`),
  }));
  return {
    title: t('warehouses.title'),
    lead: t('warehouses.lead'),
    template,
    active: 'warehouses',
    model: {
      newHref: mayAdd(list) ? hrefOf(list, 'new/') : null,
      rows: rows.filter(({ isDeleted }) => !isDeleted),
      deleted: rows.filter(({ isDeleted }) => isDeleted),
    },
  };
};

/** Tills have words of their own for some of them. */
function typeName({ t }: Pick<Visit, 't'>, type: string): string {
  return warehouseTypes.some((known) => known === type) ? t(`warehouses.types.${type}`) : type;
}

interface Subject {
  list: List;
  /** Null: a new one. */
  row: Row | null;
}

async function subjectOf(visit: Visit): Promise<Subject> {
  const list = await read(visit);
  const id = visit.params['id'];
  const row = id === undefined ? null : (list.warehouses.find((each) => each.id === id) ?? null);
  if (id !== undefined && row === null) throw new DomainError('not_found', { id });
  if (row ? !row.mayWrite : !mayAdd(list)) throw new DomainError('forbidden', { action: 'stock.write' });
  return { list, row };
}

function initialOf({ list, row }: Subject): Typed {
  if (row === null) return { warehouseType: 'BACKROOM', storeId: String(list.stores[0]?.id ?? ''), isActive: 'yes' };
  return {
    ...{ code: row.code, name: row.name, warehouseType: row.warehouseType, storeId: String(row.storeId ?? '') },
    ...{ address: row.address ?? '', description: row.description ?? '', isActive: row.isActive ? 'yes' : '' },
  };
}

function formFor(visit: Visit, subject: Subject, said: { typed?: Typed; refusal: Refusal }): Shown {
  const { t } = visit;
  const { list, row } = subject;
  const typed = said.typed ?? initialOf(subject);
  return formPage({
    title: row ? row.name : t('warehouses.newTitle'),
    fields: fieldsFor(visit, subject, typed),
    refusal: said.refusal,
    hidden: row ? { seen: typed['seen'] ?? String(row.version) } : {},
    submit: row ? t('shop.save') : t('warehouses.create'),
    cancelHref: hrefOf(list),
    active: 'warehouses',
    ...(row && {
      after: {
        template: removeLink,
        model: { deleteHref: hrefOf(list, `${row.id}/delete/`), deleteText: t('warehouses.delete') },
      },
    }),
  });
}

function fieldsFor(visit: Visit, { list, row }: Subject, typed: Typed): Field[] {
  const { t } = visit;
  const field = (name: (typeof fieldNames)[number], more: Partial<Field> = {}): Field => ({
    ...{ name, label: t(`warehouses.${name}`), value: typed[name] ?? '' },
    ...more,
  });
  const option = (name: 'warehouseType' | 'storeId') => (value: string, text: string) => ({
    ...{ value, name: text },
    isChosen: (typed[name] ?? '') === value,
  });
  const types = [...warehouseTypes, ...(row && !isKnown(row.warehouseType) ? [row.warehouseType] : [])];
  const stores = list.stores.map(({ id, code, name }) => option('storeId')(String(id), `${name} (${code})`));
  const central = list.mayWriteCentral ? [option('storeId')('', t('warehouses.central'))] : [];
  return [
    field('name', { max: 100 }),
    field('code', { max: 20, hint: t('warehouses.codeHint') }),
    field('warehouseType', {
      ...{ kind: 'select', hint: t('warehouses.typeHint') },
      options: types.map((type) => option('warehouseType')(type, typeName(visit, type))),
    }),
    field('storeId', { kind: 'select', options: [...stores, ...central], hint: t('warehouses.storeHint') }),
    field('address', { isOptional: true, max: 500 }),
    field('description', { kind: 'area', isOptional: true }),
    field('isActive', { kind: 'check', isChecked: typed['isActive'] === 'yes', hint: t('warehouses.activeHint') }),
  ];
}

const isKnown = (type: string) => warehouseTypes.some((known) => known === type);

/** The form of one. A deleted warehouse has one page only: the one that brings it back. */
export const warehousePage: PageHandler = async (visit) => {
  const subject = await subjectOf(visit);
  const { row, list } = subject;
  if (row?.deletedAt) return { redirect: hrefOf(list, `${row.id}/delete/`) };
  return formFor(visit, subject, { refusal: noRefusal });
};

export const warehouseForm: FormHandler = async (visit) => {
  const subject = await subjectOf(visit);
  const { row, list } = subject;
  const { fields: typed, t, call } = visit;
  const text = (name: string) => typed[name] ?? '';
  try {
    await call.warehouses.save({
      company: list.company.slug,
      ...(row && { id: row.id, seen: seenOf(typed['seen']) }),
      ...{ code: text('code'), name: text('name'), warehouseType: text('warehouseType') },
      storeId: /^\d{1,9}$/.test(text('storeId')) ? Number(text('storeId')) : null,
      ...{ address: text('address'), description: text('description'), isActive: text('isActive') === 'yes' },
    });
  } catch (error) {
    return formFor(visit, subject, { typed, refusal: refusalOf(error, fieldNames) });
  }
  const said = t(row ? 'shop.saved' : 'warehouses.created', { name: text('name') });
  return { redirect: hrefOf(list), flash: { level: 'success', text: said } };
};

/** The page that asks before one goes, or brings it back. */
export const warehouseDeletePage: PageHandler = (visit) => askMove(visit, null);

export const warehouseDeleteForm: FormHandler = async (visit) => {
  const { list, row } = await subjectOf(visit);
  if (row === null) throw new DomainError('not_found');
  const isBack = visit.fields['way'] === 'restore';
  const seen = seenOf(visit.fields['seen']);
  try {
    await visit.call.warehouses.move({ company: list.company.slug, id: row.id, seen, isBack });
  } catch (error) {
    return askMove(visit, refusalOf(error, []).message);
  }
  const text = visit.t(isBack ? 'shop.restored' : 'shop.deleted', { name: row.name });
  return { redirect: hrefOf(list), flash: { level: 'success', text } };
};

async function askMove(visit: Visit, message: string | null): Promise<Shown> {
  const { t, formats } = visit;
  const { list, row } = await subjectOf(visit);
  if (row === null) throw new DomainError('not_found');
  const isBack = row.deletedAt !== null;
  const isUsed = !isBack && row.sellers.length + row.locations > 0;
  return confirmPage({
    title: t(isBack ? 'shop.restoreTitle' : 'shop.deleteTitle', { name: row.name }),
    effects: [t(isBack ? 'shop.restoreEffect' : 'warehouses.deleteEffect')],
    counts: isBack
      ? []
      : [
          { name: t('warehouses.sellers'), count: formats.count(row.sellers.length) },
          { name: t('warehouses.locations'), count: formats.count(row.locations) },
        ],
    message,
    refused: isUsed ? t('warehouses.inUse') : null,
    hidden: { seen: String(row.version), way: isBack ? 'restore' : 'delete' },
    submit: t(isBack ? 'shop.restore' : 'shop.delete'),
    isHarmless: isBack,
    cancelHref: hrefOf(list),
    active: 'warehouses',
  });
}
