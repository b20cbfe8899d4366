/** Countries, currencies, kinds of payments, discounts and documents. */
import { bool, int, jsonText, percent, rate4, text, textOrNull, uuid } from '../kinds.ts';
import { resource } from '../resource.ts';

export const countries = resource({
  name: 'countries',
  table: 'countries',
  owner: 'shared',
  uniques: [['iso_alpha2']],
  blocks: 'none',
  fields: {
    name: text('name'),
    iso_alpha2: text('iso_alpha2'),
    iso_alpha3: textOrNull('iso_alpha3'),
    iso_numeric: int('iso_numeric'),
  },
});

export const countryRegions = resource({
  name: 'country_regions',
  table: 'country_regions',
  owner: 'shared',
  uniques: [['fk_country_id', 'region_code']],
  blocks: 'A+S',
  fields: {
    fk_country_id: uuid('country_id'),
    region_code: text('region_code'),
    name: text('name'),
    iso_3166_2: textOrNull('iso_3166_2'),
    region_type: textOrNull('region_type'),
    display_order: textOrNull('display_order'),
    metadata_json: jsonText('metadata'),
    description: textOrNull('description'),
    has_special_requirements: bool('has_special_requirements'),
  },
});

const placeFields = {
  name: text('name'),
  code: text('code'),
  short_name: textOrNull('short_name'),
  numeric_code: int('numeric_code'),
};

export const cities = resource({
  name: 'cities',
  table: 'cities',
  owner: 'shared',
  uniques: [['code']],
  blocks: 'none',
  fields: { ...placeFields, fk_country_id: uuid('country_id') },
});

export const districts = resource({
  name: 'districts',
  table: 'districts',
  owner: 'shared',
  uniques: [['code']],
  blocks: 'none',
  fields: { ...placeFields, fk_city_id: uuid('city_id') },
});

export const currencies = resource({
  name: 'currencies',
  table: 'currencies',
  owner: 'shared',
  uniques: [['no'], ['sign']],
  blocks: 'A+S',
  fields: {
    no: int('number'),
    name: text('name'),
    currency_code: int('numeric_code'),
    sign: text('code'),
    sign_direction: textOrNull('sign_direction'),
    currency_symbol: textOrNull('symbol'),
    decimal_places: int('decimal_places'),
  },
});

export const currencyTable = resource({
  name: 'currency_table',
  table: 'currency_rates',
  owner: 'own',
  blocks: 'A+S',
  fields: {
    fk_base_currency_id: uuid('base_currency_id'),
    fk_target_currency_id: uuid('target_currency_id'),
    rate: rate4('rate_e6'),
  },
});

export const paymentTypes = resource({
  name: 'payment_types',
  table: 'payment_types',
  owner: 'own',
  blocks: 'A+S',
  fields: {
    type_no: int('number'),
    type_name: text('name'),
    type_description: textOrNull('description'),
    culture_info: text('culture_info'),
  },
});

export const vatRates = resource({
  name: 'vat_rates',
  table: 'vat_rates',
  owner: 'own',
  blocks: 'A+S',
  fields: {
    no: int('number'),
    name: text('name'),
    rate: percent('rate_basis_points'),
    description: textOrNull('description'),
  },
});

export const discountTypes = resource({
  name: 'transaction_discount_types',
  table: 'discount_types',
  owner: 'shared',
  uniques: [['code']],
  blocks: 'A+S',
  fields: {
    code: text('code'),
    name: text('name'),
    display_name: textOrNull('display_name'),
    description: textOrNull('description'),
  },
});

export const documentTypes = resource({
  name: 'transaction_document_types',
  table: 'document_types',
  owner: 'shared',
  uniques: [['no'], ['name']],
  blocks: 'A+S',
  fields: {
    no: int('number'),
    name: text('name'),
    display_name: textOrNull('display_name'),
    description: textOrNull('description'),
  },
});
