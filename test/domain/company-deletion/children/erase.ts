/** Erases a company in a process that can be killed; prints a line after each batch, and stands still after the fifteenth: whoever is
 *  slow to kill it finds it at work. */
import { openDatabase } from '../../../../server/db/index.ts';
import { eraseCompany } from '../../../../server/domain/company-deletion/index.ts';
import { hubCtx } from '../../../support/people.ts';

const [url = '', companyId = ''] = process.argv.slice(2);
const db = await openDatabase({ url });
let batches = 0;
await eraseCompany(hubCtx(db), Number(companyId), {
  onBatch({ model, rows }) {
    console.log(`${model} ${rows}`);
    batches += 1;
    if (batches === 15) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
console.log('erased');
await db.close();
