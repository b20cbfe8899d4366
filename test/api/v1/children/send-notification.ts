/** Tells all tills of a company something, from a process of its own: `send-notification.ts <url> <company> <now> <title>`. */
import { openDatabase } from '../../../../server/db/index.ts';
import { sendNotification } from '../../../../server/domain/notifications/index.ts';
import { systemCtx } from '../../../../server/domain/tenancy/index.ts';
import { silentLog } from '../../../support/people.ts';

const [url = '', company = '', now = '', title = ''] = process.argv.slice(2);
const db = await openDatabase({ url, waitMs: 60_000 });
const ctx = systemCtx({ db, log: silentLog, now: () => new Date(now) }, 'another process', 'job');
await sendNotification(ctx, { companyId: Number(company), type: 'terminal_message', title });
await db.close();
