/** Erases a company in a process that can be killed; prints a line after each batch. */
import { openDatabase } from '../../../../server/db/index.ts';
import { eraseCompany } from '../../../../server/domain/company-deletion/index.ts';
import { hubCtx } from '../../../support/people.ts';

const [url = '', companyId = ''] = process.argv.slice(2);
const db = await openDatabase({ url });
await eraseCompany(hubCtx(db), Number(companyId), {
  onBatch: ({ model, rows }) => console.log(`${model} ${rows}`),
});
console.log('erased');
await db.close();
