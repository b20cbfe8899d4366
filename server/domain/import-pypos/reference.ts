/** Countries, currencies and kinds of things: the company gets them as its own, under the till's ids. */

import { pricingTables } from '../pricing/index.ts';
import { referenceTables } from '../reference/index.ts';
import { type Adoption, adoption } from './adopt.ts';
import type { Cells } from './cells.ts';

const place = (c: Cells) => ({
  code: c.text('code', 20) ?? '',
  name: c.text('name', 100) ?? '',
  shortName: c.text('short_name', 10),
  numericCode: c.int('numeric_code'),
});

export const referenceAdoptions: readonly Adoption[] = [
  adoption(referenceTables.countries, {
    from: 'country',
    row: (c) => ({
      ...c.keys,
      isoAlpha2: c.text('iso_alpha2', 2) ?? '',
      isoAlpha3: c.text('iso_alpha3', 3),
      isoNumeric: c.int('iso_numeric'),
      name: c.text('name', 100) ?? '',
    }),
  }),
  adoption(referenceTables.regions, {
    from: 'country_region',
    row: (c) => ({
      ...c.keys,
      countryId: c.reference('fk_country_id') ?? '',
      regionCode: c.text('region_code', 10) ?? '',
      name: c.text('name', 200) ?? '',
      iso31662: c.text('iso_3166_2', 15),
      regionType: c.text('region_type', 50),
      displayOrder: c.text('display_order', 10),
      hasSpecialRequirements: c.flag('has_special_requirements', false),
      description: c.text('description', 2000),
      metadata: c.json('metadata_json'),
    }),
  }),
  adoption(referenceTables.cities, {
    from: 'city',
    row: (c) => ({ ...c.keys, ...place(c), countryId: c.reference('fk_country_id') ?? '' }),
  }),
  adoption(referenceTables.districts, {
    from: 'district',
    row: (c) => ({ ...c.keys, ...place(c), cityId: c.reference('fk_city_id') ?? '' }),
  }),
  adoption(referenceTables.currencies, {
    from: 'currency',
    row: (c) => ({
      ...c.keys,
      number: c.int('no') ?? 0,
      code: c.text('sign', 10)?.toUpperCase() ?? '',
      name: c.text('name', 50) ?? '',
      numericCode: c.int('currency_code'),
      symbol: c.text('currency_symbol', 10),
      signDirection: c.text('sign_direction', 10),
      decimalPlaces: c.int('decimal_places') ?? 2,
    }),
  }),
  adoption(pricingTables.currencyRates, {
    from: 'currency_table',
    row: (c) => ({
      ...c.keys,
      baseCurrencyId: c.reference('fk_base_currency_id') ?? '',
      targetCurrencyId: c.reference('fk_target_currency_id') ?? '',
      rateE6: c.scaled('rate', 6) ?? 0n,
    }),
  }),
  adoption(referenceTables.paymentTypes, {
    from: 'payment_type',
    row: (c) => ({
      ...c.keys,
      number: c.int('type_no') ?? 0,
      name: c.text('type_name', 50) ?? '',
      description: c.text('type_description', 150),
      cultureInfo: c.text('culture_info', 10) ?? 'en-GB',
    }),
  }),
  adoption(referenceTables.discountTypes, {
    from: 'transaction_discount_type',
    row: (c) => {
      const name = c.text('name', 50);
      return {
        ...c.keys,
        code: c.text('code', 50) ?? '',
        name: name ?? c.text('code', 50) ?? '',
        displayName: c.text('display_name', 50),
        description: c.text('description', 150),
      };
    },
  }),
  adoption(referenceTables.documentTypes, {
    from: 'transaction_document_type',
    row: (c) => ({
      ...c.keys,
      number: c.int('no') ?? 0,
      name: c.text('name', 50) ?? '',
      displayName: c.text('display_name', 50),
      description: c.text('description', 150),
    }),
  }),
  adoption(referenceTables.campaignTypes, {
    from: 'campaign_type',
    row: (c) => ({
      ...c.keys,
      code: c.text('code', 50) ?? '',
      name: c.text('name', 100) ?? '',
      description: c.text('description', 2000),
      icon: c.text('icon', 100),
      settings: c.json('settings_json'),
      displayOrder: c.int('display_order') ?? 0,
      isActive: c.flag('is_active', true),
    }),
  }),
];
