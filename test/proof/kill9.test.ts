import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import { cloneTemplate } from '../support/database.ts';
import { kill9 } from './kill9.ts';

const { provider, folder } = inject('databases');
const rounds = provider === 'sqlite' ? 5 : 2;

it('loses and doubles nothing that it acknowledged, however often it is killed', { timeout: 300_000 }, async () => {
  await using clone = await cloneTemplate();
  const dataDir = mkdtempSync(path.join(folder, 'kill9-'));
  const report = await kill9({ databaseUrl: clone.url, dataDir }, { seed: 'test', rounds, tills: 4 });
  expect(report.problems).toEqual([]);
  expect(report.kills).toBe(rounds);
  expect(report.inFlight).toBeGreaterThan(0);
  rmSync(dataDir, { recursive: true });
});
