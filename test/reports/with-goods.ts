/** The small shop with its goods and closures for the tests of one file, and what its reports say of November. */
import { beforeAll } from 'vitest';
import type { Answer } from '../../reports/engine/run.ts';
import type { Ctx, Database } from '../../server/db/index.ts';
import { hubCtx } from '../support/hub.ts';
import { closeGoods, type Goods, makeGoods } from './goods.ts';
import { type Asking, ask } from './shop.ts';
import { now } from './world.ts';

const november: Asking = { range: 'own', from: '2026-11-01', to: '2026-11-30' };

interface GoodsShop {
  readonly goods: Goods;
  asked(name: string, asking?: Asking, ctx?: Ctx): Promise<Answer>;
}

export function withGoods(test: { readonly db: Database }): GoodsShop {
  let goods: Goods;
  beforeAll(async () => {
    goods = await makeGoods(test.db);
    await closeGoods(test.db, goods);
  });
  return {
    get goods() {
      return goods;
    },
    asked: (name, asking = {}, ctx = hubCtx(test.db, now)) =>
      ask(ctx, name, { company: goods.world.slug, ...november, ...asking }),
  };
}
