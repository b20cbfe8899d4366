import type { Vault } from '../../core/vault.ts';
import type { Ctx } from '../../db/index.ts';
import { cashierContext } from '../stores/index.ts';
import { authorize, scopeFor } from '../tenancy/index.ts';
import { type Check, checks, type Level } from './checks.ts';
import { screenFindings } from './screens.ts';

export interface Finding {
  /** Names the kind of finding for programs; never changes. */
  code: string;
  level: Level;
  sentence: string;
  /** What to do, as a sentence. */
  todo: string;
  /** What it is about: codes and names, at most twenty. */
  subjects: readonly string[];
}

export interface StoreHealth {
  storeId: number;
  company: string;
  officeCode: string;
  storeCode: string;
  name: string;
  /** False: a till of this store would lack something. */
  ok: boolean;
  /** What is missing first. */
  findings: Finding[];
}

interface Wanted {
  /** Slug of a company; all when absent. */
  company?: string | undefined;
  /** Code of a store; all when absent. */
  storeCode?: string | undefined;
  storeId?: number | undefined;
  /** Given: tries whether the cashiers' passwords can be opened. */
  vault?: Vault;
}

/** Says of every store that the actor sees what a terminal would miss there, and what to do about it. Reads only; stores and
 *  companies that were deleted or switched off have no say. Nothing found means that a till can start, sell and close its day.
 *  @throws unavailable the database cannot be read */
export async function examineStores(ctx: Ctx, wanted: Wanted = {}): Promise<StoreHealth[]> {
  authorize(ctx, 'store.see');
  const { companyIds, storeIds } = scopeFor(ctx, 'store.see');
  const { company, storeCode, storeId } = wanted;
  const stores = await ctx.db.reader.store.findMany({
    where: {
      deletedAt: null,
      isActive: true,
      company: { deletedAt: null, ...(company !== undefined && { slug: company }) },
      AND: [
        companyIds === null ? {} : { companyId: { in: [...companyIds] } },
        storeIds === null ? {} : { id: { in: [...storeIds] } },
        storeId === undefined ? {} : { id: storeId },
        storeCode === undefined ? {} : { code: storeCode },
      ],
    },
    include: {
      company: { select: { name: true, officeCode: true, layoutId: true } },
      terminals: { where: { deletedAt: null }, select: { code: true, layoutId: true } },
    },
    orderBy: [{ companyId: 'asc' }, { code: 'asc' }],
  });
  const reports: StoreHealth[] = [];
  for (const store of stores) {
    const findings = [
      ...(await ruleFindings(ctx, store)),
      ...(await screenFindings(ctx, store.layoutId ?? store.company.layoutId, store.terminals)),
      ...(wanted.vault ? await passwordFindings(ctx, store, wanted.vault) : []),
    ].sort((a, b) => rank[a.level] - rank[b.level]);
    reports.push({
      storeId: store.id,
      company: store.company.name,
      officeCode: store.company.officeCode,
      storeCode: store.code,
      name: store.name,
      ok: findings.every(({ level }) => level !== 'missing'),
      findings,
    });
  }
  return reports;
}

const rank: Readonly<Record<Level, number>> = { missing: 0, advice: 1 };

interface Place {
  id: number;
  companyId: number;
}

async function ruleFindings(ctx: Ctx, { id, companyId }: Place): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const check of checks) {
    const rows = await ctx.db.dialect.query(ctx.db.finder, check.find, { company: companyId, store: id });
    const found = findingOf(
      check,
      rows.map(({ label }) => label),
    );
    if (found) findings.push(found);
  }
  return findings;
}

function findingOf({ when, code, level, sentence, todo }: Check, found: readonly string[]): Finding | null {
  if (when === 'none') return found.length > 0 ? null : { code, level, sentence, todo, subjects: [] };
  return found.length === 0 ? null : { code, level, sentence, todo, subjects: found };
}

/** A row without a password is dropped by a till that starts; later it keeps the one that it has. */
async function passwordFindings(ctx: Ctx, { id, companyId }: Place, vault: Vault): Promise<Finding[]> {
  const cashiers = await ctx.db.reader.cashier.findMany({
    where: {
      companyId,
      deletedAt: null,
      isActive: true,
      OR: [{ isAdministrator: true }, { stores: { some: { storeId: id, isActive: true } } }],
    },
    select: { id: true, userName: true, passwordEncrypted: true },
  });
  const lost = cashiers.filter((each) => vault.open(each.passwordEncrypted, cashierContext(each.id)) === null);
  if (lost.length === 0) return [];
  return [
    {
      code: 'password_unreadable',
      level: 'missing',
      sentence:
        'A cashier’s password cannot be opened with this hub’s key: a till that starts does not learn of the cashier.',
      todo: 'Set the password again, or bring back the secrets.json that belongs to this database.',
      subjects: lost.map(({ userName }) => userName).slice(0, 20),
    },
  ];
}
