/** Warehouses and the places in them. Levels and movements are no master data: they change without a version. */

import { field, masterTable } from '../master-data/index.ts';

const action = 'stock.write';

export const warehouses = masterTable({
  table: 'warehouses',
  subject: 'warehouse',
  action,
  storeField: 'storeId',
  key: ['code'],
  uniques: [['company_id', 'code']],
  references: { storeId: { table: 'stores', key: 'int' } },
  fields: {
    code: field.text(20),
    name: field.text(100),
    /** SALES_FLOOR marks the shop floor. */
    warehouseType: field.text(50),
    storeId: field.optionalStore(),
    description: field.optionalText(500),
    address: field.optionalText(500),
    isActive: field.flag(true),
    terminalFields: field.terminalFields(),
  },
});

export const locations = masterTable({
  table: 'warehouse_locations',
  subject: 'warehouse_location',
  action,
  key: ['code'],
  uniques: [['company_id', 'code']],
  references: {
    warehouseId: { table: 'warehouses', key: 'text' },
    parentId: { table: 'warehouse_locations', key: 'text' },
  },
  fields: {
    code: field.text(50),
    name: field.text(100),
    warehouseId: field.reference(),
    parentId: field.optionalReference(),
    locationType: field.text(50),
    level: field.defaultInteger(1),
    isActive: field.flag(true),
    terminalFields: field.terminalFields(),
  },
});
