import { DomainError } from '../../core/errors.ts';
import { type Ctx, statement } from '../../db/index.ts';
import { authorize } from '../tenancy/index.ts';

interface Named {
  companyId: number;
  customerId: string;
}

/** What only terminals use of a customer, as far as people see it. */
interface TillFields {
  description: string;
  dateOfBirth: string;
  marketingConsent: boolean;
  smsConsent: boolean;
  emailConsent: boolean;
}

/** A customer with their membership.
 *  @throws not_found there is none of this id in the company, or the actor does not see the company */
export async function getCustomer(ctx: Ctx, { companyId, customerId }: Named) {
  authorize(ctx, 'customer.see', { companyId });
  const customer = await ctx.db.reader.customer.findFirst({
    where: { id: customerId, companyId },
    include: { membership: { include: { program: true, tier: true } } },
  });
  if (!customer) throw new DomainError('not_found', { customerId });
  return { ...customer, tillFields: tillFieldsOf(customer.terminalFields) };
}

function tillFieldsOf(json: string): TillFields {
  const stored = JSON.parse(json) as Record<string, unknown>;
  const text = (name: string) => (typeof stored[name] === 'string' ? stored[name] : '');
  const isOn = (name: string) => stored[name] === true || stored[name] === 'true' || stored[name] === 1;
  return {
    description: text('description'),
    dateOfBirth: text('date_of_birth').slice(0, 10),
    marketingConsent: isOn('marketing_consent'),
    smsConsent: isOn('sms_consent'),
    emailConsent: isOn('email_consent'),
  };
}

/** Found by the days on which the customer bought; documents themselves have no index on people. */
const documentsOf = statement({
  params: { company: 'int', customer: 'text' },
  returns: {
    uuid: 'text',
    store: 'text',
    business_day: 'text',
    receipt_number: 'int',
    currency: 'text',
    total_e4: 'bigint',
    points_earned: 'int',
    points_redeemed: 'int',
  },
  sql: (q) => `SELECT t.uuid, s.code AS store, t.business_day, t.receipt_number, t.currency, t.total_e4,
      t.points_earned, t.points_redeemed
    FROM (SELECT DISTINCT d.store_id, d.business_day FROM customer_totals d
        WHERE d.company_id = ${q.param('company')} AND d.customer_id = ${q.param('customer')}) f
    JOIN transactions t ON t.store_id = f.store_id AND t.business_day = f.business_day
    JOIN stores s ON s.id = t.store_id
    WHERE t.customer_id = ${q.param('customer')} ORDER BY t.business_day, t.receipt_number LIMIT 100000`,
});

/** Everything that the hub holds about one person, as an object to be handed out: master data, consents, groups, points, and
 *  the receipts that name them. */
export async function exportCustomer(ctx: Ctx, named: Named) {
  const { companyId, customerId } = named;
  authorize(ctx, 'customer.write', { companyId });
  const customer = await getCustomer(ctx, named);
  const { reader, finder, dialect } = ctx.db;
  const segments = await reader.customerSegmentMember.findMany({ where: { customerId }, include: { segment: true } });
  const entries = customer.membership
    ? await reader.loyaltyEntry.findMany({
        where: { membershipId: customer.membership.id },
        orderBy: { occurredAt: 'asc' },
      })
    : [];
  const documents = await dialect.query(finder, documentsOf, { company: companyId, customer: customerId });
  const {
    membership,
    tillFields: _fields,
    terminalFields,
    nameFolded: _folded,
    version: _version,
    companyId: _company,
    ...person
  } = customer;
  return {
    exportedAt: ctx.now().toISOString(),
    person: { ...person, furtherFields: JSON.parse(terminalFields) as unknown },
    groups: segments.map(({ segment, isActive, assignedAt }) => ({ name: segment.name, isActive, assignedAt })),
    membership: membership && {
      program: membership.program.name,
      tier: membership.tier?.name ?? null,
      cardNumber: membership.cardNumber,
      points: membership.availablePoints,
      enrolledAt: membership.enrolledAt,
      movements: entries.map(({ occurredAt, entryType, points, balanceAfter, description }) => ({
        ...{ occurredAt, entryType, points, balanceAfter, description },
      })),
    },
    receipts: documents,
  };
}

/** How much hangs on a customer, for the page that asks before it erases. */
export async function countOfCustomer(ctx: Ctx, { companyId, customerId }: Named) {
  authorize(ctx, 'customer.see', { companyId });
  const documents = await ctx.db.dialect.query(ctx.db.finder, documentsOf, {
    company: companyId,
    customer: customerId,
  });
  return { documents: documents.length };
}
