/** What no till can work without and no merchant thinks of: see protocol 1.2, "what must be there for a usable terminal". */
import { stableId } from '../../core/ids.ts';
import { everything } from '../../core/scope.ts';
import { type Ctx, deriveContext, statement } from '../../db/index.ts';
import { putCustomers } from '../customers/index.ts';
import { paymentTypeNames } from '../provisioning/index.ts';
import { putPaymentTypes } from '../reference/index.ts';

const missing = statement({
  params: { company: 'int' },
  returns: { has_walk_in: 'bool', has_payment_types: 'bool', company_uuid: 'text' },
  sql: (q) => `SELECT c.uuid AS company_uuid,
      EXISTS (SELECT 1 FROM customers t WHERE t.company_id = c.id AND t.is_walk_in AND t.deleted_at IS NULL) AS has_walk_in,
      EXISTS (SELECT 1 FROM payment_types t WHERE t.company_id = c.id AND t.deleted_at IS NULL) AS has_payment_types
    FROM companies c WHERE c.id = ${q.param('company')}`,
});

/** Gives a company an anonymous customer and kinds of payment where it has none: a till without them invents its own, under
 *  ids that nobody else knows. VAT rates and departments are the merchant's to say; nothing is guessed about tax. Safe to
 *  repeat and to run twice at once. */
export async function ensureBasics(ctx: Ctx, companyId: number): Promise<void> {
  const [found] = await ctx.db.dialect.query(ctx.db.reader, missing, { company: companyId });
  if (!found) return;
  // Not the till does this, but the hub at its first visit.
  const hub = deriveContext(ctx, { actor: { kind: 'system', name: 'first-init' }, scope: everything });
  if (!found.has_walk_in) {
    const id = stableId(`customer/walk-in/${found.company_uuid}`);
    await putCustomers(hub, { companyId, rows: [{ id, name: 'Walk-in', lastName: 'Customer', isWalkIn: true }] });
  }
  if (!found.has_payment_types) {
    const rows = paymentTypeNames.map((name, index) => ({ number: index + 1, name }));
    await putPaymentTypes(hub, { companyId, rows });
  }
}
