import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import { cloneTemplate } from '../support/database.ts';
import { fuzz } from './fuzz.ts';

const { provider, folder } = inject('databases');
const count = provider === 'sqlite' ? 400 : 250;

it('answers damaged bodies in the tills’ dialect and keeps no half of them', { timeout: 120_000 }, async () => {
  await using clone = await cloneTemplate();
  const dataDir = mkdtempSync(path.join(folder, 'fuzz-'));
  const report = await fuzz({ databaseUrl: clone.url, dataDir }, { seed: 'test', count });
  expect(report.problems).toEqual([]);
  expect(report.sent).toBe(count);
  expect(report.accepted).toBeGreaterThan(0);
  expect(report.quarantined).toBeGreaterThan(0);
  rmSync(dataDir, { recursive: true });
});
