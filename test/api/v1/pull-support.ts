/** A filled shop of two tills, the first of which pulls. */
import type { Database } from '../../../server/db/index.ts';
import { putProducts } from '../../../server/domain/catalog/index.ts';
import { PullTill } from '../../support/pull-till.ts';
import { fillShop } from '../full-shop.ts';
import { type DeviceHub, openShop, type Shop, startDeviceHub } from '../support.ts';

export interface PullingShop {
  hub: DeviceHub;
  shop: Shop;
  /** Address of the till that pulls. */
  base: string;
  till: PullTill;
  /** Gives a product of every store this name. */
  rename(name: string): Promise<void>;
  /** The same till with nothing but a new snapshot. */
  fresh(): Promise<PullTill>;
}

/** @returns a shop whose hub the caller ends */
export async function openPullingShop(db: Database): Promise<PullingShop> {
  const hub = await startDeviceHub(db);
  const shop = await openShop(hub, { terminals: 2 });
  await fillShop(hub, shop);
  const base = (shop.terminals[0] as { url: string }).url;
  const rename = async (name: string) => {
    const { companyId } = shop;
    const product = await db.reader.product.findFirstOrThrow({ where: { companyId, deletedAt: null, storeId: null } });
    const { id, code, mainGroupId, subGroupId } = product;
    await putProducts(hub.ctx, { companyId, rows: [{ id, code, mainGroupId, subGroupId, name }] });
  };
  const fresh = async () => {
    const other = new PullTill(base);
    await other.takeSnapshot();
    return other;
  };
  return { hub, shop, base, till: new PullTill(base), rename, fresh };
}
