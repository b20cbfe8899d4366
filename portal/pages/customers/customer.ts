import { Readable } from 'node:stream';
import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { confirmPage, type Field, formPage, noRefusal, type Refusal, refusalOf, seenOf } from '../shop-forms.ts';

const beside = loadTemplate(new URL('../../views/customers/beside.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['customers']['get']>>;
type Customer = Got['customer'];
type Typed = Readonly<Record<string, string>>;

const texts = [
  'name',
  'lastName',
  'phoneNumber',
  'email',
  'addressLine1',
  'addressLine2',
  'addressLine3',
  'zipCode',
  'taxId',
] as const;
const consents = ['marketingConsent', 'smsConsent', 'emailConsent'] as const;
const shownFields = [...texts, 'dateOfBirth', 'description', ...consents];
const longest: Readonly<Record<string, number>> = { name: 50, lastName: 50, phoneNumber: 40, zipCode: 50, taxId: 50 };

/** Somebody new. */
export const newCustomerPage: PageHandler = async (visit) => newPage(visit, { typed: {}, refusal: noRefusal });

export const newCustomerForm: FormHandler = async (visit) => {
  const company = visit.params['slug'] ?? '';
  try {
    await visit.call.customers.save({ company, ...saidOf(visit.fields) });
  } catch (error) {
    return newPage(visit, { typed: visit.fields, refusal: refusalOf(error, shownFields) });
  }
  const text = visit.t('customers.form.created', { name: nameOf(visit.fields) });
  return { redirect: `/customers/${company}/`, flash: { level: 'success', text } };
};

interface Said {
  typed: Typed;
  refusal: Refusal;
}

async function newPage(visit: Visit, { typed, refusal }: Said): Promise<Shown> {
  const { company } = await visit.call.customers.blank({ company: visit.params['slug'] ?? '' });
  return formPage({
    title: visit.t('customers.form.newTitle'),
    fields: formFields(visit, typed),
    refusal,
    submit: visit.t('customers.form.create'),
    cancelHref: `/customers/${company.slug}/`,
    active: 'customers',
  });
}

/** Somebody known. */
export const customerPage: PageHandler = async (visit) => {
  const got = await visit.call.customers.get(named(visit));
  return editPage(visit, got, { typed: fieldsOf(got.customer), refusal: noRefusal });
};

export const customerForm: FormHandler = async (visit) => {
  const { fields: typed, call, t } = visit;
  const got = await call.customers.get(named(visit));
  try {
    const said = { company: got.company.slug, id: got.customer.id, seen: seenOf(typed['seen']), ...saidOf(typed) };
    await call.customers.save(said);
  } catch (error) {
    return editPage(visit, got, { typed, refusal: refusalOf(error, shownFields) });
  }
  const own = `/customers/${got.company.slug}/${got.customer.id}/`;
  return { redirect: own, flash: { level: 'success', text: t('shop.saved', { name: nameOf(typed) }) } };
};

function editPage(visit: Visit, { company, customer, mayWrite }: Got, { typed, refusal }: Said): Shown {
  const { t, formats } = visit;
  const own = `/customers/${company.slug}/${customer.id}/`;
  const isErased = customer.erasedAt !== null;
  const { membership } = customer;
  const title = isErased ? t('customers.list.erasedName') : nameOf(fieldsOf(customer));
  const model = {
    isErased,
    isWalkIn: customer.isWalkIn,
    isInactive: !customer.isActive || customer.deletedAt !== null,
    mayWrite,
    membership: membership && {
      program: membership.program.name,
      tier: membership.tier?.name ?? '',
      points: formats.count(membership.availablePoints),
      card: membership.cardNumber,
    },
    exportHref: `${own}export/`,
    activeHref: `${own}active/`,
    eraseHref: `${own}erase/`,
  };
  if (isErased || !mayWrite) {
    const facts = isErased ? [] : formFields(visit, typed).flatMap(readOnly);
    return { title, template: beside, active: 'customers', model: { ...model, facts } };
  }
  return formPage({
    title,
    fields: formFields(visit, typed),
    refusal,
    hidden: { seen: typed['seen'] ?? String(customer.version) },
    submit: t('shop.save'),
    cancelHref: `/customers/${company.slug}/`,
    active: 'customers',
    after: { template: beside, model },
  });
}

function readOnly({ label, kind, value = '', isChecked }: Field) {
  const shown = kind === 'check' ? (isChecked ? '✓' : '–') : value;
  return shown === '' || kind === 'heading' ? [] : [{ label, value: shown }];
}

function formFields({ t }: Pick<Visit, 't'>, typed: Typed): Field[] {
  const label = (name: string) => t(`customers.form.${name}`);
  const field = (name: string, more: Partial<Field> = {}): Field => ({
    ...{ name, label: label(name), value: typed[name] ?? '', max: longest[name] ?? 100, isOptional: name !== 'name' },
    ...more,
  });
  return [
    field('name'),
    field('lastName'),
    field('phoneNumber', { mode: 'tel', hint: label('phoneHint') }),
    field('email', { mode: 'email' }),
    ...(['addressLine1', 'addressLine2', 'addressLine3', 'zipCode', 'taxId'] as const).map((name) => field(name)),
    field('dateOfBirth', { kind: 'date' }),
    field('description', { kind: 'area' }),
    { name: 'consents', kind: 'heading', label: label('consents'), hint: label('consentsHint') },
    ...consents.map((name) => field(name, { kind: 'check', isChecked: typed[name] === 'yes' })),
  ];
}

function fieldsOf(customer: Customer): Typed {
  const { tillFields } = customer;
  return {
    ...Object.fromEntries(texts.map((name) => [name, customer[name] ?? ''])),
    dateOfBirth: tillFields.dateOfBirth,
    description: tillFields.description,
    ...Object.fromEntries(consents.map((name) => [name, tillFields[name] ? 'yes' : ''])),
  };
}

function saidOf(typed: Typed) {
  const text = (name: string) => typed[name] ?? '';
  const isOn = (name: string) => typed[name] === 'yes';
  return {
    ...{ name: text('name'), lastName: text('lastName'), phoneNumber: text('phoneNumber'), email: text('email') },
    ...{ addressLine1: text('addressLine1'), addressLine2: text('addressLine2'), addressLine3: text('addressLine3') },
    ...{ zipCode: text('zipCode'), taxId: text('taxId'), dateOfBirth: text('dateOfBirth') },
    description: text('description'),
    ...{
      marketingConsent: isOn('marketingConsent'),
      smsConsent: isOn('smsConsent'),
      emailConsent: isOn('emailConsent'),
    },
  };
}

function nameOf(typed: Typed): string {
  return `${typed['name'] ?? ''} ${typed['lastName'] ?? ''}`.trim();
}

/** Everything about one person, as a file. */
export const exportCustomerPage: PageHandler = async (visit) => {
  const found = await visit.call.customers.export(named(visit));
  const plain = (_name: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
  const text = `${JSON.stringify(found, plain, 2)}\n`;
  return {
    download: {
      fileName: `customer-${named(visit).id.slice(0, 8)}.json`,
      mediaType: 'application/json',
      open: () => Readable.from([text]),
    },
  };
};

/** Asks before somebody is taken out of use, or back in. */
export const customerActivePage: PageHandler = (visit) => askActive(visit, null);

export const customerActiveForm: FormHandler = async (visit) => {
  const { call, fields, t } = visit;
  const { company, customer } = await call.customers.get(named(visit));
  const isActive = fields['way'] === 'activate';
  try {
    await call.customers.setActive({ ...named(visit), seen: seenOf(fields['seen']), isActive });
  } catch (error) {
    return askActive(visit, refusalOf(error, []).message);
  }
  const text = t(isActive ? 'customers.active.activated' : 'customers.active.deactivated', {
    name: nameOf(fieldsOf(customer)),
  });
  return { redirect: `/customers/${company.slug}/`, flash: { level: 'success', text } };
};

async function askActive(visit: Visit, message: string | null): Promise<Shown> {
  const { t } = visit;
  const { company, customer } = await visit.call.customers.get(named(visit));
  const way = customer.isActive ? 'deactivate' : 'activate';
  const name = nameOf(fieldsOf(customer));
  return confirmPage({
    title: t(`customers.active.${way}Title`, { name }),
    effects: [t(`customers.active.${way}Effect`)],
    message,
    hidden: { seen: String(customer.version), way },
    submit: t(`customers.active.${way}`),
    isHarmless: !customer.isActive,
    cancelHref: `/customers/${company.slug}/${customer.id}/`,
    active: 'customers',
    crumbs: [{ name, href: `/customers/${company.slug}/${customer.id}/` }],
  });
}

/** Asks before everything personal is taken out for good. */
export const erasePage: PageHandler = (visit) => askErase(visit, null);

export const eraseForm: FormHandler = async (visit) => {
  const { call, fields, t } = visit;
  const { company } = await call.customers.get(named(visit));
  try {
    await call.customers.erase({ ...named(visit), seen: seenOf(fields['seen']) });
  } catch (error) {
    return askErase(visit, refusalOf(error, []).message);
  }
  return { redirect: `/customers/${company.slug}/`, flash: { level: 'success', text: t('customers.erase.erased') } };
};

async function askErase(visit: Visit, message: string | null): Promise<Shown> {
  const { t, formats } = visit;
  const { company, customer, documents } = await visit.call.customers.uses(named(visit));
  const name = nameOf(fieldsOf(customer));
  const { membership } = customer;
  return confirmPage({
    title: t('customers.erase.title', { name }),
    effects: [t('customers.erase.effect'), t('customers.erase.stays')],
    counts: [
      { name: t('customers.erase.receipts'), count: formats.count(documents) },
      { name: t('customers.erase.points'), count: formats.count(membership?.availablePoints ?? 0) },
    ],
    message,
    hidden: { seen: String(customer.version) },
    submit: t('customers.erase.erase'),
    cancelHref: `/customers/${company.slug}/${customer.id}/`,
    active: 'customers',
    crumbs: [{ name, href: `/customers/${company.slug}/${customer.id}/` }],
  });
}

function named({ params }: Visit) {
  return { company: params['slug'] ?? '', id: params['id'] ?? '' };
}
