import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { confirmPage, noRefusal, type Refusal, refusalOf, seenOf, wholeOf } from '../shop-forms.ts';
import { fullName } from './list.ts';

const template = loadTemplate(new URL('../../views/cashiers/form.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['cashiers']['get']>>;
type Blank = Awaited<ReturnType<Caller['cashiers']['blank']>>;
type Typed = Readonly<Record<string, string>>;

const shownFields = ['number', 'userName', 'firstName', 'lastName', 'description', 'password', 'places'];

interface Said {
  typed: Typed;
  refusal: Refusal;
}

/** Somebody new. */
export const newCashierPage: PageHandler = async (visit) => {
  const blank = await visit.call.cashiers.blank({ company: visit.params['slug'] ?? '' });
  const only = blank.places.length === 1 ? blank.places[0] : undefined;
  const typed: Typed = only ? { [`store.${only.id}`]: 'all' } : {};
  return formShown(visit, { ...blank, cashier: null }, { typed, refusal: noRefusal });
};

export const newCashierForm: FormHandler = async (visit) => {
  const { call, fields: typed, t } = visit;
  const blank = await call.cashiers.blank({ company: visit.params['slug'] ?? '' });
  try {
    const { password = '' } = typed;
    await call.cashiers.add({
      company: blank.company.slug,
      ...profileOf(typed),
      password,
      places: placesOf(typed, blank),
    });
  } catch (error) {
    return formShown(visit, { ...blank, cashier: null }, { typed, refusal: refusalOf(error, shownFields) });
  }
  const text = t('cashiers.form.created', { name: `${typed['firstName']} ${typed['lastName'] ?? ''}`.trim() });
  return { redirect: `/cashiers/${blank.company.slug}/`, flash: { level: 'success', text } };
};

/** Somebody known. */
export const cashierPage: PageHandler = async (visit) => {
  const got = await visit.call.cashiers.get(named(visit));
  return formShown(visit, got, { typed: fieldsOf(got), refusal: noRefusal });
};

export const cashierForm: FormHandler = async (visit) => {
  const { call, fields: typed, t } = visit;
  const got = await call.cashiers.get(named(visit));
  const { isOwnBusiness } = got.cashier;
  try {
    await call.cashiers.change({
      ...named(visit),
      seen: seenOf(typed['seen']),
      ...(isOwnBusiness && { profile: profileOf(typed) }),
      ...(isOwnBusiness && typed['password'] ? { password: typed['password'] } : {}),
      places: placesOf(typed, got),
    });
  } catch (error) {
    return formShown(visit, got, { typed, refusal: refusalOf(error, shownFields) });
  }
  const text = t(typed['password'] ? 'cashiers.form.savedPassword' : 'shop.saved', { name: fullName(got.cashier) });
  return { redirect: `/cashiers/${got.company.slug}/`, flash: { level: 'success', text } };
};

function profileOf(typed: Typed) {
  const text = (name: string) => typed[name] ?? '';
  return {
    ...{ number: wholeOf(typed['number']), userName: text('userName'), firstName: text('firstName') },
    ...{ lastName: text('lastName'), description: text('description') },
    isAdministrator: typed['role'] === 'administrator',
    isManager: typed['role'] === 'manager',
  };
}

/** `store.<id>`: nothing, all tills, or chosen ones, each of them `till.<id>`. */
function placesOf(typed: Typed, { places }: Pick<Blank, 'places'>) {
  return places.flatMap((store) => {
    const way = typed[`store.${store.id}`];
    if (way !== 'all' && way !== 'chosen') return [];
    const chosen = store.terminals.filter(({ id }) => typed[`till.${id}`] === 'yes').map(({ id }) => id);
    return [{ storeId: store.id, terminalIds: way === 'all' ? null : chosen }];
  });
}

function fieldsOf({ cashier }: Got): Typed {
  const stores = cashier.stores.flatMap(({ store, allTerminals, terminals }) => [
    [`store.${store.id}`, allTerminals ? 'all' : 'chosen'],
    ...terminals.map(({ terminal }) => [`till.${terminal.id}`, 'yes']),
  ]);
  return {
    number: String(cashier.number),
    userName: cashier.userName,
    firstName: cashier.firstName,
    lastName: cashier.lastName,
    description: cashier.description,
    role: cashier.isAdministrator ? 'administrator' : cashier.isManager ? 'manager' : 'cashier',
    ...Object.fromEntries(stores),
  };
}

type Subject = Omit<Blank, never> & { cashier: Got['cashier'] | null };

function formShown(visit: Visit, subject: Subject, { typed, refusal }: Said): Shown {
  const { t, formats, timeZone } = visit;
  const { company, cashier, places, mayManageAll } = subject;
  const own = `/cashiers/${company.slug}/`;
  const mayManage = places.length > 0 || mayManageAll;
  const roles = (['cashier', 'manager', ...(mayManageAll ? ['administrator'] : [])] as const).map((value) => ({
    ...{ value, name: t(`cashiers.role.${value}`), hint: t(`cashiers.role.${value}Hint`) },
    isChosen: (typed['role'] ?? 'cashier') === value,
  }));
  const setAt = cashier?.passwordSetAt ?? null;
  return {
    title: cashier ? fullName(cashier) : t('cashiers.form.newTitle'),
    template,
    active: 'cashiers',
    model: {
      ...withoutSecret(typed),
      isNew: cashier === null,
      isProfile: cashier === null || cashier.isOwnBusiness,
      mayManage,
      isInactive: cashier !== null && (!cashier.isActive || cashier.deletedAt !== null),
      seen: typed['seen'] ?? (cashier ? String(cashier.version) : ''),
      errors: refusal.errors,
      message: refusal.message,
      roles,
      passwordState:
        cashier === null
          ? null
          : setAt === null
            ? t('cashiers.form.noPassword')
            : t('cashiers.form.passwordSet', { when: formats.instant(setAt, timeZone) }),
      hasNoPassword: cashier !== null && setAt === null,
      stores: places.map((store) => storeModel(typed, store)),
      cancelHref: own,
      changeHref: cashier && mayManage && cashier.isOwnBusiness ? `${own}${cashier.id}/deactivate/` : null,
    },
  };
}

/** What was typed goes back into the form, but never a password. */
function withoutSecret(typed: Typed) {
  const { password: _password, ...rest } = typed;
  return rest;
}

function storeModel(typed: Typed, store: Blank['places'][number]) {
  const way = typed[`store.${store.id}`] ?? '';
  return {
    ...{ id: store.id, name: store.name, code: store.code },
    isNone: way !== 'all' && way !== 'chosen',
    isAll: way === 'all',
    isChosen: way === 'chosen',
    tills: store.terminals.map(({ id, code, name }) => ({
      ...{ id, code, name },
      isChecked: typed[`till.${id}`] === 'yes',
    })),
  };
}

/** Asks before somebody is let go, or taken back. */
export const deactivatePage: PageHandler = (visit) => askActive(visit, null);

export const deactivateForm: FormHandler = async (visit) => {
  const { call, fields, t } = visit;
  const { company, cashier } = await call.cashiers.get(named(visit));
  const isActive = fields['way'] === 'activate';
  try {
    await call.cashiers.setActive({ ...named(visit), seen: seenOf(fields['seen']), isActive });
  } catch (error) {
    return askActive(visit, refusalOf(error, []).message);
  }
  const text = t(isActive ? 'cashiers.active.activated' : 'cashiers.active.deactivated', { name: fullName(cashier) });
  return { redirect: `/cashiers/${company.slug}/`, flash: { level: 'success', text } };
};

async function askActive(visit: Visit, message: string | null): Promise<Shown> {
  const { t, formats } = visit;
  const { company, cashier } = await visit.call.cashiers.get(named(visit));
  const isIn = cashier.isActive && cashier.deletedAt === null;
  const way = isIn ? 'deactivate' : 'activate';
  return confirmPage({
    title: t(`cashiers.active.${way}Title`, { name: fullName(cashier) }),
    effects: [t(`cashiers.active.${way}Effect`)],
    counts: [{ name: t('cashiers.active.stores'), count: formats.count(cashier.stores.length) }],
    message,
    hidden: { seen: String(cashier.version), way },
    submit: t(`cashiers.active.${way}`),
    isHarmless: !isIn,
    cancelHref: `/cashiers/${company.slug}/${cashier.id}/`,
    active: 'cashiers',
    crumbs: [{ name: fullName(cashier), href: `/cashiers/${company.slug}/${cashier.id}/` }],
  });
}

function named({ params }: Visit) {
  return { company: params['slug'] ?? '', id: params['id'] ?? '' };
}
