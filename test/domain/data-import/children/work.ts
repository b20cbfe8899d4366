/** Works on a table in a process that can be killed; prints a line after each batch, and stands still after the third: whoever is slow
 *  to kill it finds it at work. */
import { openDatabase } from '../../../../server/db/index.ts';
import { workOnTable } from '../../../../server/domain/data-import/index.ts';
import { hubCtx } from '../../../support/people.ts';

const [url = ''] = process.argv.slice(2);
const db = await openDatabase({ url });
let batches = 0;
await workOnTable(hubCtx(db), () => {
  console.log('batch');
  batches += 1;
  if (batches === 3) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  return false;
});
console.log('done');
await db.close();
