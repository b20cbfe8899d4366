/** Which screens reach which till, and what their keys sell. */
import { beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../server/db/index.ts';
import { nextVersions } from '../../server/domain/feed/index.ts';
import { assignLayout, chooseKeyProducts, defaultLayout, saveLayout } from '../../server/domain/layouts/index.ts';
import { withDatabase } from '../support/database.ts';
import { type FullShop, fillShop } from './full-shop.ts';
import { call, type DeviceHub, type Json, only, openShop, type Shop, startDeviceHub } from './support.ts';

const test = withDatabase();
let hub: DeviceHub;
let shop: Shop;
let full: FullShop;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  shop = await openShop(hub, { terminals: 2 });
  full = await fillShop(hub, shop);
  return () => hub[Symbol.asyncDispose]();
});

async function screens(till: 0 | 1 = 0): Promise<{ forms: Json[]; controls: Json[] }> {
  const { body } = await call(`${shop.terminals[till]?.url}/api/v1/pos/init`);
  return { forms: body.data.forms, controls: body.data.form_controls };
}
const keys = ({ controls }: { controls: Json[] }) =>
  controls.filter((row) => row.is_visible && /^PLU\d/.test(row.name)).map((row) => row.name);
const starts = ({ forms }: { forms: Json[] }) => forms.filter((row) => row.is_startup && !row.is_deleted);

describe('a till', () => {
  it('F-TERM-8: shows its own layout before that of its store, of its company, and the hub’s; what it leaves goes down as deleted', async () => {
    const standard = defaultLayout();
    const twoForms = standard.forms.filter((row) => ['MAIN_MENU', 'SALE'].includes(String(row['name'])));
    const ids = new Set(twoForms.map(({ id }) => id));
    const layoutOf = async (name: string, caption: string) => {
      const forms = twoForms.map((row) => (row['is_startup'] ? { ...row, caption } : row));
      const controls = standard.controls.filter((row) => ids.has(String(row['fk_form_id'])));
      return (await saveLayout(hub.ctx, { companyId: shop.companyId, name, forms, controls })).layoutId;
    };
    const caption = async (till: 0 | 1) => only(starts(await screens(till))).caption;
    const [ofHub] = [await caption(0)];
    const [company, store, till] = [
      await layoutOf('A', 'Company'),
      await layoutOf('B', 'Store'),
      await layoutOf('C', 'Till'),
    ];
    await assignLayout(hub.ctx, { companyId: shop.companyId }, company);
    expect([await caption(0), await caption(1)]).toEqual(['Company', 'Company']);
    await assignLayout(hub.ctx, { companyId: shop.companyId, storeId: shop.storeId }, store);
    expect([await caption(0), await caption(1)]).toEqual(['Store', 'Store']);
    await assignLayout(hub.ctx, { companyId: shop.companyId, terminalId: shop.terminals[0]?.id }, till);
    expect([await caption(0), await caption(1)]).toEqual(['Till', 'Store']);
    const shown = await screens(0);
    const living = shown.forms.filter((row) => !row.is_deleted);
    expect(living.map((row) => row.name).sort()).toEqual(['MAIN_MENU', 'SALE']);
    const gone = shown.forms.filter((row) => row.is_deleted);
    expect(gone.map((row) => row.name)).toContain('CLOSURE');
    for (const row of gone) expect([row.is_visible, row.is_startup]).toEqual([false, false]);
    for (const target of [{ terminalId: shop.terminals[0]?.id }, { storeId: shop.storeId }, {}]) {
      await assignLayout(hub.ctx, { companyId: shop.companyId, ...target }, null);
    }
    expect(await caption(0)).toBe(ofHub);
  });

  it('has the chosen products on its keys, in their order; before, the best sellers in the order of the catalogue', async () => {
    const { companyId, storeId } = shop;
    const products = await test.db.reader.product.findMany({
      where: { companyId, deletedAt: null },
      orderBy: { code: 'asc' },
      select: { id: true, code: true },
    });
    expect(full.productIds.length).toBeGreaterThan(1);
    const [first, second] = products;
    expect(keys(await screens())).toEqual(products.map(({ code }) => `PLU${code}`));
    await chooseKeyProducts(hub.ctx, { companyId, storeId }, [second?.code ?? '', first?.code ?? '']);
    expect(keys(await screens()).slice(0, 2)).toEqual([`PLU${second?.code}`, `PLU${first?.code}`]);
    const refused = chooseKeyProducts(hub.ctx, { companyId, storeId }, ['9999']);
    await expect(refused).rejects.toMatchObject({ code: 'invalid_input' });
    await chooseKeyProducts(hub.ctx, { companyId, storeId }, []);
    expect(keys(await screens())).toEqual(products.map(({ code }) => `PLU${code}`));
  });

  it('leaves keys to what sells best when there are more products than keys', async () => {
    const { companyId, storeId } = shop;
    const model = await test.db.reader.product.findFirstOrThrow({ where: { companyId, deletedAt: null } });
    const more = Array.from({ length: 40 }, (_, index) => ({
      ...model,
      terminalFields: '{}',
      id: crypto.randomUUID(),
      code: `5${100 + index}`,
    }));
    const seller = more.at(-1);
    await inTransaction(test.db, async (tx) => {
      await tx.product.createMany({ data: more });
      // As an operation would: what tills share is read again when the company's feed has moved.
      await nextVersions(tx, companyId);
      await tx.productMonthTotal.create({
        data: {
          ...{ companyId, storeId, month: '2026-11', productId: seller?.id ?? '', currency: 'GBP', lines: 9 },
          ...{ quantityE4: 90_000n, grossE4: 90_000n, discountE4: 0n, vatE4: 0n },
        },
      });
    });
    const shown = keys(await screens());
    expect(shown).toHaveLength(20);
    expect(shown.at(-1)).toBe(`PLU${seller?.code}`);
  });
});
