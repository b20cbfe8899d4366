/** Lets the standard Prisma CLI work here on a machine that can download its engine: `npx prisma migrate status`, `studio` and so
 *  on, on the database that DATABASE_URL names (default: the hub's own SQLite file). The hub itself never reads this. */

import path from 'node:path';
import { defineConfig } from 'prisma/config';
import { externalTables } from './prisma/native-objects.ts';

const url = process.env['DATABASE_URL'] || `file:${path.resolve(process.env['GATE_DATA_DIR'] || 'data', 'gate.db')}`;
const provider = url.startsWith('file:') ? 'sqlite' : 'postgresql';

export default defineConfig({
  schema: `prisma/${provider}/schema.prisma`,
  migrations: { path: `prisma/${provider}/migrations` },
  datasource: { url },
  experimental: { externalTables: true },
  tables: { external: externalTables(provider) },
});
