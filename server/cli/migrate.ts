import { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { migrate } from '../db/index.ts';

/** `gate migrate` */
export function migrateCommand(): Command {
  return new Command('migrate')
    .summary('bring the database to the newest schema')
    .description(
      'Applies the migrations that the database still lacks, each in a transaction of its own. The hub does the same when it starts; ' +
        'several processes may do it at once.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  npm run gate -- migrate\n  DATABASE_URL=postgresql://gate@db/gate npm run gate -- migrate',
    )
    .action(async () => {
      const applied = await migrate({
        url: loadConfig().databaseUrl,
        onBegin: (name) => console.error(`applying ${name}`),
      });
      console.log(
        applied.length === 0
          ? 'The database is up to date.'
          : `Applied ${applied.length} of them: ${applied.join(', ')}`,
      );
    });
}
