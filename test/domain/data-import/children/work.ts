/** Works on a table in a process that can be killed; prints a line after each batch. */
import { openDatabase } from '../../../../server/db/index.ts';
import { workOnTable } from '../../../../server/domain/data-import/index.ts';
import { hubCtx } from '../../../support/people.ts';

const [url = ''] = process.argv.slice(2);
const db = await openDatabase({ url });
await workOnTable(hubCtx(db), () => {
  console.log('batch');
  return false;
});
console.log('done');
await db.close();
