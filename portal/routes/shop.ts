import { maxImportBytes } from '../../server/domain/product-import/index.ts';
import {
  cashierForm,
  cashierPage,
  deactivateForm,
  deactivatePage,
  newCashierForm,
  newCashierPage,
} from '../pages/cashiers/cashier.ts';
import { cashiersPage } from '../pages/cashiers/list.ts';
import { exportPage } from '../pages/catalog/export.ts';
import { departmentsPage, vatForm, vatPage } from '../pages/catalog/group-lists.ts';
import { groupDeleteForm, groupDeletePage, groupForm, groupPage } from '../pages/catalog/groups.ts';
import { importErrorsPage, importForm, importPage, importsForm, importsPage } from '../pages/catalog/import.ts';
import {
  deleteProductForm,
  deleteProductPage,
  newProductForm,
  newProductPage,
  productForm,
  productPage,
} from '../pages/catalog/product.ts';
import { productsForm, productsPage } from '../pages/catalog/products.ts';
import {
  customerActiveForm,
  customerActivePage,
  customerForm,
  customerPage,
  eraseForm,
  erasePage,
  exportCustomerPage,
  newCustomerForm,
  newCustomerPage,
} from '../pages/customers/customer.ts';
import { customersPage } from '../pages/customers/list.ts';
import {
  warehouseDeleteForm,
  warehouseDeletePage,
  warehouseForm,
  warehousePage,
  warehousesPage,
} from '../pages/warehouses.ts';
import type { Route } from '../routes.ts';

const access = 'signed-in' as const;

/** Form and confirmation of one of the three kinds of groups. */
function groupRoutes(path: string, kind: 'vat' | 'department' | 'division'): Route[] {
  return [
    { path: `/catalog/:slug/${path}/new/`, access, page: groupPage(kind), form: groupForm(kind) },
    { path: `/catalog/:slug/${path}/:id/`, access, page: groupPage(kind), form: groupForm(kind) },
    { path: `/catalog/:slug/${path}/:id/delete/`, access, page: groupDeletePage(kind), form: groupDeleteForm(kind) },
  ];
}

/** The catalogue, cashiers and customers of a company. */
export const shopRoutes: readonly Route[] = [
  { path: '/catalog/:slug/', access, page: productsPage, form: productsForm },
  { path: '/catalog/:slug/new/', access, page: newProductPage, form: newProductForm },
  { path: '/catalog/:slug/products/:id/', access, page: productPage, form: productForm },
  { path: '/catalog/:slug/products/:id/delete/', access, page: deleteProductPage, form: deleteProductForm },
  { path: '/catalog/:slug/export/', access, page: exportPage },
  {
    path: '/catalog/:slug/import/',
    access,
    page: importsPage,
    form: importsForm,
    uploads: { maxBytes: maxImportBytes },
  },
  { path: '/catalog/:slug/import/:id/', access, page: importPage, form: importForm },
  { path: '/catalog/:slug/import/:id/errors/', access, page: importErrorsPage },
  { path: '/catalog/:slug/vat/', access, page: vatPage, form: vatForm },
  { path: '/catalog/:slug/departments/', access, page: departmentsPage },
  ...groupRoutes('vat', 'vat'),
  ...groupRoutes('departments', 'department'),
  ...groupRoutes('divisions', 'division'),
  { path: '/warehouses/:slug/', access, page: warehousesPage },
  { path: '/warehouses/:slug/new/', access, page: warehousePage, form: warehouseForm },
  { path: '/warehouses/:slug/:id/', access, page: warehousePage, form: warehouseForm },
  { path: '/warehouses/:slug/:id/delete/', access, page: warehouseDeletePage, form: warehouseDeleteForm },
  { path: '/cashiers/:slug/', access, page: cashiersPage },
  { path: '/cashiers/:slug/new/', access, page: newCashierPage, form: newCashierForm },
  { path: '/cashiers/:slug/:id/', access, page: cashierPage, form: cashierForm },
  { path: '/cashiers/:slug/:id/deactivate/', access, page: deactivatePage, form: deactivateForm },
  { path: '/customers/:slug/', access, page: customersPage },
  { path: '/customers/:slug/new/', access, page: newCustomerPage, form: newCustomerForm },
  { path: '/customers/:slug/:id/', access, page: customerPage, form: customerForm },
  { path: '/customers/:slug/:id/active/', access, page: customerActivePage, form: customerActiveForm },
  { path: '/customers/:slug/:id/erase/', access, page: erasePage, form: eraseForm },
  { path: '/customers/:slug/:id/export/', access, page: exportCustomerPage },
];
