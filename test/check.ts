/** `npm run check`: types, lint and format, unused code, all at once; what each has to say comes when it has ended, in one piece. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** Scripts of package.json, the longest first. */
const checks = ['types', 'unused', 'lint'];

async function run(name: string): Promise<boolean> {
  const startedAt = performance.now();
  const child = spawn('npm', ['run', '--silent', name], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(
    `${`${out}${err}`.trimEnd()}\n${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s`.trimStart(),
  );
  return status === 0;
}

const passed = await Promise.all(checks.map(run));
if (passed.includes(false)) process.exitCode = 1;
