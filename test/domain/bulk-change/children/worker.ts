/** A worker that says each batch it has done, until somebody kills it. Arguments: the database's address. */

import { openDatabase } from '../../../../server/db/index.ts';
import { workOnBulkChange } from '../../../../server/domain/bulk-change/index.ts';
import { hubCtx } from '../../../support/people.ts';

const [url = ''] = process.argv.slice(2);
const db = await openDatabase({ url });
await workOnBulkChange(hubCtx(db), () => {
  console.log('batch');
  return false;
});
console.log('end');
await db.close();
