import { beforeAll, describe, expect, it } from 'vitest';
import { createVault } from '../../../server/core/vault.ts';
import { inTransaction, type Tx } from '../../../server/db/index.ts';
import { examineStores } from '../../../server/domain/doctor/index.ts';
import { putCampaigns, putCoupons } from '../../../server/domain/pricing/index.ts';
import { createCashier } from '../../../server/domain/stores/index.ts';
import { terminalCtx } from '../../../server/domain/tenancy/index.ts';
import { fillShop } from '../../api/full-shop.ts';
import { type DeviceHub, openShop, type Shop, startDeviceHub } from '../../api/support.ts';
import { withDatabase } from '../../support/database.ts';

const test = withDatabase();
let hub: DeviceHub;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  return () => hub[Symbol.asyncDispose]();
});

const vault = () => createVault(hub.deps.config.secrets.vault);

async function fullShop(): Promise<Shop> {
  const shop = await openShop(hub);
  await fillShop(hub, shop);
  return shop;
}

async function findingsOf({ storeId }: Shop) {
  const [health] = await examineStores(hub.ctx, { storeId, vault: vault() });
  if (!health) throw new Error('the store was not examined');
  return health;
}

type Plant = (tx: Tx, shop: Shop) => Promise<unknown>;

const gone = { deletedAt: new Date('2026-11-20T00:00:00Z') };
const of = ({ companyId }: Shop) => ({ companyId });

