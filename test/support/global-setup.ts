/** Before the first test file: a migrated template database of the engine that GATE_TEST_PROVIDER names (`sqlite`, the
 *  default, or `postgresql`). After the last one: nothing is left. */

import { rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate, type Provider } from '../../server/db/index.ts';
import { startPostgres } from './postgres.ts';
import { makeRunFolder } from './run-folder.ts';

/** What test files need to know to clone the template. */
export interface TestDatabases {
  provider: Provider;
  /** For temporary files of tests; removed at the end. */
  folder: string;
  /** The migrated template; nobody may be connected to it while it is cloned. */
  templateUrl: string;
  /** PostgreSQL: where databases are created and dropped. */
  adminUrl: string | null;
}

declare module 'vitest' {
  interface ProvidedContext {
    databases: TestDatabases;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const provider = process.env['GATE_TEST_PROVIDER'] || 'sqlite';
  if (provider !== 'sqlite' && provider !== 'postgresql') throw new Error('GATE_TEST_PROVIDER: sqlite or postgresql');
  const folder = makeRunFolder({ inMemory: true });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    if (provider === 'sqlite') {
      const templateUrl = `file:${path.join(folder, 'template.db')}`;
      await migrate({ url: templateUrl });
      project.provide('databases', { provider, folder, templateUrl, adminUrl: null });
      return async () => remove();
    }
    // Suites that are about durability start servers of their own.
    const server = await startPostgres(path.join(folder, 'postgres'), { isDurable: false });
    const adminUrl = server.url('postgres');
    const templateUrl = server.url('gate_template');
    const admin = new pg.Client({ connectionString: adminUrl });
    await admin.connect();
    await admin.query('CREATE DATABASE gate_template');
    await admin.end();
    await migrate({ url: templateUrl });
    project.provide('databases', { provider, folder, templateUrl, adminUrl });
    return async () => {
      await server.stop();
      remove();
    };
  } catch (error) {
    remove();
    throw error;
  }
}
