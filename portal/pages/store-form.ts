/** The form of a store, new or known: what it shows, and what was typed into it. */

import { fiscalProfiles } from '../../server/domain/stores/index.ts';
import type { Caller } from '../trpc/root.ts';
import type { Visit } from '../visit.ts';
import { type Choice, countryChoices, currencyChoices, zoneChoices } from './choices.ts';

type Choices = Awaited<ReturnType<Caller['stores']['blank']>>['choices'];
type Said = Parameters<Caller['stores']['create']>[0];
/** Fields as they stand in the form. */
export type StoreFields = Readonly<Record<string, string>>;

const texts = ['name', 'brandName', 'street', 'blockNo', 'district', 'postalCode', 'phoneNumber', 'email'] as const;

/** A new store as the form shows it first: the company's own ways, and the next free code. */
export function blankFields({ company, usedCodes }: Choices): StoreFields {
  return {
    code: nextCode(usedCodes),
    timeZone: company.timeZone,
    currency: company.currency,
    countryId: company.countryId ?? '',
    dayStart: clockOf(company.dayStartMinutes),
    stockPolicy: 'terminal',
    fiscalProfile: 'none',
  };
}

/** A store as the form shows it before anything was typed. */
export function fieldsOf(store: Awaited<ReturnType<Caller['stores']['profile']>>['store']): StoreFields {
  return {
    ...Object.fromEntries(texts.map((name) => [name, store[name] ?? ''])),
    code: store.code,
    timeZone: store.timeZone,
    currency: store.currency,
    countryId: store.countryId ?? '',
    cityId: store.cityId ?? '',
    warehouseId: store.warehouseId ?? '',
    dayStart: clockOf(store.dayStartMinutes),
    stockPolicy: store.stockPolicy,
    fiscalProfile: store.featureFlags.fiscalProfile,
    restaurantMode: store.featureFlags.restaurantMode ? 'yes' : '',
    version: String(store.version),
  };
}

/** What the form says, as the procedures want it. */
export function saidOf(fields: StoreFields): Omit<Said, 'company' | 'code'> {
  const text = (name: string) => fields[name] ?? '';
  return {
    ...{ name: text('name'), brandName: text('brandName'), street: text('street'), blockNo: text('blockNo') },
    ...{ district: text('district'), postalCode: text('postalCode'), phoneNumber: text('phoneNumber') },
    ...{ email: text('email'), cityId: text('cityId'), countryId: text('countryId') },
    ...{ timeZone: text('timeZone'), currency: text('currency'), warehouseId: text('warehouseId') },
    dayStartMinutes: minutesOf(text('dayStart')),
    stockPolicy: text('stockPolicy') === 'hub' ? 'hub' : 'terminal',
    featureFlags: {
      restaurantMode: text('restaurantMode') === 'yes',
      fiscalProfile: fiscalProfiles.find((profile) => profile === text('fiscalProfile')) ?? 'none',
    },
  };
}

/** The form's fields and choices, for its template. */
export function formModel(fields: StoreFields, choices: Choices, { t, language }: Pick<Visit, 't' | 'language'>) {
  const is = (name: string, value: string) => fields[name] === value;
  const countries = countryChoices(choices.countries, fields['countryId'] ?? '', language);
  return {
    ...fields,
    zones: zoneChoices(fields['timeZone'] ?? ''),
    currencies: currencyChoices(fields['currency'] ?? '', language),
    countries,
    cities: cityGroups(countries, choices.cities, fields['cityId'] ?? ''),
    warehouses: choices.warehouses.map(({ id, code, name }) => ({
      ...{ value: id, name: `${code} · ${name}`, isChosen: is('warehouseId', id) },
    })),
    policies: (['terminal', 'hub'] as const).map((value) => ({
      ...{ value, name: t(`stores.form.policy.${value}`), isChosen: is('stockPolicy', value) },
    })),
    profiles: fiscalProfiles.map((value) => ({
      ...{ value, name: t(`stores.form.fiscal.${value}`), isChosen: is('fiscalProfile', value) },
    })),
  };
}

/** Cities below their countries. */
function cityGroups(countries: readonly Choice[], cities: Choices['cities'], chosen: string) {
  return countries
    .map(({ value, name }) => ({
      name,
      cities: cities
        .filter(({ countryId }) => countryId === value)
        .map((city) => ({ value: city.id, name: city.name, isChosen: city.id === chosen })),
    }))
    .filter((group) => group.cities.length > 0);
}

/** 270 → "04:30". */
function clockOf(minutes: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** "04:30" → 270; NaN for what is no time of day, which the operation refuses. */
function minutesOf(text: string): number {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(text.trim()) ?? [];
  return hours === undefined || Number(minutes) > 59 ? Number.NaN : Number(hours) * 60 + Number(minutes);
}

/** After STORE-001 and STORE-004 comes STORE-005. */
function nextCode(used: readonly string[]): string {
  const numbers = used.map((code) => Number(/^STORE-(\d{1,6})$/.exec(code)?.[1] ?? 0));
  return `STORE-${String(Math.max(0, ...numbers) + 1).padStart(3, '0')}`;
}
