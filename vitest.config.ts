import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './test/support/slowest-first.ts';

export default defineConfig({
  resolve: {
    alias: { '@node-rs/argon2': fileURLToPath(new URL('test/support/quick-argon2.ts', import.meta.url)) },
  },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    // Processes, because servers and databases are opened and closed for real; as many as the smallest machine has cores.
    pool: 'forks',
    maxWorkers: 2,
    // Most of what a test makes is gone with the next: a larger nursery is swept less often.
    execArgv: ['--max-semi-space-size=64'],
    // Files of one worker share its modules: nothing of ours is replaced by a test, and loading the hub anew for each of them took a
    // third of the processor time.
    isolate: false,
    sequence: { sequencer: SlowestFirst },
    setupFiles: ['test/support/patient-servers.ts'],
    // Limits end what hangs; how fast the machine is says nothing about the hub, and other files run beside each.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
