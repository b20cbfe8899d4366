import { defineResource } from '../adapter/definition.ts';

export const product = defineResource({
  model: 'Product',
  label: 'Products',
  group: 'Catalogue',
  title: ['code', 'name'],
  search: ['code', 'nameFolded'],
  list: ['code', 'name', 'companyId', 'mainGroupId', 'vatRateId', 'purchasePriceE4', 'unitId', 'deletedAt'],
  filters: [
    'companyId',
    'mainGroupId',
    'subGroupId',
    'vatRateId',
    'manufacturerId',
    'storeId',
    'purchasePriceE4',
    'isScalable',
  ],
  sort: { by: 'code', direction: 'asc' },
  labels: { mainGroupId: 'Department', subGroupId: 'Sub-department', vatRateId: 'VAT rate' },
  related: [
    {
      model: 'Price',
      by: 'productId',
      label: 'Prices',
      list: ['priceE4', 'currency', 'storeId', 'validFrom', 'validUntil'],
    },
    {
      model: 'ProductBarcode',
      by: 'productId',
      label: 'Barcodes',
      list: ['barcode', 'oldBarcode', 'salePriceE4', 'updatedAt'],
    },
    {
      model: 'StockLevel',
      by: 'productId',
      label: 'Stock',
      list: ['locationId', 'onHandE4', 'reservedE4', 'reorderPointE4', 'lastMovementAt'],
    },
    {
      model: 'StockMovement',
      by: 'productId',
      from: 'id',
      label: 'Movements',
      list: ['occurredAt', 'movementType', 'quantityE4', 'fromLocationId', 'toLocationId', 'reason'],
      order: ['occurredAt'],
    },
    {
      model: 'CampaignProduct',
      by: 'productId',
      label: 'Campaigns',
      list: ['campaignId', 'discountValueE4', 'discountBasisPoints', 'isGiftProduct'],
    },
    {
      model: 'CampaignRule',
      by: 'productId',
      label: 'Campaign rules',
      list: ['campaignId', 'ruleType', 'ruleValue', 'isInclude'],
    },
    { model: 'ProductVariant', by: 'productId', label: 'Variants', list: ['code', 'name', 'isActive', 'isDefault'] },
    { model: 'ProductAttribute', by: 'productId', label: 'Attributes', list: ['name', 'value', 'variantId'] },
  ],
});
