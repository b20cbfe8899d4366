/** Catalogue, prices, customers, offers, loyalty and stock of a company; the result is what its tills sell from. */
import { productPicker, type Shop } from '../../server/cli/simulator/shop.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  putBarcodes,
  putDepartments,
  putProducts,
  putSubDepartments,
  putUnits,
  putVatRates,
} from '../../server/domain/catalog/index.ts';
import { putPrices } from '../../server/domain/pricing/index.ts';
import { putPaymentTypes } from '../../server/domain/reference/index.ts';
import { type Assortment, planAssortment, productsOfMonth } from './assortment.ts';
import { type CustomerIds, putPeople } from './put-customers.ts';
import { putOffers } from './put-offers.ts';
import { putStockPlaces } from './put-stock.ts';
import type { BuiltCompany, BuiltTill } from './set-up-company.ts';

/** Payment types as tills know them (protocol 3.2). */
const paymentTypes = [
  'Cash',
  'Credit Card',
  'Check',
  'Credit',
  'Prepaid Card',
  'Mobile',
  'Bonus',
  'Foreign currency',
  'Payment on credit',
  'Other',
];

/** What a till of the company knows in a month (1 to 12). */
export type ShopOf = (till: BuiltTill, month: number) => Shop;

/** Everything that tills pull, by the operations that people use. */
export async function putMasterData(ctx: Ctx, company: BuiltCompany, seed: string): Promise<ShopOf> {
  const companyId = company.id;
  const assortment = assortmentOf(company, seed);
  await putCatalogue(ctx, company, assortment);
  const customers = await putPeople(ctx, company, seed);
  const campaigns = await putOffers(ctx, company, customers);
  await putStockPlaces(ctx, company);
  const paymentTypeIds = await putPaymentTypes(ctx, {
    companyId,
    rows: paymentTypes.map((name, index) => ({ number: index + 1, name })),
  });
  const shared = { campaigns, paymentTypeIds: paymentTypeIds.ids, ...(await hubIds(ctx, company)), ...customers };
  return shopsOf(company, assortment, shared);
}

/** The same for the same seed. */
export function assortmentOf({ plan }: BuiltCompany, seed: string): Assortment {
  return planAssortment(`${seed}/${plan.officeCode}`, plan.catalogue);
}

async function putCatalogue(ctx: Ctx, company: BuiltCompany, assortment: Assortment): Promise<void> {
  const companyId = company.id;
  const units = await putUnits(ctx, {
    companyId,
    rows: [
      { code: 'EA', name: 'Each', symbol: 'ea' },
      { code: 'KG', name: 'Kilogram', symbol: 'kg' },
    ],
  });
  await putGroups(ctx, companyId, assortment);
  const { vatRateIds, products } = assortment;
  await putProducts(ctx, {
    companyId,
    rows: products.map((product) => ({
      id: product.id,
      code: product.code,
      name: product.name,
      shortName: product.name.slice(0, 50),
      mainGroupId: product.mainGroupId,
      subGroupId: product.subGroupId,
      vatRateId: vatRateIds.get(product.vatNumber) ?? null,
      vatNumber: product.vatNumber,
      unitId: units.ids[product.isWeighed ? 1 : 0] ?? null,
      purchasePriceE4: product.costE4,
      minStockE4: 100_000n,
      maxStockE4: 1_500_000n,
      isScalable: product.isWeighed,
    })),
  });
  await putBarcodes(ctx, {
    companyId,
    rows: products.map(({ id, barcodeId, barcode }) => ({ id: barcodeId, productId: id, barcode })),
  });
  await putPrices(ctx, {
    companyId,
    rows: products.map(({ id, priceE4 }) => ({ productId: id, currency: company.plan.currency, priceE4 })),
  });
}

/** VAT rates, departments and their divisions. */
async function putGroups(ctx: Ctx, companyId: number, assortment: Assortment): Promise<void> {
  const { vatRateIds, groupIds, vatRates, departments } = assortment;
  const groupId = (code: string) => groupIds.get(code) as string;
  await putVatRates(ctx, {
    companyId,
    rows: vatRates.map((rate) => ({ ...rate, id: vatRateIds.get(rate.number) as string })),
  });
  await putDepartments(ctx, {
    companyId,
    rows: departments.map(({ code, name, vatNumber }) => ({
      id: groupId(code),
      code,
      name,
      vatRateId: vatRateIds.get(vatNumber) ?? null,
    })),
  });
  await putSubDepartments(ctx, {
    companyId,
    rows: departments.flatMap(({ code: mainCode, subGroups }) =>
      subGroups.map(({ code, name }) => ({ id: groupId(code), code, name, mainGroupId: groupId(mainCode) })),
    ),
  });
}

/** Ids of the hub's own rows that documents name. */
async function hubIds(ctx: Ctx, { plan }: BuiltCompany) {
  const { reader } = ctx.db;
  const currency = await reader.currency.findFirstOrThrow({ where: { companyId: null, code: plan.currency } });
  const discounts = await reader.discountType.findMany({ where: { companyId: null } });
  const documents = await reader.documentType.findMany({ where: { companyId: null }, orderBy: { number: 'asc' } });
  return {
    currencyId: currency.id,
    decimals: currency.decimalPlaces,
    discountTypeIds: Object.fromEntries(discounts.map(({ code, id }) => [code, id])),
    documentTypeIds: Object.fromEntries(documents.map(({ name, id }) => [name, id])),
  };
}

type Shared = Awaited<ReturnType<typeof hubIds>> & CustomerIds & Pick<Shop, 'campaigns' | 'paymentTypeIds'>;

function shopsOf(company: BuiltCompany, assortment: Assortment, shared: Shared): ShopOf {
  const months = Array.from({ length: 12 }, (_, index) => {
    const products = productsOfMonth(assortment.products, index + 1);
    return { products, pickProduct: productPicker(products) };
  });
  const departments = assortment.departments.map(({ code, subGroups, vatNumber }) => ({
    id: assortment.groupIds.get(code) as string,
    subGroupId: assortment.groupIds.get(subGroups[0]?.code ?? '') ?? null,
    vatBasisPoints: assortment.vatRates.find(({ number }) => number === vatNumber)?.rateBasisPoints ?? 0,
  }));
  return (till, month) => ({
    ...(months[month - 1] as (typeof months)[number]),
    ...shared,
    departments,
    storeId: till.store.uuid,
    terminalId: till.uuid,
    posNumber: till.number,
    currency: company.plan.currency,
    zone: company.plan.timeZone,
    cashierIds: till.store.cashierIds,
    administratorId: company.administratorId,
  });
}
