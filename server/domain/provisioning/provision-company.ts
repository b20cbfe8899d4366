import { randomInt } from 'node:crypto';
import { newId, stableId } from '../../core/ids.ts';
import { everything } from '../../core/scope.ts';
import type { Vault } from '../../core/vault.ts';
import { type Ctx, deriveContext, type Tx } from '../../db/index.ts';
import { customerTables } from '../customers/index.ts';
import { putRowsIn } from '../master-data/index.ts';
import { referenceTables } from '../reference/index.ts';
import { cashierContext, insertCashier } from '../stores/index.ts';
import { type CreateCompany, type CreatedCompany, createCompany } from '../tenancy/index.ts';
import { paymentTypeNames, presetFor } from './presets.ts';
import { putPreset } from './set-up-catalog.ts';

/** Creates a company that can sell at once: see `provisionCompany`. Errors are those of `createCompany`. */
export function openCompany(ctx: Ctx, input: CreateCompany, vault: Vault): Promise<CreatedCompany> {
  return createCompany(ctx, input, (tx, company) => provisionCompany(ctx, tx, { companyId: company.id, vault }));
}

/** Everything that a till cannot work without (protocol 1.2, "what must be there for a usable terminal"): VAT rates and
 *  departments of the company's country, units, kinds of payment, the walk-in customer, and an administrator, whose password
 *  nobody knows until somebody chooses one. Inside the transaction that creates the company. */
async function provisionCompany(
  ctx: Ctx,
  tx: Tx,
  { companyId, vault }: { companyId: number; vault: Vault },
): Promise<void> {
  const company = await tx.company.findUniqueOrThrow({
    where: { id: companyId },
    select: { uuid: true, timeZone: true, country: { select: { isoAlpha2: true } } },
  });
  const preset = presetFor(company.country?.isoAlpha2 ?? null, company.timeZone);
  // Whoever creates a company holds no right in it before this has ended.
  const at = { tx, ctx: deriveContext(ctx, { actor: { kind: 'system', name: 'open-company' }, scope: everything }) };
  await putPreset(at, companyId, preset);
  await putRowsIn(at, referenceTables.paymentTypes, {
    companyId,
    rows: paymentTypeNames.map((name, index) => ({ number: index + 1, name })),
  });
  const walkInId = stableId(`customer/walk-in/${company.uuid}`);
  await putRowsIn(at, customerTables.customers, {
    companyId,
    rows: [{ id: walkInId, ...preset.walkIn, isWalkIn: true }],
  });
  const id = newId();
  const password = String(randomInt(10 ** 9, 10 ** 10));
  await insertCashier(tx, at.ctx, {
    id,
    companyId,
    said: { userName: 'admin', firstName: preset.administrator, isAdministrator: true },
    sealed: { passwordEncrypted: vault.seal(password, cashierContext(id)), passwordSetAt: null },
  });
}
