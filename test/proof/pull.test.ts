import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import { cloneTemplate } from '../support/database.ts';
import { pullProof } from './pull.ts';

it('tills that were offline at random end with what the hub has, row by row', { timeout: 180_000 }, async () => {
  await using clone = await cloneTemplate();
  const dataDir = mkdtempSync(path.join(inject('databases').folder, 'pull-'));
  const report = await pullProof({ databaseUrl: clone.url, dataDir }, { seed: 'test', tills: 8, edits: 400 });
  expect(report.problems).toEqual([]);
  expect(report.edits).toBeGreaterThanOrEqual(400);
  expect(report.pulls).toBeGreaterThan(8);
  rmSync(dataDir, { recursive: true });
});
