import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { copyDatabase } from '../db/index.ts';
import { withCopyMark } from '../domain/feed/index.ts';
import { noteBackup } from '../domain/hub-status/index.ts';
import { withHub } from './hub.ts';

/** `gate backup [file]` */
export function backupCommand(): Command {
  return new Command('backup')
    .summary('copy the database into a file while the hub works')
    .description(
      'Writes a whole and unchanging copy of the database; the hub goes on meanwhile, and the back office says when the last one was ' +
        'made. SQLite: a database to be put in place of the old one while the hub stands still. PostgreSQL: a file of pg_dump for ' +
        'pg_restore; pg_dump must be installed. The secrets in the data folder are not in it.',
    )
    .argument('[file]', 'where to; without it, a new file in "backups" of the data folder')
    .addHelpText('after', '\nExamples:\n  npm run gate -- backup\n  npm run gate -- backup /mnt/backups/gate.db')
    .action(async (named: string | undefined) => {
      await withHub('backup', async (ctx, { databaseUrl, dataDir }) => {
        const stamp = ctx.now().toISOString().slice(0, 19).replace(/\D/g, '');
        const ending = ctx.db.dialect.provider === 'sqlite' ? 'db' : 'dump';
        const file = named ? path.resolve(named) : path.join(dataDir, 'backups', `gate-${stamp}.${ending}`);
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
        const bytes = await withCopyMark(ctx, () => copyDatabase(databaseUrl, file));
        await chmod(file, 0o600);
        await noteBackup(ctx, bytes);
        console.log(`${file}: ${bytes.toLocaleString('en-GB')} bytes`);
      });
    });
}
