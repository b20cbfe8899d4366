import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { moneyField, readMoneyField, refusalOf } from '../shop-forms.ts';
import { tabsOf } from './tabs.ts';

const template = loadTemplate(new URL('../../views/catalog/products.hbs', import.meta.url));

type List = Awaited<ReturnType<Caller['catalog']['list']>>;
type Row = List['rows'][number];

const states = ['current', 'unpriced', 'deleted'] as const;

/** The products of a company: searched, filtered, and their prices changed in place. */
export const productsPage: PageHandler = async (visit) =>
  listPage(visit, await visit.call.catalog.list(filterOf(visit)), null);

interface Typed {
  id: string;
  price: string;
  error: string;
}

/** One price, typed into its row. */
export const productsForm: FormHandler = async (visit) => {
  const { id = '', price = '', seen = '' } = visit.fields;
  const list = await visit.call.catalog.list(filterOf(visit));
  const currency = list.store?.currency ?? list.shop.currency;
  const read = readMoneyField(price, currency, visit);
  if ('error' in read) return listPage(visit, list, { id, price, error: read.error });
  try {
    await visit.call.catalog.setPrice({
      ...{ company: list.company.slug, id },
      store: list.store?.code ?? null,
      priceE4: read.amountE4,
      seenE4: /^\d{1,19}$/.test(seen) ? BigInt(seen) : null,
    });
  } catch (error) {
    const { errors, message } = refusalOf(error, ['price']);
    return listPage(visit, list, { id, price, error: message ?? errors['price']?.join(' ') ?? '' });
  }
  const name = list.rows.find((row) => row.id === id)?.name ?? '';
  return { redirect: hrefOf(visit, {}), flash: { level: 'success', text: visit.t('catalog.list.priced', { name }) } };
};

function filterOf({ params, query }: Visit) {
  const text = (name: string) => query.get(name)?.trim() || undefined;
  const after = text('after');
  const afterId = text('afterId');
  const state = states.find((each) => each === query.get('state'));
  return {
    company: params['slug'] ?? '',
    search: text('q')?.slice(0, 200),
    department: text('department')?.slice(0, 64),
    state,
    store: text('store')?.slice(0, 100),
    ...(after !== undefined &&
      afterId !== undefined && { after: { nameFolded: after.slice(0, 400), id: afterId.slice(0, 64) } }),
  };
}

/** This list under another filter; empty values leave the address. */
function hrefOf({ params, query }: Visit, changes: Readonly<Record<string, string>>): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return `/catalog/${params['slug']}/${text === '' ? '' : `?${text}`}`;
}

function listPage(visit: Visit, list: List, typed: Typed | null): Shown {
  const { t, query } = visit;
  const { company, shop, store, groups, rows, next } = list;
  const isFiltered = ['q', 'department', 'state', 'after'].some((name) => query.get(name));
  return {
    title: t('catalog.list.title'),
    template,
    active: 'catalog',
    scripts: ['catalog.js'],
    model: {
      tabs: tabsOf(visit, company.slug, 'products'),
      base: `/catalog/${company.slug}/`,
      mayWrite: shop.mayWrite,
      search: query.get('q') ?? '',
      departments: groups.departments
        .filter((each) => each.deletedAt === null)
        .map((each) => ({
          value: each.id,
          name: `${each.code} · ${each.name}`,
          isChosen: query.get('department') === each.id,
        })),
      states: states.map((value) => ({
        value,
        name: t(`catalog.list.states.${value}`),
        isChosen: query.get('state') === value,
      })),
      stores: shop.stores.map(({ code, name }) => ({
        value: code,
        name: `${name} (${code})`,
        isChosen: store?.code === code,
      })),
      rows: rows.map((row) => rowModel(visit, list, { row, typed: typed?.id === row.id ? typed : null })),
      isFiltered,
      resetHref: `/catalog/${company.slug}/`,
      exportHref: `/catalog/${company.slug}/export/${exportQuery(query)}`,
      nextHref: next ? hrefOf(visit, { after: next.nameFolded, afterId: next.id }) : null,
      firstHref: query.get('after') ? hrefOf(visit, { after: '', afterId: '' }) : null,
    },
  };
}

/** The export has all pages of what is filtered. */
function exportQuery(query: URLSearchParams): string {
  const kept = new URLSearchParams(query);
  kept.delete('after');
  kept.delete('afterId');
  const text = kept.toString();
  return text === '' ? '' : `?${text}`;
}

function rowModel(
  { t, formats, language }: Visit,
  { company, shop, store }: List,
  { row, typed }: { row: Row; typed: Typed | null },
) {
  const currency = store?.currency ?? shop.currency;
  const level = store ? row.own_price_e4 : row.company_price_e4;
  const shown = store ? (row.own_price_e4 ?? row.company_price_e4) : row.company_price_e4;
  const mayPrice = !row.is_deleted && (store ? store.mayPrice : shop.mayPrice);
  return {
    id: row.id,
    href: `/catalog/${company.slug}/products/${row.id}/`,
    name: row.name,
    code: row.code,
    barcode: row.barcode,
    moreBarcodes: row.barcodes > 1 ? t('catalog.list.moreBarcodes', { count: row.barcodes - 1 }) : null,
    department: row.department_name,
    vat: row.vat_basis_points === null ? null : formats.percent(row.vat_basis_points),
    unit: row.unit,
    isDeleted: row.is_deleted,
    price: shown === null ? null : formats.money(shown, currency),
    isInherited: store !== null && row.own_price_e4 === null && row.company_price_e4 !== null,
    otherPrices:
      store === null && row.other_prices > 0 ? t('catalog.list.otherPrices', { count: row.other_prices }) : null,
    mayPrice,
    seen: level === null ? '' : String(level),
    typed: typed ? typed.price : moneyField(level, currency, language),
    placeholder: store && row.company_price_e4 !== null ? moneyField(row.company_price_e4, currency, language) : '',
    priceLabel: t('catalog.list.priceOf', { name: row.name }),
    error: typed?.error ?? null,
    currency,
  };
}
