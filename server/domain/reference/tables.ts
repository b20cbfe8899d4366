/** What the hub knows for everybody, and what a company may add of its own: countries, currencies, kinds of documents. */

import { field, masterTable } from '../master-data/index.ts';

const action = 'catalog.write';

export const countries = masterTable({
  table: 'countries',
  subject: 'country',
  action,
  key: ['isoAlpha2'],
  fields: {
    isoAlpha2: field.text(2),
    isoAlpha3: field.optionalText(3),
    isoNumeric: field.optionalInteger(),
    name: field.text(100),
  },
});

export const regions = masterTable({
  table: 'country_regions',
  subject: 'country_region',
  action,
  key: ['countryId', 'regionCode'],
  uniques: [['country_id', 'region_code']],
  references: { countryId: { table: 'countries', key: 'text' } },
  fields: {
    countryId: field.reference(),
    regionCode: field.text(10),
    name: field.text(200),
    iso31662: field.inColumn('iso_3166_2', field.optionalText(15)),
    regionType: field.optionalText(50),
    displayOrder: field.optionalText(10),
    hasSpecialRequirements: field.flag(false),
    description: field.optionalText(2000),
    metadata: field.optionalJson(),
  },
});

export const cities = masterTable({
  table: 'cities',
  subject: 'city',
  action,
  key: ['code'],
  references: { countryId: { table: 'countries', key: 'text' } },
  fields: {
    code: field.text(20),
    name: field.text(100),
    countryId: field.reference(),
    shortName: field.optionalText(10),
    numericCode: field.optionalInteger(),
  },
});

export const districts = masterTable({
  table: 'districts',
  subject: 'district',
  action,
  key: ['code'],
  references: { cityId: { table: 'cities', key: 'text' } },
  fields: {
    code: field.text(20),
    name: field.text(100),
    cityId: field.reference(),
    shortName: field.optionalText(10),
    numericCode: field.optionalInteger(),
  },
});

export const currencies = masterTable({
  table: 'currencies',
  subject: 'currency',
  action,
  key: ['code'],
  fields: {
    code: field.currencyCode(),
    number: field.integer(),
    name: field.text(50),
    numericCode: field.optionalInteger(),
    symbol: field.optionalText(10),
    signDirection: field.optionalText(10),
    decimalPlaces: field.defaultInteger(2),
  },
});

export const discountTypes = masterTable({
  table: 'discount_types',
  subject: 'discount_type',
  action,
  key: ['code'],
  fields: {
    code: field.text(50),
    name: field.text(50),
    displayName: field.optionalText(50),
    description: field.optionalText(150),
  },
});

export const documentTypes = masterTable({
  table: 'document_types',
  subject: 'document_type',
  action,
  key: ['number'],
  fields: {
    number: field.integer(),
    name: field.text(50),
    displayName: field.optionalText(50),
    description: field.optionalText(150),
  },
});

export const campaignTypes = masterTable({
  table: 'campaign_types',
  subject: 'campaign_type',
  action,
  key: ['code'],
  fields: {
    code: field.text(50),
    name: field.text(100),
    description: field.optionalText(2000),
    icon: field.optionalText(100),
    settings: field.optionalJson(),
    displayOrder: field.defaultInteger(0),
    isActive: field.flag(true),
  },
});

export const paymentTypes = masterTable({
  table: 'payment_types',
  subject: 'payment_type',
  action,
  key: ['number'],
  uniques: [['company_id', 'number']],
  fields: {
    number: field.integer(),
    name: field.text(50),
    description: field.optionalText(150),
    cultureInfo: field.defaultText(10, 'en-GB'),
  },
});
