/** Where the store keeps its goods. The stock itself goes down only where the hub keeps it. */
import { bool, constant, dateTime, int, money4, text, textOrNull, uuid, wholeUnits } from '../kinds.ts';
import { resource } from '../resource.ts';

const storeUuid = uuid('(SELECT s.uuid FROM stores s WHERE s.id = t.store_id)');

export const warehouses = resource({
  name: 'warehouses',
  table: 'warehouses',
  owner: 'own',
  where: (q) => `t.store_id = ${q.param('store')}`,
  blocks: 'A+S',
  fields: {
    fk_server_id: constant(null),
    name: text('name'),
    code: text('code'),
    warehouse_type: text('warehouse_type'),
    description: textOrNull('description'),
    address: textOrNull('address'),
    is_active: bool('is_active'),
    fk_store_id: storeUuid,
  },
  extras: {
    uuid: 'fk_city_id fk_district_id',
    text: 'access_code security_level manager_name contact_phone contact_email operating_hours',
    bool: `temperature_controlled=false humidity_controlled=false requires_security_access=false is_receiving_enabled=true
      is_shipping_enabled=true is_cycle_count_enabled=true hazardous_material_allowed=false fragile_items_area=false
      high_value_items_area=false`,
    float: `total_area usable_area height max_capacity min_temperature max_temperature min_humidity max_humidity`,
  },
});

export const warehouseLocations = resource({
  name: 'warehouse_locations',
  table: 'warehouse_locations',
  owner: 'own',
  where: (q) => `t.warehouse_id IN (SELECT w.id FROM warehouses w WHERE w.store_id = ${q.param('store')})`,
  blocks: 'A+S',
  partOf: { table: 'warehouses', column: 'warehouse_id' },
  fields: {
    fk_server_id: constant(null),
    name: text('name'),
    code: text('code'),
    location_type: text('location_type'),
    parent_location_id: uuid('parent_id'),
    level: int('level'),
    is_active: bool('is_active'),
    fk_warehouse_id: uuid('warehouse_id'),
  },
  extras: {
    int: 'shelf_level facing_count max_items pick_sequence replenishment_priority cycle_count_frequency',
    text: 'description aisle_number bay_position block_reason',
    bool: `is_display_location=false is_customer_accessible=false is_promotional_area=false requires_refrigeration=false
      requires_freezing=false fragile_items_only=false high_value_items_only=false restricted_access=false
      is_pick_location=true is_replenishment_location=true is_blocked=false`,
    float: 'x_coordinate y_coordinate z_coordinate length width height volume max_weight current_utilization',
    datetime: 'last_cycle_count_date',
  },
});

export const warehouseStock = resource({
  name: 'warehouse_product_stock',
  table: 'stock_levels',
  owner: 'own',
  isUnversioned: true,
  // Stock of what only a till knows is kept here, but its product does not go down.
  where: (q) => `t.location_id IN (SELECT l.id FROM warehouse_locations l JOIN warehouses w ON w.id = l.warehouse_id
    WHERE w.store_id = ${q.param('store')}) AND (SELECT count(*) FROM products p WHERE p.id = t.product_id) > 0`,
  blocks: 'A+S',
  partOf: { table: 'warehouse_locations', column: 'location_id' },
  fields: {
    fk_server_id: constant(null),
    fk_product_id: uuid('product_id'),
    fk_product_variant_id: uuid('variant_id'),
    fk_warehouse_location_id: uuid('location_id'),
    quantity: wholeUnits('on_hand_e4'),
    available_quantity: wholeUnits('(t.on_hand_e4 - t.reserved_e4 - t.damaged_e4)'),
    reserved_quantity: wholeUnits('reserved_e4'),
    damaged_quantity: wholeUnits('damaged_e4'),
    min_stock_level: wholeUnits('min_level_e4'),
    max_stock_level: wholeUnits('max_level_e4'),
    reorder_point: wholeUnits('reorder_point_e4'),
    average_cost: money4('average_cost_e4'),
    last_cost: money4('last_cost_e4'),
    last_movement_date: dateTime('last_movement_at'),
  },
  extras: {
    int: `expired_quantity=0 reorder_quantity=0 total_received=0 total_sold=0 total_adjusted=0 display_quantity=0
      backroom_quantity=0 facing_quantity=0`,
    text: 'lot_number block_reason',
    bool: `low_stock_alert=false overstock_alert=false expiry_alert=false slow_moving_alert=false is_seasonal_item=false
      is_promotional=false is_active=true is_discontinued=false is_blocked=false`,
    dec4: 'total_value',
    float: 'weight_per_unit volume_per_unit total_weight total_volume avg_daily_sales days_of_supply turnover_rate',
    datetime: 'last_received_date last_sold_date last_count_date',
    date: 'expiration_date production_date promotional_start_date promotional_end_date',
  },
});
