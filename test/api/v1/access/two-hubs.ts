/** Two processes over one database: what one has told the other tells again. */
import { type Database, openDatabase } from '../../../../server/db/index.ts';
import { createTerminal } from '../../../../server/domain/stores/index.ts';
import { type DeviceHub, openShop, type Shop, startDeviceHub } from '../../support.ts';

export interface TwoHubs extends AsyncDisposable {
  hub: DeviceHub;
  other: DeviceHub;
  shop: Shop;
  /** Lets time go on for both. */
  later(seconds: number): void;
  /** The same until the next hour: how many devices may ask in one is another test's business. */
  nextHour(): void;
  /** A further till of the shop. */
  till(): Promise<{ id: number; uuid: string; code: string }>;
}

/** To be ended before the database goes, which the second one's connections would hold. */
export async function startTwoHubs(test: { db: Database; url: string }): Promise<TwoHubs> {
  const env = { VAULT_SECRET: 'a secret of the hub that is long enough', PUBLIC_URL: 'https://hub.test' };
  const hub = await startDeviceHub(test.db, env);
  const second = await openDatabase({ url: test.url });
  const other = await startDeviceHub(second, env);
  const shop = await openShop(hub);
  const later = (seconds: number) => {
    hub.clock.now = new Date(hub.clock.now.getTime() + seconds * 1000);
    other.clock.now = hub.clock.now;
  };
  let codes = 10;
  return {
    ...{ hub, other, shop, later },
    nextHour: () => later(3601),
    async till() {
      codes += 1;
      const code = `POS-0${codes}`;
      return { ...(await createTerminal(hub.ctx, { storeId: shop.storeId, code })), code };
    },
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await other[Symbol.asyncDispose]();
      await second.close();
    },
  };
}