/** Faults as an import, a hand at the database or a lost key leave them: written past every rule. */
const faults: [code: string, plant: Plant][] = [
  ['no_administrator', (tx, shop) => tx.cashier.updateMany({ where: of(shop), data: { isAdministrator: false } })],
  ['no_cashier', (tx, shop) => tx.cashier.updateMany({ where: of(shop), data: { isActive: false } })],
  ['user_name_not_lower_case', (tx, shop) => tx.cashier.updateMany({ where: of(shop), data: { userName: 'Admin' } })],
  [
    'alike_cashiers',
    async (tx, shop) => {
      const { id: _id, userName: _name, number, ...row } = await tx.cashier.findFirstOrThrow({ where: of(shop) });
      await tx.cashier.create({
        data: { ...row, id: crypto.randomUUID(), userName: 'ADMIN', number: number + 1, deletedAt: new Date() },
      });
    },
  ],
  [
    'password_unreadable',
    (tx, shop) => tx.cashier.updateMany({ where: of(shop), data: { passwordEncrypted: 'v1.AA' } }),
  ],
  ['no_walk_in', (tx, shop) => tx.customer.updateMany({ where: of(shop), data: { isWalkIn: false } })],
  ['no_walk_in', (tx, shop) => tx.customer.updateMany({ where: of(shop), data: { name: 'Somebody' } })],
  ['no_payment_type', (tx, shop) => tx.paymentType.updateMany({ where: of(shop), data: gone })],
  ['unknown_currency', (tx, { storeId }) => tx.store.update({ where: { id: storeId }, data: { currency: 'XXQ' } })],
  ['no_vat_rate', (tx, shop) => tx.vatRate.updateMany({ where: of(shop), data: gone })],
  [
    'department_without_vat',
    (tx, shop) => tx.departmentMainGroup.updateMany({ where: of(shop), data: { vatRateId: null } }),
  ],
  ['department_without_vat', (tx, shop) => tx.vatRate.updateMany({ where: { ...of(shop), number: 1 }, data: gone })],
  ['no_department', (tx, shop) => tx.departmentMainGroup.updateMany({ where: of(shop), data: gone })],
  ['product_without_department', (tx, shop) => tx.departmentSubGroup.updateMany({ where: of(shop), data: gone })],
  [
    'alike_products',
    (tx, shop) => tx.product.updateMany({ where: { ...of(shop), code: '1002' }, data: { code: ' 1001' } }),
  ],
  [
    'alike_product_barcodes',
    (tx, shop) =>
      tx.productBarcode.updateMany({ where: { ...of(shop), barcode: '2712345' }, data: { barcode: '5000000000017 ' } }),
  ],
  [
    'alike_campaigns',
    async (tx, shop) => {
      const { id: _id, ...row } = await tx.campaign.findFirstOrThrow({ where: of(shop) });
      await tx.campaign.updateMany({ where: of(shop), data: { code: 'SUMMER-OF-2026-A' } });
      await tx.campaign.create({
        data: { ...row, id: crypto.randomUUID(), code: 'SUMMER-OF-2026-B', codePrefix: 'another' },
      });
    },
  ],
  [
    'alike_coupons',
    async (tx, shop) => {
      const { id: _id, code, ...row } = await tx.coupon.findFirstOrThrow({ where: of(shop) });
      await tx.coupon.create({ data: { ...row, id: crypto.randomUUID(), code: ` ${code.toLowerCase()} ` } });
    },
  ],
  [
    'alike_customer_segments',
    async (tx, shop) => {
      const { id: _id, code, ...row } = await tx.customerSegment.findFirstOrThrow({ where: of(shop) });
      await tx.customerSegment.create({ data: { ...row, id: crypto.randomUUID(), code: `${code} `, ...gone } });
    },
  ],
  [
    'alike_customers',
    async (tx, shop) => {
      const { id: _id, ...row } = await tx.customer.findFirstOrThrow({ where: { ...of(shop), isWalkIn: false } });
      await tx.customer.update({ where: { id: _id }, data: { phoneNormalized: '441632960001' } });
      const other = { id: crypto.randomUUID(), phoneNormalized: ' 441632960001' };
      await tx.customer.create({ data: { ...row, ...other } });
    },
  ],
  [
    'alike_product_variants',
    async (tx, shop) => {
      const { id: _id, code, ...row } = await tx.productVariant.findFirstOrThrow({ where: of(shop) });
      await tx.productVariant.create({ data: { ...row, id: crypto.randomUUID(), code: ` ${code}` } });
    },
  ],
  [
    'alike_warehouses',
    async (tx, shop) => {
      const { id: _id, code, ...row } = await tx.warehouse.findFirstOrThrow({ where: of(shop) });
      await tx.warehouse.create({ data: { ...row, id: crypto.randomUUID(), code: ` ${code}` } });
    },
  ],
  [
    'alike_warehouse_locations',
    async (tx, shop) => {
      const { id: _id, code, ...row } = await tx.warehouseLocation.findFirstOrThrow({ where: of(shop) });
      await tx.warehouseLocation.create({ data: { ...row, id: crypto.randomUUID(), code: ` ${code}` } });
    },
  ],
  [
    'no_login_form',
    async (tx, shop) => {
      const layout = { id: crypto.randomUUID(), companyId: shop.companyId, name: 'Nobody' };
      await tx.terminalLayout.create({ data: layout });
      const forms = JSON.stringify([{ id: crypto.randomUUID(), name: 'SALE', form_no: 1, is_startup: true }]);
      const version = { id: crypto.randomUUID(), layoutId: layout.id, number: 1, forms, controls: '[]' };
      await tx.terminalLayoutVersion.create({ data: version });
      await tx.store.update({ where: { id: shop.storeId }, data: { layoutId: layout.id } });
    },
  ],
  [
    'no_start_form',
    async (tx, shop) => {
      const layout = { id: crypto.randomUUID(), companyId: shop.companyId, name: 'Mine' };
      await tx.terminalLayout.create({ data: layout });
      const forms = JSON.stringify([{ id: crypto.randomUUID(), name: 'LOGIN', form_no: 1, is_startup: false }]);
      const version = { id: crypto.randomUUID(), layoutId: layout.id, number: 1, forms, controls: '[]' };
      await tx.terminalLayoutVersion.create({ data: version });
      await tx.terminal.updateMany({ where: { storeId: shop.storeId }, data: { layoutId: layout.id } });
    },
  ],
  [
    'no_layout',
    async (tx, shop) => {
      const layout = { id: crypto.randomUUID(), companyId: shop.companyId, name: 'Empty' };
      await tx.terminalLayout.create({ data: layout });
      await tx.company.update({ where: { id: shop.companyId }, data: { layoutId: layout.id } });
    },
  ],
];

