import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Command, Option } from 'commander';
import type { StaffRole } from '../core/scope.ts';
import { createStaff, staffRoles } from '../domain/tenancy/index.ts';
import { withHub } from './hub.ts';

interface CreateStaffOptions {
  username: string;
  role: StaffRole;
  firstName: string;
  lastName: string;
  email?: string;
}

/** `gate create-staff` */
export function createStaffCommand(): Command {
  return new Command('create-staff')
    .summary('create an account of the hub’s own staff')
    .description(
      'Creates an account that can sign in to /admin. The password is asked for, or read from standard input when that is no terminal: ' +
        'it never stands on the command line.',
    )
    .requiredOption('-u, --username <name>', 'what the person signs in with')
    .addOption(new Option('-r, --role <role>', 'what the person may do').choices(staffRoles).default('superuser'))
    .option('--first-name <name>', 'first name', '')
    .option('--last-name <name>', 'last name', '')
    .option('--email <address>', 'e-mail address')
    .addHelpText(
      'after',
      '\nExamples:\n  npm run gate -- create-staff --username ada\n  pass show gate/ada | npm run gate -- create-staff --username ada --role operator',
    )
    .action(async ({ username, role, firstName, lastName, email }: CreateStaffOptions) => {
      const password = process.stdin.isTTY ? await askPassword() : await readPassword();
      await withHub('create-staff', (ctx) =>
        createStaff(ctx, { username, password, firstName, lastName, email: email ?? null, staffRole: role }),
      );
      console.log(`${username} can sign in as ${role}.`);
    });
}

/** Asks twice, without showing what is typed. */
async function askPassword(): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    const ask = async (question: string): Promise<string> => {
      process.stderr.write(question);
      const answer = await lines.question('');
      process.stderr.write('\n');
      return answer;
    };
    const password = await ask('Password: ');
    if (password !== (await ask('Once more: '))) throw new Error('The two passwords differ.');
    return password;
  } finally {
    lines.close();
  }
}

/** The first line of standard input. */
async function readPassword(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const password = Buffer.concat(chunks).toString('utf8').split(/\r?\n/)[0] ?? '';
  if (password === '') throw new Error('No password came on standard input.');
  return password;
}
