/** A process that sends mail until it is ended: database, data folder and mail server by the environment. */
import { loadConfig } from '../../../../server/config.ts';
import { openDatabase } from '../../../../server/db/index.ts';
import { openPost } from '../../../../server/jobs/mail-post.ts';
import { sendMail } from '../../../../server/jobs/send-mail.ts';
import { silentLog } from '../../../support/people.ts';

const config = loadConfig(JSON.parse(process.argv[2] ?? '{}') as Record<string, string>);
const db = await openDatabase({ url: config.databaseUrl });
sendMail({ db, log: silentLog, now: () => new Date(), config }, openPost(config));
console.log('ready');
setInterval(() => undefined, 60_000);
