import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import { cloneTemplate } from '../support/database.ts';
import { simulate } from './simulate.ts';

const { provider, folder } = inject('databases');
const documents = provider === 'sqlite' ? 400 : 150;

it('has what the tills were told it has, after a day on bad lines', { timeout: 120_000 }, async () => {
  await using clone = await cloneTemplate();
  const dataDir = mkdtempSync(path.join(folder, 'simulate-'));
  const report = await simulate({ databaseUrl: clone.url, dataDir }, { seed: 'test', tills: 6, documents });
  expect(report.problems).toEqual([]);
  expect(report.documents).toBe(documents);
  expect(report.closures).toBeGreaterThan(0);
  rmSync(dataDir, { recursive: true });
});
