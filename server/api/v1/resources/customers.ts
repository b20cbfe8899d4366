import { z } from 'zod';
import { normalizeWireId } from '../../../core/ids.ts';
import { eraseCustomer, getCustomer, saveCustomer } from '../../../domain/customers/index.ts';
import { customerSource } from '../../../domain/resources/index.ts';
import type { Operation } from '../../../http/operation.ts';
import { changedSince, contains, isFlag, isText } from './filters.ts';
import { changing, creating } from './resource.ts';
import { resourceOperations } from './resource-operations.ts';
import { saidOf } from './said.ts';
import { at, shown, text } from './values.ts';

const line = shown.text.nullable();

const item = z
  .object({
    id: shown.id,
    ...{ name: shown.text, last_name: shown.text, phone_number: line, email: line, address_line_1: line },
    ...{ address_line_2: line, address_line_3: line, zip_code: line, tax_id: line, description: line },
    date_of_birth: line.describe('YYYY-MM-DD.'),
    ...{ marketing_consent: z.boolean(), sms_consent: z.boolean(), email_consent: z.boolean() },
    is_walk_in: z.boolean().describe('In whose name every sale without a customer is booked.'),
    is_active: z.boolean(),
    loyalty: z.object({ card_number: line, points: z.int(), tier: line }).nullable().describe('Null: no member.'),
    created_at: shown.instant,
    updated_at: shown.instant,
    version: shown.version,
  })
  .meta({ id: 'Customer' });

const optional = z
  .strictObject({
    ...{ last_name: text(50), phone_number: text(40), email: text(100), address_line_1: text(100) },
    ...{ address_line_2: text(100), address_line_3: text(100), zip_code: text(50), tax_id: text(50) },
    ...{ description: text(500), date_of_birth: text(10), marketing_consent: z.boolean() },
    ...{ sms_consent: z.boolean(), email_consent: z.boolean(), is_active: z.boolean() },
  })
  .partial();

const body = optional.extend({ name: text(50) }).meta({ id: 'NewCustomer' });
const changes = optional.extend({ name: text(50).optional() }).meta({ id: 'CustomerChanges' });

const nobody = {
  ...{ lastName: '', phoneNumber: '', email: '', addressLine1: '', addressLine2: '', addressLine3: '', zipCode: '' },
  ...{ taxId: '', description: '', dateOfBirth: '', marketingConsent: false, smsConsent: false, emailConsent: false },
};

type Row = Awaited<ReturnType<ReturnType<typeof customerSource>['read']>>[number];

function fieldsOf({ terminalFields }: Row) {
  const stored = JSON.parse(terminalFields) as Record<string, unknown>;
  const said = (name: string) => (typeof stored[name] === 'string' && stored[name] !== '' ? stored[name] : null);
  const isOn = (name: string) => stored[name] === true || stored[name] === 'true' || stored[name] === 1;
  return {
    description: said('description'),
    date_of_birth: said('date_of_birth')?.slice(0, 10) ?? null,
    marketing_consent: isOn('marketing_consent'),
    sms_consent: isOn('sms_consent'),
    email_consent: isOn('email_consent'),
  };
}

const show = (row: Row): z.input<typeof item> => ({
  ...{ id: row.id, name: row.name, last_name: row.lastName, phone_number: row.phoneNumber, email: row.email },
  ...{ address_line_1: row.addressLine1, address_line_2: row.addressLine2, address_line_3: row.addressLine3 },
  ...{ zip_code: row.zipCode, tax_id: row.taxId, ...fieldsOf(row) },
  ...{ is_walk_in: row.isWalkIn, is_active: row.isActive },
  loyalty:
    row.membership && row.membership.deletedAt === null
      ? {
          card_number: row.membership.cardNumber,
          points: row.membership.availablePoints,
          tier: row.membership.tier?.name ?? null,
        }
      : null,
  ...{ created_at: at(row.createdAt), updated_at: at(row.updatedAt), version: row.version },
});

export function customerOperations(): Operation[] {
  return resourceOperations(customerSource, {
    ...{ one: 'Customer', many: 'Customers', tag: 'Customers', path: 'customers', item },
    words: { one: 'customer', many: 'customers' },
    namedBy: 'Id of the customer.',
    named: (name) => {
      const value = normalizeWireId(name);
      return value === null ? null : [{ is: 'equal', column: 'id', value }];
    },
    filters: {
      ...{ search: contains('nameFolded'), phone_number: isText('phoneNumber', 40, 'Exactly as it is written.') },
      ...{ email: isText('email', 100, 'Exactly this address.'), is_active: isFlag('isActive'), ...changedSince },
    },
    sorts: { name: 'nameFolded', version: 'version', updated_at: 'updatedAt' },
    defaultSort: 'name',
    versionOf: ({ version }) => version,
    show,
    create: creating({
      right: 'customer.write',
      summary: 'Add a customer',
      body,
      async run({ ctx, companyId }, said) {
        const { id: made } = await saveCustomer(ctx, { ...nobody, ...saidOf(said), name: said.name, companyId });
        return made;
      },
    }),
    change: changing({
      right: 'customer.write',
      summary: 'Change a customer, or put one out of use',
      body: changes,
      async run({ ctx, companyId, row }, said) {
        const { tillFields, ...now } = await getCustomer(ctx, { companyId, customerId: row.id });
        const person = {
          ...{ name: now.name, lastName: now.lastName, phoneNumber: now.phoneNumber ?? '', email: now.email ?? '' },
          ...{ addressLine1: now.addressLine1 ?? '', addressLine2: now.addressLine2 ?? '' },
          ...{ addressLine3: now.addressLine3 ?? '', zipCode: now.zipCode ?? '', taxId: now.taxId ?? '' },
          ...tillFields,
        };
        const seen = row.version;
        await saveCustomer(ctx, { ...person, ...saidOf(said), companyId, customerId: row.id, seen });
      },
    }),
    remove: {
      right: 'customer.write',
      summary: 'Erase a customer for good',
      description:
        'Takes everything personal out: names, addresses, numbers, consents, the card. Sales and points stay, under an id that means nobody any more. It cannot be taken back; `is_active` false only puts somebody out of use.',
      run: ({ ctx, companyId, row }) => eraseCustomer(ctx, { companyId, customerId: row.id, seen: row.version }),
    },
  });
}