describe('the doctor', () => {
  it('finds nothing missing where a till starts, sells and closes', async () => {
    const { ok, findings } = await findingsOf(await fullShop());
    expect(findings.filter(({ level }) => level === 'missing')).toEqual([]);
    expect(ok).toBe(true);
  });

  it.each(faults)('says what is missing, and what to do: %s', async (code, plant) => {
    const shop = await fullShop();
    const healthy = (await findingsOf(shop)).findings.map((finding) => finding.code);
    expect(healthy).not.toContain(code);
    await inTransaction(hub.ctx, (tx) => plant(tx, shop));
    const { ok, findings } = await findingsOf(shop);
    const found = findings.find((finding) => finding.code === code);
    expect(found, JSON.stringify(findings)).toMatchObject({ level: 'missing' });
    expect(found?.sentence).toMatch(/^[A-Z].*\.$/);
    expect(found?.todo).toMatch(/^[A-Z].*\.$/);
    expect(ok).toBe(false);
  });

  it.each([
    ...['NONE', 'PRODUCT', 'LOYALTY', 'CAMPAIGN'].map((code): [string, Plant] => [
      `no_discount_type_${code.toLowerCase()}`,
      (tx) => tx.discountType.updateMany({ where: { code }, data: gone }),
    ]),
    ['no_document_type', (tx) => tx.documentType.updateMany({ where: { name: 'FISCAL_RECEIPT' }, data: gone })] as [
      string,
      Plant,
    ],
  ])('says what the hub itself has lost: %s', async (code, plant) => {
    const shop = await fullShop();
    expect((await findingsOf(shop)).findings.map((finding) => finding.code)).not.toContain(code);
    await inTransaction(hub.ctx, (tx) => plant(tx, shop));
    const { ok, findings } = await findingsOf(shop);
    expect(findings.find((finding) => finding.code === code)).toMatchObject({ level: 'missing' });
    expect(ok).toBe(false);
    await inTransaction(hub.ctx, async (tx) => {
      await tx.discountType.updateMany({ data: { deletedAt: null } });
      await tx.documentType.updateMany({ data: { deletedAt: null } });
    });
  });

  it('gives advice on what a till can live with', async () => {
    const shop = await fullShop();
    await inTransaction(hub.ctx, async (tx) => {
      await tx.cashierStore.deleteMany({ where: { storeId: shop.storeId } });
      await tx.terminal.updateMany({ where: { storeId: shop.storeId }, data: { secretHash: null } });
    });
    const { ok, findings } = await findingsOf(shop);
    const codes = findings.map(({ code }) => code);
    expect(codes).toEqual(
      expect.arrayContaining(['no_cashier_assigned', 'terminal_without_secret', 'product_without_price']),
    );
    expect(findings.find(({ code }) => code === 'product_without_price')?.subjects).toEqual(['1002 Roll']);
    expect(ok).toBe(true);
  });

  it('does not take similar codes for one: case and blanks count as nothing, everything else does', async () => {
    const shop = await fullShop();
    const { companyId } = shop;
    const { id: campaignTypeId } = await test.db.reader.campaignType.findFirstOrThrow({ where: { companyId: null } });
    const campaign = { name: 'C', campaignTypeId };
    const { ids } = await putCampaigns(hub.ctx, {
      companyId,
      rows: [
        { ...campaign, code: 'WINTER-OF-2026-A' },
        { ...campaign, code: 'WINTER-OF-202-B' },
      ],
    });
    const coupon = { name: 'C', campaignId: ids[0] ?? '', couponType: 'PUBLIC' } as const;
    await putCoupons(hub.ctx, { companyId, rows: [{ ...coupon, code: 'C-1' }] });
    const input = { companyId, userName: 'admin2', firstName: 'A', password: 'a-password' };
    await createCashier(hub.ctx, input, vault());
    expect((await findingsOf(shop)).findings.filter(({ code }) => code.startsWith('alike'))).toEqual([]);
  });

  it('sees no more than whoever asks may see', async () => {
    const [mine, other] = [await fullShop(), await fullShop()];
    const place = { terminalId: mine.terminals[0]?.id ?? 0, storeId: mine.storeId, companyId: mine.companyId };
    const ctx = terminalCtx(hub.deps, { ...place, terminalCode: 'POS-001' }, 'r');
    expect((await examineStores(ctx)).map(({ storeId }) => storeId)).toEqual([mine.storeId]);
    expect(await examineStores(ctx, { storeId: other.storeId })).toEqual([]);
  });
});
