import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { confirmPage, type Errors, formPage, noRefusal, type Refusal, refusalOf, seenOf } from '../shop-forms.ts';
import { historyRows } from './history.ts';
import { barcodeWarnings, blankFields, fieldsOf, formFields, saidOf, shownFields } from './product-form.ts';

const beside = loadTemplate(new URL('../../views/catalog/product-beside.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['catalog']['get']>>;
type Blank = Awaited<ReturnType<Caller['catalog']['blank']>>;

/** A new product. */
export const newProductPage: PageHandler = async (visit) => {
  const blank = await visit.call.catalog.blank({ company: slugOf(visit) });
  return newPage(visit, blank, { typed: blankFields(blank, visit.query), refusal: noRefusal });
};

export const newProductForm: FormHandler = async (visit) => {
  const { fields: typed, t } = visit;
  const company = slugOf(visit);
  const blank = await visit.call.catalog.blank({ company });
  const read = saidOf(typed, blank, visit);
  if ('errors' in read) return newPage(visit, blank, { typed, refusal: onlyErrors(read.errors) });
  try {
    const { code } = await visit.call.catalog.create({ company, ...read.said });
    const text = withWarnings(
      visit,
      t('catalog.product.created', { name: read.said.name.trim(), code }),
      read.said.barcodes,
    );
    const again = typed['again'] === 'yes';
    return { redirect: again ? `/catalog/${company}/new/` : `/catalog/${company}/`, flash: text };
  } catch (error) {
    return newPage(visit, blank, { typed, refusal: refusalOf(error, shownFields) });
  }
};

interface Said {
  typed: Readonly<Record<string, string>>;
  refusal: Refusal;
}

function newPage(visit: Visit, blank: Blank, { typed, refusal }: Said): Shown {
  const { t } = visit;
  const again = {
    name: 'again',
    kind: 'check' as const,
    label: t('catalog.product.again'),
    isChecked: typed['again'] === 'yes',
  };
  return formPage({
    title: t('catalog.product.newTitle'),
    fields: [...formFields(typed, blank, visit), again],
    refusal,
    submit: t('catalog.product.create'),
    cancelHref: `/catalog/${blank.company.slug}/`,
    active: 'catalog',
  });
}

/** One product: its form, and what was done to it. */
export const productPage: PageHandler = async (visit) => {
  const got = await visit.call.catalog.get(named(visit));
  return editPage(visit, got, { typed: fieldsOf(got, visit), refusal: noRefusal });
};

export const productForm: FormHandler = async (visit) => {
  const { fields: typed, t } = visit;
  const got = await visit.call.catalog.get(named(visit));
  const read = saidOf(typed, got, visit);
  if ('errors' in read) return editPage(visit, got, { typed, refusal: onlyErrors(read.errors) });
  try {
    await visit.call.catalog.change({ ...named(visit), ...read.said, seen: seenOf(typed['seen']) });
  } catch (error) {
    return editPage(visit, got, { typed, refusal: refusalOf(error, shownFields) });
  }
  const flash = withWarnings(visit, t('catalog.product.saved', { name: read.said.name.trim() }), read.said.barcodes);
  return { redirect: `/catalog/${got.company.slug}/products/${got.product.id}/`, flash };
};

function editPage(visit: Visit, got: Got, { typed, refusal }: Said): Shown {
  const { t } = visit;
  const { company, product, shop } = got;
  const base = `/catalog/${company.slug}/products/${product.id}/`;
  const isDeleted = product.deletedAt !== null;
  const model = {
    history: historyRows(visit, got),
    warnings: barcodeWarnings(product.barcodes, visit),
    deleteHref: shop.mayWrite && !isDeleted ? `${base}delete/` : null,
    restoreHref: shop.mayWrite && isDeleted ? `${base}delete/` : null,
    isReadOnly: !shop.mayWrite,
    isDeleted,
  };
  if (!shop.mayWrite || isDeleted) {
    const facts = formFields(typed, got, visit).flatMap((field) => readOnly(field.label, shownValue(field)));
    return {
      title: product.name,
      lead: product.code,
      template: beside,
      active: 'catalog',
      model: { ...model, facts },
    };
  }
  return formPage({
    title: product.name,
    lead: product.code,
    fields: formFields(typed, got, visit),
    refusal,
    hidden: { seen: typed['seen'] ?? String(product.seen) },
    submit: t('shop.save'),
    cancelHref: `/catalog/${company.slug}/`,
    active: 'catalog',
    after: { template: beside, model },
  });
}

type Drawn = ReturnType<typeof formFields>[number];

function shownValue({ kind, value, options = [], groups = [], isChecked, unit }: Drawn): string {
  if (kind === 'check') return isChecked ? '✓' : '';
  const all = [...options, ...groups.flatMap((group) => group.options)];
  if (kind === 'select') return all.find((option) => option.isChosen && option.value !== '')?.name ?? '';
  return value && unit ? `${value} ${unit}` : (value ?? '');
}

function readOnly(label: string, value: string) {
  return value === '' ? [] : [{ label, value }];
}

/** Asks before a product is deleted, and says what still uses it; a deleted one is brought back here. */
export const deleteProductPage: PageHandler = (visit) => askDelete(visit, null);

export const deleteProductForm: FormHandler = async (visit) => {
  const { t, fields } = visit;
  const { company, product } = await visit.call.catalog.uses(named(visit));
  const isBack = fields['way'] === 'restore';
  const change = { ...named(visit), seen: seenOf(fields['seen']) };
  try {
    await (isBack ? visit.call.catalog.restore(change) : visit.call.catalog.remove(change));
  } catch (error) {
    return askDelete(visit, refusalOf(error, []).message);
  }
  const text = t(isBack ? 'catalog.delete.restored' : 'catalog.delete.deleted', { name: product.name });
  const own = `/catalog/${company.slug}/products/${product.id}/`;
  return { redirect: isBack ? own : `/catalog/${company.slug}/`, flash: { level: 'success', text } };
};

async function askDelete(visit: Visit, message: string | null): Promise<Shown> {
  const { t, formats } = visit;
  const { company, product, uses } = await visit.call.catalog.uses(named(visit));
  const isBack = product.deletedAt !== null;
  const way = isBack ? 'restore' : 'delete';
  const count = (name: string, value: number) => ({
    name: t(`catalog.delete.uses.${name}`),
    count: formats.count(value),
  });
  return confirmPage({
    title: t(`catalog.delete.${way}Title`, { name: product.name }),
    lead: product.code,
    effects: [t(`catalog.delete.${way}Effect`), t(`catalog.delete.${way}More`)],
    counts: [
      ...[count('barcodes', uses.barcodes), count('variants', uses.variants), count('campaigns', uses.campaigns)],
      ...[count('keys', uses.keys), { name: t('catalog.delete.uses.stock'), count: formats.quantity(uses.stockE4) }],
    ],
    message,
    hidden: { seen: String(product.seen), way },
    submit: t(`catalog.delete.${way}`),
    isHarmless: isBack,
    cancelHref: `/catalog/${company.slug}/products/${product.id}/`,
    active: 'catalog',
    crumbs: [{ name: product.name, href: `/catalog/${company.slug}/products/${product.id}/` }],
  });
}

function slugOf({ params }: Visit): string {
  return params['slug'] ?? '';
}

function named({ params }: Visit) {
  return { company: params['slug'] ?? '', id: params['id'] ?? '' };
}

function onlyErrors(errors: Errors): Refusal {
  return { errors, message: null };
}

function withWarnings(visit: Visit, text: string, barcodes: readonly string[]) {
  const warnings = barcodeWarnings(
    barcodes.map((barcode) => ({ barcode })),
    visit,
  );
  if (warnings.length === 0) return { level: 'success' as const, text };
  return { level: 'warning' as const, text: [text, ...warnings.slice(0, 3)].join(' ') };
}
