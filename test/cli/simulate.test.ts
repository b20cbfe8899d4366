import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/command.ts';
import { startDemoHub } from '../support/demo-hub.ts';

describe('gate simulate', { timeout: 300_000 }, () => {
  it('with chaos ends with empty queues, and its figures are those of gate verify', async () => {
    await using server = await startDemoHub();
    const args = [
      'simulate',
      '--tills',
      '4',
      '--documents',
      '80',
      '--chaos',
      '--seed',
      '5',
      '--json',
      '--url',
      server.url,
    ];
    const run = await runProgram('main.ts', args, { env: server.env });
    expect(run.stderr).not.toMatch(/error/);
    const report = JSON.parse(run.stdout);
    expect(report).toMatchObject({ ok: true, unsent: [], check: [] });
    expect(run.status).toBe(0);
    expect(report.terminals).toHaveLength(4);
    expect(report.terminals.reduce((sum: number, { documents }: { documents: number }) => sum + documents, 0)).toBe(80);
    const verified = JSON.parse((await runProgram('main.ts', ['verify', '--json'], { env: server.env })).stdout);
    expect(verified.ok).toBe(true);
    expect(verified.terminals).toEqual(expect.arrayContaining(report.terminals));
  });

  it('in the gate dialect pulls, pushes in batches and closes, and with chaos ends with the figures of the hub too', async () => {
    await using server = await startDemoHub();
    const args = ['simulate', '--dialect', 'gate', '--tills', '3', '--documents', '90', '--chaos', '--seed', '6'];
    const run = await runProgram('main.ts', [...args, '--json', '--url', server.url], { env: server.env });
    expect(run.stderr).not.toMatch(/error/);
    const report = JSON.parse(run.stdout);
    expect(report).toMatchObject({ ok: true, unsent: [], faults: [], check: [] });
    expect(run.status).toBe(0);
    expect(report.terminals.reduce((sum: number, { documents }: { documents: number }) => sum + documents, 0)).toBe(90);
    expect(report.terminals.every(({ closures }: { closures: number }) => closures > 0)).toBe(true);
  });

  it('ends with one and says why when nobody answers', async () => {
    await using server = await startDemoHub();
    const args = ['simulate', '--tills', '1', '--documents', '1', '--url', 'http://127.0.0.1:9'];
    const { status, stderr } = await runProgram('main.ts', args, { env: server.env });
    expect(status).toBe(1);
    expect(stderr).toMatch(/error: .*ECONNREFUSED|error: .*bad port/i);
  });
});
