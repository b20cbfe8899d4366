import { currencies } from '../../core/currencies.ts';
import type { Ctx } from '../../db/index.ts';
import { countries } from './countries.ts';
import { cities, districts, regions } from './places.ts';
import {
  putCampaignTypes,
  putCities,
  putCountries,
  putCurrencies,
  putDiscountTypes,
  putDistricts,
  putDocumentTypes,
  putRegions,
} from './put-reference.ts';

/** Codes that terminals look up (protocol 3.2). */
const discountTypes = [
  ['NONE', 'No discount'],
  ['PERSONAL', 'Personal discount'],
  ['MANAGER', 'Manager discount'],
  ['CUSTOMER_SATISFACTION', 'Customer satisfaction'],
  ['PRODUCT', 'Product discount'],
  ['LOYALTY', 'Loyalty points'],
  ['CAMPAIGN', 'Campaign'],
] as const;

/** Names that terminals know, in the order of their numbers (protocol 3.2). */
const documentTypes = [
  ['FISCAL_RECEIPT', 'Receipt'],
  ['NONE_FISCAL_RECEIPT', 'Non-fiscal receipt'],
  ['NONE_FISCAL_INVOICE', 'Invoice'],
  ['NONE_FISCAL_E_INVOICE', 'Electronic invoice'],
  ['NONE_FISCAL_E_ARCHIVE_INVOICE', 'Electronic archive invoice'],
  ['NONE_FISCAL_DIPLOMATIC_RECEIPT', 'Diplomatic receipt'],
  ['NONE_FISCAL_WAYBILL', 'Waybill'],
  ['NONE_FISCAL_DELIVERY_NOTE', 'Delivery note'],
  ['NONE_FISCAL_CASH_OUT_FLOW', 'Cash paid out'],
  ['NONE_FISCAL_CASH_IN_FLOW', 'Cash paid in'],
  ['NONE_FISCAL_RETURN', 'Return'],
  ['NONE_FISCAL_SELF_BILLING_INVOICE', 'Self-billing invoice'],
] as const;

const campaignTypes = [
  ['PRODUCT_DISCOUNT', 'Product discount', 'Money or a percentage off chosen products'],
  ['BASKET_DISCOUNT', 'Basket discount', 'Money or a percentage off the whole basket'],
  ['BUY_X_GET_Y', 'Buy some, get some', 'Some pieces of a product are free'],
  ['TIME_BASED', 'Time of day', 'An offer for certain hours or days'],
  ['PAYMENT_DISCOUNT', 'Payment discount', 'An offer for a kind of payment'],
] as const;

/** Fills a hub that knows nothing yet; asks one cheap question otherwise, so it may stand in every start. */
export async function ensureReferenceData(ctx: Ctx): Promise<void> {
  const known = await ctx.db.reader.currency.findFirst({ where: { companyId: null }, select: { id: true } });
  if (!known) await seedReferenceData(ctx);
}

/** Fills what the hub knows for everybody. Rows that are there keep their ids for ever; safe to repeat. */
export async function seedReferenceData(ctx: Ctx): Promise<void> {
  const companyId = null;
  await putCurrencies(ctx, {
    companyId,
    rows: currencies.map(({ code, numeric, decimals, symbol, name }, index) => ({
      code,
      number: index + 1,
      name,
      numericCode: numeric,
      symbol,
      signDirection: 'LEFT',
      decimalPlaces: decimals,
    })),
  });
  await putDiscountTypes(ctx, {
    companyId,
    rows: discountTypes.map(([code, name]) => ({ code, name, displayName: name })),
  });
  await putDocumentTypes(ctx, {
    companyId,
    rows: documentTypes.map(([name, displayName], index) => ({ number: index + 1, name, displayName })),
  });
  await putCampaignTypes(ctx, {
    companyId,
    rows: campaignTypes.map(([code, name, description], index) => ({
      code,
      name,
      description,
      displayOrder: index + 1,
    })),
  });
  await seedPlaces(ctx);
}

async function seedPlaces(ctx: Ctx): Promise<void> {
  const companyId = null;
  const { ids } = await putCountries(ctx, {
    companyId,
    rows: countries.map(([isoAlpha2, isoAlpha3, isoNumeric, name]) => ({ isoAlpha2, isoAlpha3, isoNumeric, name })),
  });
  const countryIds = new Map<string, string>(countries.map(([letters], index) => [letters, ids[index] as string]));
  const countryId = (letters: string) => countryIds.get(letters) as string;
  await putRegions(ctx, {
    companyId,
    rows: regions.flatMap(({ country, kind, regions: list }) =>
      list.map((entry, index) => {
        const [regionCode = '', name = ''] = entry.split('|');
        return {
          countryId: countryId(country),
          regionCode,
          name,
          iso31662: `${country}-${regionCode}`,
          regionType: kind,
          displayOrder: String(index + 1).padStart(2, '0'),
        };
      }),
    ),
  });
  const cityRows = cities.map((entry, index) => {
    const [country = '', shortName = '', name = ''] = entry.split('|');
    const code = `${country}-${shortName}`;
    return { code, name, shortName, countryId: countryId(country), numericCode: index + 1 };
  });
  const { ids: cityIds } = await putCities(ctx, { companyId, rows: cityRows });
  const cityIdOf = new Map(cityRows.map(({ code }, index) => [code, cityIds[index] as string]));
  await putDistricts(ctx, {
    companyId,
    rows: districts.map((entry, index) => {
      const [cityCode = '', shortName = '', name = ''] = entry.split('|');
      const code = `${cityCode}-${shortName}`;
      return { code, name, shortName, cityId: cityIdOf.get(cityCode) as string, numericCode: index + 1 };
    }),
  });
}
