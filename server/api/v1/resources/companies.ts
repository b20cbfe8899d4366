import { z } from 'zod';
import { normalizeWireId } from '../../../core/ids.ts';
import { updateCompany } from '../../../domain/companies/index.ts';
import { openCompany } from '../../../domain/provisioning/index.ts';
import { companySource } from '../../../domain/resources/index.ts';
import type { Operation } from '../../../http/operation.ts';
import type { ApiDeps } from '../operations.ts';
import { changedSince, containsAny, isText } from './filters.ts';
import { changing, creating } from './resource.ts';
import { resourceOperations } from './resource-operations.ts';
import { saidOf } from './said.ts';
import { at, shown, text } from './values.ts';

const item = z
  .object({
    id: shown.id,
    slug: z.string().describe('Its name in addresses; fixed.'),
    name: shown.text,
    office_code: z.string().describe('First part of what its terminals identify themselves by.'),
    companies_house_number: shown.text,
    vat_number: shown.text,
    registered_office: shown.text,
    currency: z.string().describe('ISO 4217 letters.'),
    time_zone: z.string().describe('IANA name.'),
    day_start_minutes: z.int().describe('Minutes after midnight at which a business day of new stores begins.'),
    created_at: shown.instant,
    updated_at: shown.instant,
    version: shown.version,
  })
  .meta({ id: 'Company' });

const details = {
  name: text(200),
  companies_house_number: text(32).optional(),
  vat_number: text(32).optional(),
  registered_office: text(2000).optional(),
  currency: text(3)
    .optional()
    .describe('ISO 4217 letters; GBP where a new company says none. New stores take it over.'),
  time_zone: text(60).optional().describe('IANA name; Europe/London where a new company says none.'),
  day_start_minutes: z
    .int()
    .min(0)
    .max(1439)
    .optional()
    .describe('Minutes after midnight at which a business day begins.'),
};

const body = z.strictObject(details).meta({ id: 'NewCompany' });
const changes = z.strictObject({ ...details, name: details.name.optional() }).meta({ id: 'CompanyChanges' });

type Row = Awaited<ReturnType<typeof companySource.read>>[number];

const show = (row: Row): z.input<typeof item> => ({
  ...{ id: row.uuid, slug: row.slug, name: row.name, office_code: row.officeCode },
  ...{ companies_house_number: row.companiesHouseNumber, vat_number: row.vatNumber },
  ...{ registered_office: row.registeredOffice, currency: row.currency, time_zone: row.timeZone },
  ...{ day_start_minutes: row.dayStartMinutes, created_at: at(row.createdAt), updated_at: at(row.updatedAt) },
  version: row.version,
});

export function companyOperations({ vault }: ApiDeps): Operation[] {
  return resourceOperations(() => companySource, {
    ...{ one: 'Company', many: 'Companies', tag: 'Companies', path: '', item },
    words: { one: 'company', many: 'companies' },
    namedBy: 'Slug or id of the company.',
    named(name) {
      const uuid = normalizeWireId(name);
      const bySlug = { is: 'equal', column: 'slug', value: name } as const;
      if (uuid === null) return [bySlug];
      return [{ is: 'any', of: [{ is: 'equal', column: 'uuid', value: uuid }, bySlug] }];
    },
    filters: {
      search: containsAny(['name', 'slug']),
      currency: isText('currency', 3, 'ISO 4217 letters.'),
      ...changedSince,
    },
    sorts: { id: 'id', name: 'name', slug: 'slug', created_at: 'createdAt', updated_at: 'updatedAt' },
    defaultSort: 'slug',
    versionOf: ({ version }) => version,
    show,
    instead: {
      ofOne: {
        DELETE:
          'A company is deleted by all of its owners together, each of whom proves who they are: in the portal, at /companies/{slug}/delete/.',
      },
    },
    create: creating({
      summary: 'Open a company',
      description:
        'You become its owner. It can sell at once: with VAT rates, departments, kinds of payment and an administrator at its tills.',
      callers: ['person'],
      body,
      async run({ ctx }, said) {
        const { id: made } = await openCompany(ctx, saidOf(said), vault);
        return made;
      },
    }),
    change: changing({
      right: 'company.edit',
      summary: 'Change a company',
      body: changes,
      run: ({ ctx, row }, said) => updateCompany(ctx, { ...saidOf(said), companyId: row.id, version: row.version }),
    }),
  });
}
