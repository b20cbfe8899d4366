/** What people and programs of a company manage by the API: how its rows are listed and found. What is done to them is the
 *  business of the areas that they belong to. */
export { findCompany, storeOfBody, storesNamed, terminalsNamed, terminalsOfBody } from './find.ts';
export { requireRight } from './reach.ts';
export { findResource, listResource, type ResourceSource } from './read-rows.ts';
export { listReceipts } from './receipts.ts';
export { closureSource, transactionSource } from './sources/documents.ts';
export {
  customerSource,
  deletedProductSource,
  priceSource,
  productSource,
  stockLevelSource,
  stockMovementSource,
} from './sources/goods.ts';
export {
  deletedDepartmentSource,
  deletedDivisionSource,
  deletedVatRateSource,
  departmentSource,
  divisionSource,
  vatRateSource,
} from './sources/groups.ts';
export { invitationSource, joinRequestSource } from './sources/joining.ts';
export {
  cashierSource,
  companySource,
  deletedCashierSource,
  memberSource,
  storeSource,
  terminalSource,
} from './sources/organisation.ts';
