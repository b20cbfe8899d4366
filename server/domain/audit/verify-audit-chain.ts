import type { Database } from '../../db/index.ts';
import { type ChainedEntry, digestOf, emptyHead, genesis, hashOf, headKey, readHead } from './chain.ts';

/** Whether a chain proves. `brokenAt` is the position of the first entry that does not, with the reason; entries after it are
 *  not looked at. */
export interface ChainVerdict {
  chain: number;
  entries: number;
  /** Entries whose content was erased on purpose; their digests stay. */
  erased: number;
  ok: boolean;
  brokenAt: number | null;
  reason: string | null;
}

type Row = ChainedEntry & { content: string | null; hash: string };

const pageSize = 1000;

/** Recomputes a chain from its first entry. Finds an entry that was changed, left out, added in between or cut off at the end.
 *  @param onEntries told now and then how many have been looked at */
export async function verifyAuditChain(
  db: Database,
  chain: number,
  onEntries: (entries: number) => void = () => {},
): Promise<ChainVerdict> {
  // The head is read first: entries written meanwhile lie beyond it and are no fault.
  const stored = await db.reader.hubState.findUnique({ where: { key: headKey(chain) } });
  const head = stored === null ? emptyHead : readHead(stored.value);
  const verdict: ChainVerdict = { chain, entries: 0, erased: 0, ok: true, brokenAt: null, reason: null };
  let previousHash = genesis;
  for (;;) {
    const page: Row[] = await db.reader.auditEntry.findMany({
      where: { chain, position: { gt: verdict.entries } },
      orderBy: { position: 'asc' },
      take: pageSize,
    });
    for (const row of page) {
      const reason = faultOf(row, verdict.entries + 1, previousHash);
      if (reason !== null) return { ...verdict, ok: false, brokenAt: verdict.entries + 1, reason };
      verdict.entries += 1;
      if (row.content === null) verdict.erased += 1;
      if (row.position === head.position && row.hash !== head.hash) {
        return { ...verdict, ok: false, brokenAt: row.position, reason: 'is not the entry that was written last' };
      }
      previousHash = row.hash;
    }
    onEntries(verdict.entries);
    if (page.length < pageSize) break;
  }
  if (verdict.entries < head.position) {
    return { ...verdict, ok: false, brokenAt: verdict.entries + 1, reason: 'is missing at the end' };
  }
  return verdict;
}

/** Numbers of all chains that have entries: 0 for the hub, else company ids. */
export async function listAuditChains(db: Database): Promise<number[]> {
  const heads = await db.reader.hubState.findMany({ where: { key: { startsWith: 'audit:' } }, select: { key: true } });
  const rows = await db.reader.auditEntry.findMany({ distinct: ['chain'], select: { chain: true } });
  const chains = new Set([
    ...heads.map(({ key }) => Number(key.slice('audit:'.length))),
    ...rows.map((row) => row.chain),
  ]);
  return [...chains].sort((a, b) => a - b);
}

function faultOf(row: Row, position: number, previousHash: string): string | null {
  if (row.position !== position) return 'is missing';
  if (row.previousHash !== previousHash) return 'does not follow the entry before it';
  if (row.content !== null && digestOf(row.content) !== row.contentDigest) return 'has other content than was written';
  if (hashOf(row) !== row.hash) return 'was changed';
  return null;
}
