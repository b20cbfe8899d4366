import { describe, expect, it } from 'vitest';
import { seedReferenceData } from '../../../server/domain/reference/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx } from '../../support/hub.ts';

const test = withDatabase();

describe('reference data', () => {
  it('is created once: a second run changes nothing', async () => {
    const ctx = hubCtx(test.db);
    await seedReferenceData(ctx);
    const read = async () => ({
      currencies: await test.db.reader.currency.findMany({ orderBy: { id: 'asc' } }),
      countries: await test.db.reader.country.findMany({ orderBy: { id: 'asc' } }),
      cities: await test.db.reader.city.findMany({ orderBy: { id: 'asc' } }),
      audit: await test.db.reader.auditEntry.count(),
    });
    const first = await read();
    await seedReferenceData(ctx);
    expect(await read()).toEqual(first);
  });

  it('knows every country of ISO 3166 and the currencies with their decimals', async () => {
    await seedReferenceData(hubCtx(test.db));
    expect(await test.db.reader.country.count()).toBe(249);
    const yen = await test.db.reader.currency.findFirstOrThrow({ where: { code: 'JPY' } });
    expect(yen).toMatchObject({ decimalPlaces: 0, numericCode: 392, companyId: null });
  });

  it('has the codes that terminals look up', async () => {
    await seedReferenceData(hubCtx(test.db));
    const discounts = await test.db.reader.discountType.findMany({ select: { code: true } });
    expect(discounts.map(({ code }) => code).sort()).toEqual(
      ['NONE', 'PERSONAL', 'MANAGER', 'CUSTOMER_SATISFACTION', 'PRODUCT', 'LOYALTY', 'CAMPAIGN'].sort(),
    );
    const documents = await test.db.reader.documentType.findMany({ orderBy: { number: 'asc' } });
    expect(documents).toHaveLength(12);
    expect(documents[0]).toMatchObject({ number: 1, name: 'FISCAL_RECEIPT' });
  });
});
