/** Migrates a database: `migrate.ts <url> <folder>`. Prints `begin <name>` before a migration's first statement, and at the end
 *  the names that it applied. */

import { writeSync } from 'node:fs';
import { migrate } from '../../../server/db/index.ts';

const [url = '', folder = ''] = process.argv.slice(2);
// Written at once: a kill in the middle of the migration must not lose it.
const applied = await migrate({ url, folder, onBegin: (name) => writeSync(1, `begin ${name}\n`) });
writeSync(1, `applied ${applied.join(',')}\n`);
