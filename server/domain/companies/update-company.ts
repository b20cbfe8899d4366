import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import type { Ctx, Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { authorize, companyFields, parseInput } from '../tenancy/index.ts';
import { changePeople } from './people.ts';

const input = companyFields.partial().extend({
  companyId: z.int(),
  /** Whether saving prices tells the tills. */
  notifiesPrices: z.boolean().optional(),
  /** The version that the person saw; without one nothing is compared. */
  version: z.int().optional(),
});

/** Changes what is known about a company; what is not said stays. The slug never changes.
 *  @throws not_found     the company is hidden from the actor
 *  @throws forbidden     the actor is neither owner nor administrator
 *  @throws invalid_input a field breaks its rule
 *  @throws stale         somebody else has saved it since */
export async function updateCompany(ctx: Ctx, raw: z.input<typeof input>): Promise<void> {
  const { companyId } = parseInput(input, raw);
  await changePeople(ctx, { companyId, action: 'company.edit' }, (tx, current) =>
    updateCompanyIn({ tx, ctx: current }, raw),
  );
}

/** The same inside the caller's transaction, who holds the company. */
export async function updateCompanyIn({ tx, ctx }: { tx: Tx; ctx: Ctx }, raw: z.input<typeof input>): Promise<void> {
  const { companyId, version: seen, ...said } = parseInput(input, raw);
  authorize(ctx, 'company.edit', { companyId });
  const { versionCounter, ...company } = await tx.company.findUniqueOrThrow({
    where: { id: companyId },
    select: { ...editableColumns, versionCounter: true },
  });
  if (seen !== undefined && seen !== company.version) {
    throw new DomainError('stale', { companyId, version: company.version }, 'Somebody else has saved this meanwhile.');
  }
  const changed = Object.entries(said).filter(
    ([name, value]) => value !== undefined && value !== company[name as keyof typeof company],
  );
  if (changed.length === 0) return;
  const after = Object.fromEntries(changed);
  const version = await nextVersions(tx, null);
  // Who switches it on is told of what is saved from now on.
  const told = said.notifiesPrices && !company.notifiesPrices ? { pricesToldVersion: versionCounter } : {};
  await tx.company.update({ where: { id: companyId }, data: { ...after, ...told, version }, select: { id: true } });
  await recordAudit(tx, ctx, {
    companyId,
    action: 'company.update',
    subjectType: 'company',
    subjectId: companyId,
    before: Object.fromEntries(changed.map(([name]) => [name, company[name as keyof typeof company]])),
    after,
  });
}

/** What can be edited, and the version that tells whether somebody did. */
export const editableColumns = {
  name: true,
  companiesHouseNumber: true,
  vatNumber: true,
  registeredOffice: true,
  currency: true,
  timeZone: true,
  dayStartMinutes: true,
  notifiesPrices: true,
  version: true,
} as const;
