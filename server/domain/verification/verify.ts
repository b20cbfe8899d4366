import type { Ctx, Tx } from '../../db/index.ts';
import { listAuditChains, verifyAuditChain } from '../audit/index.ts';
import { authorize } from '../tenancy/index.ts';
import { balanceChecks } from './balance-checks.ts';
import { checkClosureBodies } from './closure-bodies.ts';
import { comparison, readDifference, reportedPerKind, type SumCheck } from './compare.ts';
import { type Difference, type Names, readNames, tell } from './difference.ts';
import { checkDocumentBodies } from './document-bodies.ts';
import { rollupChecks } from './rollup-checks.ts';
import { type TerminalTotals, terminalTotals } from './totals.ts';

export interface VerifyResult {
  /** No difference was found. */
  ok: boolean;
  terminals: TerminalTotals[];
  /** Disagreements of the hub with itself; at most `reportedPerKind` of a kind, see `unreported`. */
  differences: Difference[];
  /** Kinds of which there are more differences than are listed. */
  unreported: string[];
  /** What was looked at. `documentsCompared` is smaller than `documents` when the time for re-reading bodies was over; the
   *  rest has had its hash and all its sums checked. */
  checked: { documents: number; documentsCompared: number; closures: number; auditEntries: number; seconds: number };
}

export interface VerifyOptions {
  /** How long stored bodies may be re-read and compared value by value; a random sample when that is too short for all.
   *  Infinity: all. Default 10 s, enough for some tens of thousands of documents. */
  valuesWithinMs?: number;
}

/** Proves the hub against itself in one snapshot, beside writers: every rollup, stock level and balance recomputed from the
 *  documents and ledgers, every stored body, every audit chain. Changes nothing. On SQLite each statement keeps the event loop
 *  of the calling process busy, so a serving process should leave this to another one.
 *  @throws forbidden the actor is none of the hub's staff */
export async function verify(ctx: Ctx, options: VerifyOptions = {}): Promise<VerifyResult> {
  authorize(ctx, 'hub.see');
  const startedAt = performance.now();
  const differences = new Differences();
  const inSnapshot = await ctx.db.snapshot(async (read) => {
    const names = await readNames(ctx.db.dialect, read);
    const terminals = await terminalTotals(ctx.db.dialect, read);
    for (const check of [...rollupChecks, ...balanceChecks])
      await compareSums(ctx, read, { check, names, differences });
    const closures = await checkClosureBodies(ctx.db.dialect, read, ({ key, expected, found }) =>
      differences.add({
        kind: 'closure.hash',
        key: tell(key, names),
        expected: { bodyHash: expected },
        found: { bodyHash: found },
      }),
    );
    const bodies = await checkDocumentBodies({
      dialect: ctx.db.dialect,
      read,
      valuesWithinMs: options.valuesWithinMs ?? 10_000,
      report: ({ kind, key, expected, found }) =>
        differences.add({
          kind,
          key: tell(key, names),
          expected: tell(expected, names),
          found: tell(found, names),
        }),
    });
    return { terminals, closures, bodies, names };
  });
  const auditEntries = await checkAudit(ctx, inSnapshot.names, differences);
  return {
    ok: differences.list.length === 0,
    terminals: inSnapshot.terminals,
    differences: differences.list,
    unreported: differences.unreported(),
    checked: {
      documents: inSnapshot.bodies.hashed,
      documentsCompared: inSnapshot.bodies.compared,
      closures: inSnapshot.closures,
      auditEntries,
      seconds: Math.round(performance.now() - startedAt) / 1000,
    },
  };
}

/** Collects differences without growing past what is reported. */
class Differences {
  readonly list: Difference[] = [];
  readonly #counts = new Map<string, number>();

  add(difference: Difference): void {
    const count = (this.#counts.get(difference.kind) ?? 0) + 1;
    this.#counts.set(difference.kind, count);
    if (count <= reportedPerKind) this.list.push(difference);
  }

  unreported(): string[] {
    return [...this.#counts].filter(([, count]) => count > reportedPerKind).map(([kind]) => kind);
  }
}

async function compareSums(
  ctx: Ctx,
  read: Tx,
  { check, names, differences }: { check: SumCheck; names: Names; differences: Differences },
): Promise<void> {
  const rows = await ctx.db.dialect.query(read, comparison(check), {});
  for (const row of rows) {
    const { key, expected, found } = readDifference(check, row);
    differences.add({
      kind: check.kind,
      key: tell(key, names),
      expected: tell(expected, names),
      found: tell(found, names),
    });
  }
}

/** Chains are append-only and prove themselves up to the head read first, so they need no snapshot. */
async function checkAudit(ctx: Ctx, names: Names, differences: Differences): Promise<number> {
  let entries = 0;
  for (const chain of await listAuditChains(ctx.db)) {
    const verdict = await verifyAuditChain(ctx.db, chain);
    entries += verdict.entries;
    if (verdict.ok) continue;
    differences.add({
      kind: 'audit.chain',
      key: { chain: chain === 0 ? 'hub' : (names.company.get(chain) ?? `#${chain}`), position: verdict.brokenAt },
      expected: { entry: 'as it was written' },
      found: { entry: verdict.reason },
    });
  }
  return entries;
}
