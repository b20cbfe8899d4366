/** What the test shop sells and where it lies. */
import { idOf, type Row } from './pypos-database.ts';

/** Products 1 to 20: 19 is deleted, 20 lies in a department that is not there. Department 3 has the code of department 1. */
export const shop = { products: 20, stocked: 8 };

const stamp = '2026-09-01 08:00:00.250000';

type Add = (table: string, row: Row) => void;

export function fillCatalogue(add: Add): void {
  for (const [no, rate] of [
    [1, 20],
    [2, 5],
    [3, 0],
    [1, 12.5],
  ] as const) {
    add('vat', { id: idOf(`vat ${rate}`), no, name: `${rate} %`, rate });
  }
  for (const [index, code] of ['1', '2', '1'].entries()) {
    add('department_main_group', {
      id: idOf(`main ${index + 1}`),
      code,
      name: `Department ${index + 1}`,
      fk_vat_id: idOf('vat 20'),
      max_price: 999.99,
    });
    add('department_sub_group', {
      id: idOf(`sub ${index + 1}`),
      code: `${index + 1}01`,
      name: `Sub ${index + 1}`,
      main_group_id: idOf(`main ${index + 1}`),
    });
  }
  add('product_unit', { id: idOf('unit'), code: 'PCS', name: 'Pieces', base_amount: 1 });
  add('product_manufacturer', { id: idOf('maker'), name: 'Maker' });
  add('warehouse', {
    id: idOf('warehouse'),
    code: 'FLOOR',
    name: 'Floor',
    warehouse_type: 'SALES_FLOOR',
    fk_store_id: idOf('store'),
    is_active: 1,
    is_shipping_enabled: 0,
  });
  add('warehouse_location', {
    id: idOf('shelf'),
    code: 'A-1',
    name: 'Shelf',
    location_type: 'SHELF',
    fk_warehouse_id: idOf('warehouse'),
    level: 1,
    is_active: 1,
  });
  for (let number = 1; number <= shop.products; number += 1) addProduct(add, number);
  const lot = { fk_product_id: idOf('product 1'), fk_warehouse_location_id: idOf('shelf') };
  add('warehouse_product_stock', { ...lot, id: idOf('lot'), quantity: 3, lot_number: 'L2' });
  add('warehouse_product_stock', { ...lot, id: idOf('orphan stock'), fk_product_id: idOf('nowhere'), quantity: 3 });
  add('product_variant', {
    id: idOf('variant'),
    fk_product_id: idOf('product 2'),
    variant_code: 'P2-RED',
    variant_name: 'Red',
    color: 'red',
    is_active: 1,
  });
  add('product_attribute', {
    id: idOf('attribute'),
    fk_product_id: idOf('product 2'),
    attribute_name: 'Material',
    attribute_value: 'Oak',
  });
  add('product_barcode_mask', {
    id: idOf('mask'),
    barcode_length: 13,
    starting_digits: '27',
    weight_started_at: 7,
    weight_length: 5,
  });
  add('warehouse_stock_movement', {
    id: idOf('movement'),
    fk_product_id: idOf('product 1'),
    movement_number: 'RCV-1',
    movement_type: 'RECEIPT',
    quantity: 5,
  });
}

function addProduct(add: Add, number: number): void {
  const main = number === 20 ? 'a department of nobody' : `main ${(number % 3) + 1}`;
  add('product', {
    id: idOf(`product ${number}`),
    code: `P${number}`,
    name: `Product ${number}`,
    short_name: '',
    sale_price: number + 0.5,
    purchase_price: 0,
    fk_department_main_group_id: idOf(main),
    fk_department_sub_group_id: idOf(`sub ${(number % 3) + 1}`),
    fk_vat_id: idOf('vat 20'),
    fk_product_unit_id: idOf('unit'),
    fk_manufacturer_id: number === 18 ? idOf('a maker of nobody') : idOf('maker'),
    stock: number * 2,
    min_stock: 1,
    is_vegan: 1,
    weight: 0.25,
    is_deleted: number === 19 ? 1 : 0,
  });
  add('product_barcode', {
    id: idOf(`barcode ${number}`),
    fk_product_id: idOf(`product ${number}`),
    barcode: `50000000000${number}`,
    sale_price: 0,
  });
  if (number > shop.stocked) return;
  add('warehouse_product_stock', {
    id: idOf(`stock ${number}`),
    fk_product_id: idOf(`product ${number}`),
    fk_warehouse_location_id: idOf('shelf'),
    quantity: number * 2,
    available_quantity: number,
    min_stock_level: 2,
    average_cost: 0.75,
    last_movement_date: stamp,
  });
}
