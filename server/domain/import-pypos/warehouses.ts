/** Where the shop keeps its goods. How much lies there follows when the history is in (`stock-levels.ts`). */

import { stockTables } from '../stock/index.ts';
import { type Adoption, adoption } from './adopt.ts';
import { storeOf } from './catalog.ts';

export const warehouseAdoptions: readonly Adoption[] = [
  adoption(stockTables.warehouses, {
    from: 'warehouse',
    row: (c, place) => ({
      ...c.keys,
      code: c.text('code', 20) ?? '',
      name: c.text('name', 100) ?? c.text('code', 20) ?? '',
      warehouseType: c.text('warehouse_type', 50) ?? '',
      storeId: storeOf(c, place),
      description: c.text('description', 500),
      address: c.text('address', 500),
      isActive: c.flag('is_active', true),
      terminalFields: c.rest(),
    }),
  }),
  adoption(stockTables.locations, {
    from: 'warehouse_location',
    // A place lies in another one only after that one.
    order: 'coalesce(is_deleted, 0), level, rowid',
    row: (c) => ({
      ...c.keys,
      code: c.text('code', 50) ?? '',
      name: c.text('name', 100) ?? c.text('code', 50) ?? '',
      warehouseId: c.reference('fk_warehouse_id') ?? '',
      parentId: c.reference('parent_location_id'),
      locationType: c.text('location_type', 50) ?? '',
      level: c.int('level') ?? 1,
      isActive: c.flag('is_active', true),
      terminalFields: c.rest(),
    }),
  }),
];
