/** A terminal in the back office: how it is doing, and what ends its access. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentView } from '../../admin/components/document-view.ts';
import { recordTransactions } from '../../server/domain/sales/index.ts';
import { issueTerminalSecret, type TerminalIdentity } from '../../server/domain/stores/index.ts';
import { makeTerminals, makeTransaction, systemContext } from '../domain/sales/support.ts';
import { withDatabase } from '../support/database.ts';
import { type Answer, type Browser, type Office, openOffice } from './office.ts';

const test = withDatabase();
let office: Office;
let staff: Browser;
let terminal: TerminalIdentity;

beforeAll(async () => {
  office = await openOffice(test.db);
  [terminal] = await makeTerminals(test.db);
  staff = await office.person('staff', { role: 'operator' });
});
afterAll(() => office[Symbol.asyncDispose]());

const address = (action: string) => `/admin/api/resources/Terminal/records/${terminal.terminalId}/${action}`;
const view = async (person = staff) => (await person.json(address('document'))).data as unknown as DocumentView;
const factOf = ({ facts }: DocumentView, label: string) => facts.find((fact) => fact.label === label)?.value;
const noticeOf = async (response: Response) => ((await response.json()) as Answer).notice;

describe('a terminal', () => {
  it('is shown with its state, counters, repeats and open trouble, and never with its secret', async () => {
    const ctx = systemContext(test.db, new Date());
    const { secret } = await issueTerminalSecret(ctx, terminal.terminalId, 'http://hub.test');
    const sale = makeTransaction();
    const other = structuredClone(sale);
    other.head.total_amount = '11.0000';
    for (const item of [sale, sale, other, { head: {} }]) await recordTransactions(ctx, terminal, [item], []);
    const shown = await view();
    expect(
      ['State', 'Repeated documents', 'Conflicts', 'Quarantine', 'Last document'].map((label) => factOf(shown, label)),
    ).toEqual(['Live', '1', '1', '1', expect.stringMatching(/^No\. \d+, /)]);
    const open = shown.sections.find(({ title }) => title === 'Open periods, running figures');
    expect(open?.rows).toEqual([['1', '1', '0', '0', '£10.00', '£1.67', '£10.00', expect.stringMatching(/^2026-/)]]);
    expect(factOf(shown, 'Secret')).toContain(`ends in ${secret.slice(-4)}`);
    expect(shown.facts.find(({ href }) => href?.startsWith('/tills/'))?.label).toBe('Settings, move, changes');
    const { secretHash } = await test.db.reader.terminal.findUniqueOrThrow({ where: { id: terminal.terminalId } });
    expect(JSON.stringify(shown)).not.toContain(secret);
    expect(JSON.stringify(shown)).not.toContain(secretHash);
  });

  it('is revoked and retired by staff who may write, each with a trace, and then has no buttons', async () => {
    const support = await office.person('support', { role: 'support' });
    expect((await view(support)).buttons).toEqual([]);
    expect((await support.post(address('revoke'))).status).toBe(403);
    const { buttons } = await view();
    expect(buttons.map(({ action }) => action)).toEqual(['tell', 'revoke', 'retire']);
    expect(buttons.map(({ isDestructive = false }) => isDestructive)).toEqual([false, true, true]);
    expect((await staff.get(address('revoke'))).status).toBe(405);
    expect((await noticeOf(await staff.post(address('revoke'))))?.message).toContain('refuses this terminal');
    expect((await view()).buttons.map(({ action }) => action)).toEqual(['retire']);
    expect((await noticeOf(await staff.post(address('retire'))))?.message).toContain('Retired for good');
    const gone = await view();
    expect([factOf(gone, 'State'), gone.buttons]).toEqual(['Retired', []]);
    expect((await noticeOf(await staff.post(address('retire'))))?.type).toBe('error');
    const trail = await test.db.reader.auditEntry.findMany({
      where: { door: 'admin', subjectType: 'terminal' },
      orderBy: { id: 'asc' },
    });
    expect(trail.map(({ action, actorName }) => [action, actorName])).toEqual([
      ['terminal.revoke', 'staff'],
      ['terminal.retire', 'staff'],
    ]);
  });
});
