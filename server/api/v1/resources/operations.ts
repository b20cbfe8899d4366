/** What people and programs manage: companies, and everything of a company below its address. */
import type { Operation } from '../../../http/operation.ts';
import type { ApiDeps } from '../operations.ts';
import { cashierOperations } from './cashiers.ts';
import { closureOperations } from './closures.ts';
import { companyOperations } from './companies.ts';
import { customerOperations } from './customers.ts';
import { groupOperations } from './groups.ts';
import { joiningOperations } from './joining.ts';
import { memberOperations } from './members.ts';
import { priceOperations } from './prices.ts';
import { productOperations } from './products.ts';
import { stockOperations } from './stock.ts';
import { storeOperations } from './stores.ts';
import { terminalDeviceOperations } from './terminal-devices.ts';
import { terminalOperations } from './terminals.ts';
import { transactionOperations } from './transactions.ts';

export function resourcesOperations(deps: ApiDeps): Operation[] {
  return [
    ...companyOperations(deps),
    ...storeOperations(),
    ...terminalOperations(),
    ...terminalDeviceOperations(),
    ...cashierOperations(deps),
    ...productOperations(),
    ...groupOperations(),
    ...priceOperations(),
    ...customerOperations(),
    ...stockOperations(),
    ...transactionOperations(),
    ...closureOperations(),
    ...memberOperations(),
    ...joiningOperations(),
  ];
}
