/** How often a terminal is to deliver: in its settings, and in when it counts as silent. */

import { beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import {
  createStore,
  createTerminal,
  getTerminalLife,
  issueTerminalSecret,
  moveTerminal,
  updateTerminal,
} from '../../../server/domain/stores/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, someCompany } from '../../support/hub.ts';

const now = new Date('2026-11-20T12:00:00Z');
const publicUrl = 'http://127.0.0.1:8000';
const hourMs = 3_600_000;

describe('F-TERM-2: the sync policy of a terminal', () => {
  const test = withDatabase();
  let companyId = 0;

  beforeAll(async () => {
    companyId = await someCompany(test.db);
  });

  async function newTerminal(code: string, syncMinutes?: number) {
    const ctx = hubCtx(test.db, now);
    const { id: storeId } = await createStore(ctx, { companyId, code: `S-${code}`, name: code });
    const { id } = await createTerminal(ctx, { storeId, code, ...(syncMinutes && { syncMinutes }) });
    return { ctx, storeId, id };
  }

  it('is in the settings that it is given: five minutes unless somebody says otherwise, also after a move', async () => {
    const usual = await newTerminal('A');
    const rare = await newTerminal('B', 240);
    const issued = await issueTerminalSecret(usual.ctx, usual.id, publicUrl);
    expect(issued.settingsToml).toContain('sync_interval_minutes = 5\n');
    expect((await issueTerminalSecret(rare.ctx, rare.id, publicUrl)).settingsToml).toContain('minutes = 240\n');
    const target = usual.storeId;
    const moved = await moveTerminal(rare.ctx, { terminalId: rare.id, storeId: target, publicUrl, code: 'B2' });
    expect(moved?.settingsToml).toContain('sync_interval_minutes = 240\n');
  });

  it('is changed with a version and a trace, and refused outside of a minute to a day', async () => {
    const { ctx, id } = await newTerminal('C');
    await updateTerminal(ctx, { terminalId: id, syncMinutes: 30 });
    const { terminal } = await getTerminalLife(ctx, { id });
    expect(terminal.syncMinutes).toBe(30);
    const entry = await test.db.reader.auditEntry.findFirstOrThrow({
      where: { subjectType: 'terminal', subjectId: String(id), action: 'terminal.update' },
    });
    expect(entry.content).toContain('30');
    for (const syncMinutes of [0, 1441, 1.5, Number.NaN]) {
      await expect(updateTerminal(ctx, { terminalId: id, syncMinutes })).rejects.toMatchObject({
        code: 'invalid_input',
        facts: { errors: [{ path: 'syncMinutes' }] },
      });
    }
  });

  it('says how long it may be quiet before it is silent: two deliveries, and never less than an hour', async () => {
    const often = await newTerminal('D', 1);
    const rare = await newTerminal('E', 120);
    const stateAfter = async ({ id }: { id: number }, hours: number) => {
      const later = hubCtx(test.db, new Date(now.getTime() + hours * hourMs));
      return (await getTerminalLife(later, { id })).terminal.state;
    };
    for (const { id } of [often, rare]) {
      await inTransaction(test.db, (tx) =>
        tx.terminalState.update({ where: { terminalId: id }, data: { lastSeenAt: now } }),
      );
    }
    expect([await stateAfter(often, 0.9), await stateAfter(often, 1.1)]).toEqual(['live', 'silent']);
    expect([await stateAfter(rare, 3.9), await stateAfter(rare, 4.1)]).toEqual(['live', 'silent']);
  });
});
