import { describe, expect, it } from 'vitest';
import { newId } from '../../../server/core/ids.ts';
import { deriveContext } from '../../../server/db/index.ts';
import { putDepartments, putProducts, putSubDepartments } from '../../../server/domain/catalog/index.ts';
import { putCampaigns, putPrices } from '../../../server/domain/pricing/index.ts';
import { putCampaignTypes } from '../../../server/domain/reference/index.ts';
import { createStore } from '../../../server/domain/stores/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, someCompany } from '../../support/hub.ts';

const test = withDatabase();

async function priced() {
  const ctx = hubCtx(test.db);
  const companyId = await someCompany(test.db);
  const store = await createStore(ctx, { companyId, code: 'S1', name: 'One' });
  const other = await createStore(ctx, { companyId, code: 'S2', name: 'Two' });
  const main = await putDepartments(ctx, { companyId, rows: [{ code: '1', name: 'All' }] });
  const sub = await putSubDepartments(ctx, { companyId, rows: [{ code: '100', name: 'All' }] });
  const product = await putProducts(ctx, {
    companyId,
    rows: [{ code: 'A', name: 'A', mainGroupId: main.ids[0] as string, subGroupId: sub.ids[0] as string }],
  });
  return { ctx, companyId, store, other, productId: product.ids[0] as string };
}

describe('prices', () => {
  it('of the company and of a store lie beside each other, and a new one replaces its own kind', async () => {
    const { ctx, companyId, store, productId } = await priced();
    const price = { productId, currency: 'GBP' };
    const ofStore = { ...price, storeId: store.id };
    await putPrices(ctx, {
      companyId,
      rows: [
        { ...price, priceE4: 10_000n },
        { ...ofStore, priceE4: 9_000n },
      ],
    });
    await putPrices(ctx, { companyId, rows: [{ ...ofStore, priceE4: 8_500n }] });
    const rows = await test.db.reader.price.findMany({ where: { companyId }, orderBy: { priceE4: 'asc' } });
    expect(rows.map(({ storeId, priceE4 }) => [storeId, priceE4])).toEqual([
      [store.id, 8_500n],
      [null, 10_000n],
    ]);
  });

  it('are written by a store’s manager for this store only', async () => {
    const { ctx, companyId, store, other, productId } = await priced();
    const roles = [{ role: 'manager' as const, storeIds: [store.id] }];
    const grants = [{ companyId, isOwner: false, isAdministrator: false, roles }];
    const actor = {
      kind: 'user',
      userId: newId(),
      username: 'm',
      staffRole: null,
      staffCompanyIds: null,
      grants,
    } as const;
    const manager = deriveContext(ctx, { actor });
    const row = { productId, currency: 'GBP', priceE4: 9_000n };
    await putPrices(manager, { companyId, rows: [{ ...row, storeId: store.id }] });
    for (const storeId of [other.id, null]) {
      await expect(putPrices(manager, { companyId, rows: [{ ...row, storeId }] })).rejects.toMatchObject({
        code: expect.stringMatching(/forbidden|not_found/),
      });
    }
  });

  it('are refused when they end before they begin', async () => {
    const { ctx, companyId, productId } = await priced();
    const validFrom = new Date('2026-02-01T00:00:00Z');
    const validUntil = new Date('2026-01-01T00:00:00Z');
    const rows = [{ productId, currency: 'GBP', priceE4: 1n, validFrom, validUntil }];
    await expect(putPrices(ctx, { companyId, rows })).rejects.toMatchObject({
      code: 'invalid_input',
      facts: { errors: [{ path: 'rows.0.validUntil' }] },
    });
  });
});

describe('campaigns', () => {
  it('have codes that differ in their first fifteen characters', async () => {
    const { ctx, companyId } = await priced();
    const types = await putCampaignTypes(ctx, { companyId, rows: [{ code: 'T', name: 'T' }] });
    const campaign = { name: 'Offer', campaignTypeId: types.ids[0] as string };
    await putCampaigns(ctx, { companyId, rows: [{ ...campaign, code: 'SUMMER-SALE-2026-A' }] });
    const clash = putCampaigns(ctx, { companyId, rows: [{ ...campaign, code: 'SUMMER-SALE-2026-B' }] });
    await expect(clash).rejects.toMatchObject({ code: 'already_exists' });
  });
});
