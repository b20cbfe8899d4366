/** `npm run gate -- <command>`. Ends with status 0 when all went well, otherwise 1 with a sentence on standard error. */
import { Command } from 'commander';
import { backupCommand } from './backup.ts';
import { createStaffCommand } from './create-staff.ts';
import { doctorCommand } from './doctor.ts';
import { explain } from './hub.ts';
import { importPyposCommand } from './import-pypos.ts';
import { migrateCommand } from './migrate.ts';
import { simulateCommand } from './simulate.ts';
import { verifyCommand } from './verify.ts';

const program = new Command('gate')
  .description(
    'Looks after a GATE hub. Configuration comes from the environment, as for the hub itself (see .env.example).',
  )
  .showHelpAfterError()
  .addCommand(migrateCommand())
  .addCommand(createStaffCommand())
  .addCommand(importPyposCommand())
  .addCommand(verifyCommand())
  .addCommand(doctorCommand())
  .addCommand(backupCommand())
  .addCommand(simulateCommand());

try {
  await program.parseAsync();
} catch (error) {
  console.error(`error: ${explain(error)}`);
  process.exitCode = 1;
}
