/** `npm run gate -- <command>`. Ends with status 0 when all went well, otherwise 1 with a sentence on standard error. */
import { Command } from 'commander';
import { explain } from './explain.ts';

/** Each is loaded when it is asked for: together they are most of the hub. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  migrate: async () => (await import('./migrate.ts')).migrateCommand(),
  'create-staff': async () => (await import('./create-staff.ts')).createStaffCommand(),
  'import-pypos': async () => (await import('./import-pypos.ts')).importPyposCommand(),
  verify: async () => (await import('./verify.ts')).verifyCommand(),
  doctor: async () => (await import('./doctor.ts')).doctorCommand(),
  backup: async () => (await import('./backup.ts')).backupCommand(),
  simulate: async () => (await import('./simulate.ts')).simulateCommand(),
};

const program = new Command('gate')
  .description(
    'Looks after a GATE hub. Configuration comes from the environment, as for the hub itself (see .env.example).',
  )
  .showHelpAfterError();

const [asked = ''] = process.argv.slice(2);
const named = Object.hasOwn(commands, asked) ? commands[asked] : undefined;
for (const load of named ? [named] : Object.values(commands)) program.addCommand(await load());

try {
  await program.parseAsync();
} catch (error) {
  console.error(`error: ${explain(error)}`);
  process.exitCode = 1;
}
