import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { freeNow } from '../../server/core/free-now.ts';

it('bytes that own their memory are gone at once, those that share it stay', () => {
  const megabytes = 1024 * 1024;
  const held = () => process.memoryUsage().arrayBuffers;
  const before = held();
  const parts = Array.from({ length: 50 }, () => Buffer.alloc(megabytes, 1));
  const shared = Buffer.alloc(20, 'x').subarray(2, 5);
  // The same memory twice is no fault.
  freeNow([...parts, ...parts.slice(0, 1), shared]);
  expect(held()).toBeLessThan(before + megabytes);
  expect(parts.every(({ length }) => length === 0)).toBe(true);
  expect(shared.toString()).toBe('xxx');
});

it('a process with nothing else to do ends', async () => {
  const url = new URL('../../server/core/free-now.ts', import.meta.url).href;
  const script = `import { freeNow } from ${JSON.stringify(url)}; freeNow([Buffer.alloc(100_000)]); console.log('freed');`;
  const options = { timeout: 20_000 };
  const ran = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script],
    options,
  );
  expect(ran.stdout).toBe('freed\n');
});
