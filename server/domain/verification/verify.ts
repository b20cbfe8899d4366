import type { Ctx, Tx } from '../../db/index.ts';
import { listAuditChains, verifyAuditChain } from '../audit/index.ts';
import { authorize } from '../tenancy/index.ts';
import { balanceChecks } from './balance-checks.ts';
import { readGoneTerminals } from './being-erased.ts';
import { checkVerdicts } from './closure-verdicts.ts';
import { comparison, readDifference, reportedPerKind, type SumCheck } from './compare.ts';
import { composedChecks } from './composed-checks.ts';
import { type Difference, type Names, readNames, tell } from './difference.ts';
import { earnedPoints } from './earned-points.ts';
import { checkPackedTotals } from './packed-checks.ts';
import { rollupChecks } from './rollup-checks.ts';
import { seenRecords } from './seen-records.ts';
import { soldStock } from './sold-stock.ts';
import { type BodyCounts, checkStoredBodies } from './stored-bodies.ts';
import { storedKinds } from './stored-kinds.ts';
import { type TerminalTotals, terminalTotals } from './totals.ts';
import { campaignUsages, couponUsages } from './usages.ts';

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
  checked: {
    documents: number;
    documentsCompared: number;
    closures: number;
    closuresCompared: number;
    auditEntries: number;
    seconds: number;
  };
}

export interface VerifyOptions {
  /** How long stored bodies may be re-read and compared value by value; a random sample when that is too short for all.
   *  Infinity: all. */
  valuesWithinMs?: number;
}

/** What follows from documents beyond their totals. */
const derivedChecks = [soldStock, campaignUsages, couponUsages, earnedPoints, seenRecords];

/** Enough for about fifty thousand documents. */
const defaultValuesMs = 15_000;

/** Proves the hub against itself in one snapshot, beside writers: every rollup, stock level and balance recomputed from the
 *  documents and ledgers, every stored body, every audit chain. Changes nothing. On SQLite each statement keeps the event loop
 *  of the calling process busy, so a serving process should leave this to another one.
 *  @throws forbidden the actor is none of the hub's staff */
export async function verify(ctx: Ctx, options: VerifyOptions = {}): Promise<VerifyResult> {
  authorize(ctx, 'hub.see');
  const startedAt = performance.now();
  const differences = new Differences();
  const { terminals, counts, names } = await ctx.db.snapshot(async (read) => {
    const names = await readNames(ctx.db.dialect, read);
    const terminals = await terminalTotals(ctx.db.dialect, read);
    for (const check of [...rollupChecks, ...composedChecks, ...balanceChecks, ...derivedChecks])
      await compareSums(ctx, read, { check, names, differences });
    await checkPackedTotals({ dialect: ctx.db.dialect, client: read }, (fault) =>
      differences.add(tellFault(fault, names)),
    );
    const gone = await readGoneTerminals(ctx.db.dialect, read);
    await checkVerdicts({ dialect: ctx.db.dialect, read, now: ctx.now() }, (fault) => {
      if (!gone.has(fault.key.terminal_id)) differences.add(tellFault(fault, names));
    });
    const counts: Record<string, BodyCounts> = {};
    for (const kind of storedKinds) {
      counts[kind.name] = await checkStoredBodies({
        dialect: ctx.db.dialect,
        read,
        kind,
        valuesWithinMs: options.valuesWithinMs ?? defaultValuesMs,
        report: (fault) => differences.add(tellFault(fault, names)),
      });
    }
    return { terminals, counts, names };
  });
  const auditEntries = await checkAudit(ctx, names, differences);
  return {
    ok: differences.list.length === 0,
    terminals,
    differences: differences.list,
    unreported: differences.unreported(),
    checked: {
      documents: counts['document']?.hashed ?? 0,
      documentsCompared: counts['document']?.compared ?? 0,
      closures: counts['closure']?.hashed ?? 0,
      closuresCompared: counts['closure']?.compared ?? 0,
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
  for (const row of rows) differences.add(tellFault({ kind: check.kind, ...readDifference(check, row) }, names));
}

/** A fault in database columns, for people and programs. */
function tellFault(
  fault: { kind: string; key: Columned; expected: Columned; found: Columned },
  names: Names,
): Difference {
  const { kind, key, expected, found } = fault;
  return { kind, key: tell(key, names), expected: tell(expected, names), found: tell(found, names) };
}

type Columned = Readonly<Record<string, unknown>>;

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
