/** Terminals, documents and what a database holds after pushes, for the tests of transactions and closures. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { everything } from '../../../server/core/scope.ts';
import { type Ctx, type Database, inTransaction, type Logger } from '../../../server/db/index.ts';
import type { TerminalIdentity } from '../../../server/domain/stores/index.ts';

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

/** The hub itself at a fixed time. */
export function systemContext(db: Database, now = new Date('2026-11-21T10:00:00Z')): Ctx {
  return {
    actor: { kind: 'system', name: 'test' },
    scope: everything,
    door: 'job',
    db,
    now: () => now,
    log: silent,
    requestId: null,
  };
}

let companies = 0;

/** A company with one store and its terminals. */
export async function makeTerminals(db: Database, count = 1): Promise<[TerminalIdentity, ...TerminalIdentity[]]> {
  companies += 1;
  const officeCode = `OFFICE-${companies}-${randomUUID().slice(0, 8)}`;
  return inTransaction(db, async (tx) => {
    const company = await tx.company.create({
      data: { uuid: randomUUID(), name: officeCode, slug: officeCode.toLowerCase(), officeCode },
    });
    const store = await tx.store.create({
      data: {
        uuid: randomUUID(),
        companyId: company.id,
        code: 'STORE-001',
        name: 'Store',
        timeZone: 'Europe/London',
        currency: 'GBP',
      },
    });
    const terminals: TerminalIdentity[] = [];
    for (let number = 1; number <= count; number += 1) {
      const terminalCode = `POS-00${number}`;
      const terminal = await tx.terminal.create({
        data: {
          uuid: randomUUID(),
          companyId: company.id,
          storeId: store.id,
          code: terminalCode,
          name: terminalCode,
          number,
          receiptSequenceId: randomUUID(),
          closureSequenceId: randomUUID(),
        },
      });
      terminals.push({
        terminalId: terminal.id,
        storeId: store.id,
        companyId: company.id,
        officeCode,
        storeCode: 'STORE-001',
        terminalCode,
        timeZone: 'Europe/London',
        dayStartMinutes: 0,
        currency: 'GBP',
      });
    }
    return terminals as [TerminalIdentity, ...TerminalIdentity[]];
  });
}

// biome-ignore lint/suspicious/noExplicitAny: wire bodies are changed freely by tests
export type Body = any;

/** A body as a real terminal pushed it. */
export function sample(
  name: 'transaction-push-full' | 'transaction-push-cancelled' | 'transaction-push-real-sale' | 'closure-push',
): Body {
  return JSON.parse(readFileSync(new URL(`../../support/samples/pypos/${name}.json`, import.meta.url), 'utf8'));
}
