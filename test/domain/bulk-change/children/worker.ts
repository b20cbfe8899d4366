/** A worker that says each batch it has done, until somebody kills it: after the fourth it stands still, so that whoever is slow to
 *  kill it finds it at work. Arguments: the database's address. */

import { openDatabase } from '../../../../server/db/index.ts';
import { workOnBulkChange } from '../../../../server/domain/bulk-change/index.ts';
import { hubCtx } from '../../../support/people.ts';

const [url = ''] = process.argv.slice(2);
const db = await openDatabase({ url });
let batches = 0;
await workOnBulkChange(hubCtx(db), () => {
  console.log('batch');
  batches += 1;
  if (batches === 4) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  return false;
});
console.log('end');
await db.close();
