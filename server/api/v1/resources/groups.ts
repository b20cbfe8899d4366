/** How goods are grouped and taxed: VAT rates, departments and their divisions, and those of them that were deleted. */
import { z } from 'zod';
import { readDecimal } from '../../../core/decimal.ts';
import { normalizeWireId } from '../../../core/ids.ts';
import {
  moveDepartment,
  moveDivision,
  moveVatRate,
  saveDepartment,
  saveDivision,
  saveVatRate,
} from '../../../domain/catalog/index.ts';
import {
  deletedDepartmentSource,
  deletedDivisionSource,
  deletedVatRateSource,
  departmentSource,
  divisionSource,
  type ResourceSource,
  vatRateSource,
} from '../../../domain/resources/index.ts';
import type { Operation } from '../../../http/operation.ts';
import { changedSince, containsAny, isId, isNumber, isText } from './filters.ts';
import { type Acting, changing, creating, type Removing } from './resource.ts';
import { resourceOperations } from './resource-operations.ts';
import { at, id, percent, shown, text } from './values.ts';

const right = 'catalog.write';
const stamps = { created_at: shown.instant, updated_at: shown.instant, version: shown.version };

type RowOf<S extends (companyId: number) => ResourceSource<{ id: string }>> = Awaited<
  ReturnType<ReturnType<S>['read']>
>[number];

interface Grouped {
  id: string;
  name: string;
  description: string | null;
  createdAt: Date;
  updatedAt: Date;
  version: number;
}

const showCommon = ({ id, name, description, createdAt, updatedAt, version }: Grouped) => ({
  ...{ id, name, description, version },
  ...{ created_at: at(createdAt), updated_at: at(updatedAt) },
});

const named = (name: string) => {
  const value = normalizeWireId(name);
  return value === null ? null : [{ is: 'equal', column: 'id', value } as const];
};

const common = { named, versionOf: ({ version }: Grouped) => version };
const search = { search: containsAny(['name']) };

type Move = typeof moveVatRate;

function removing(move: Move, summary: string, description: string): Removing<Grouped> {
  return {
    ...{ right, summary, description },
    run: ({ ctx, companyId, row }) => move(ctx, { companyId, id: row.id, seen: row.version, isBack: false }),
  };
}

/** How a deleted one comes back. */
function restoring(move: Move, act: { id: string; summary: string; description: string }): Acting<Grouped> {
  return {
    ...{ right, path: 'restore', ...act },
    run: ({ ctx, companyId, row }) => move(ctx, { companyId, id: row.id, seen: row.version, isBack: true }),
  };
}

export function groupOperations(): Operation[] {
  return [...vatRateOperations(), ...departmentOperations(), ...divisionOperations()];
}

const percentText = z
  .string()
  .regex(/^\d{1,3}(?:\.\d{1,2})?$/, 'is a percentage as text, such as "20" or "8.5"')
  .transform((given) => {
    const reading = readDecimal(given, 2);
    return reading.ok ? Number(reading.value) : 0;
  });

const vatRate = z
  .object({
    id: shown.id,
    number: z.int().describe('What tills call it: `vat_no`.'),
    name: shown.text,
    percent: z.string().describe('As decimal text.'),
    description: shown.text.nullable(),
    ...stamps,
  })
  .meta({ id: 'VatRate' });

const vatRateFields = { number: z.int().min(1).max(99).optional(), description: text(100).optional() };
const newVatRate = z
  .strictObject({ name: text(50), percent: percentText, ...vatRateFields })
  .meta({ id: 'NewVatRate' });
const vatRateChanges = newVatRate.partial().meta({ id: 'VatRateChanges' });

function vatRateOperations(): Operation[] {
  const listed = {
    ...{ tag: 'Products', item: vatRate, namedBy: 'Id of the VAT rate.', defaultSort: 'number', ...common },
    show: (row: RowOf<typeof vatRateSource>): z.input<typeof vatRate> => ({
      ...{ ...showCommon(row), number: row.number, percent: percent(row.rateBasisPoints) },
    }),
    filters: { ...search, number: isNumber('number'), ...changedSince },
    sorts: { number: 'number', name: 'name', version: 'version', updated_at: 'updatedAt' },
  };
  const present = resourceOperations(vatRateSource, {
    ...{ ...listed, one: 'VatRate', many: 'VatRates', path: 'vat-rates' },
    words: { one: 'VAT rate', many: 'VAT rates' },
    fieldNames: { rateBasisPoints: 'percent' },
    create: creating({
      ...{ right, summary: 'Add a VAT rate', body: newVatRate },
      description: 'Without a number it gets the next free one.',
      async run({ ctx, companyId }, { percent: rateBasisPoints, ...said }) {
        return (await saveVatRate(ctx, { companyId, ...said, rateBasisPoints })).id;
      },
    }),
    change: changing({
      ...{ right, summary: 'Change a VAT rate', body: vatRateChanges },
      async run({ ctx, companyId, row }, { percent: rateBasisPoints = row.rateBasisPoints, ...said }) {
        const now = { number: row.number, name: row.name, description: row.description ?? '' };
        const { number = now.number, name = now.name, description = now.description } = said;
        const rate = { number, name, description, rateBasisPoints };
        await saveVatRate(ctx, { companyId, id: row.id, seen: row.version, ...rate });
      },
    }),
    remove: removing(moveVatRate, 'Delete a VAT rate', 'Not while departments have it. It can be restored.'),
  });
  const deleted = resourceOperations(deletedVatRateSource, {
    ...{ ...listed, one: 'DeletedVatRate', many: 'DeletedVatRates', path: 'deleted-vat-rates' },
    words: { one: 'deleted VAT rate', many: 'deleted VAT rates' },
    acts: [
      restoring(moveVatRate, {
        ...{ id: 'restoreVatRate', summary: 'Bring a deleted VAT rate back' },
        description: 'With its number; departments can have it again.',
      }),
    ],
  });
  return [...present, ...deleted];
}

const codeFrom = (pattern: RegExp, message: string) => z.string().regex(pattern, message).transform(Number);

const department = z
  .object({
    id: shown.id,
    code: shown.text,
    name: shown.text,
    description: shown.text.nullable(),
    vat_rate_id: shown.id.nullable().describe('The rate that sales of its products take.'),
    vat_percent: z.string().nullable().describe('Percent of that rate as decimal text.'),
    ...stamps,
  })
  .meta({ id: 'Department' });

const newDepartment = z
  .strictObject({
    ...{ name: text(50), vat_rate_id: id },
    code: codeFrom(/^[1-9]\d?$/, 'Departments have numbers from 1 to 99.').optional(),
  })
  .meta({ id: 'NewDepartment' });
const departmentChanges = newDepartment.partial().meta({ id: 'DepartmentChanges' });

function departmentOperations(): Operation[] {
  const listed = {
    ...{ tag: 'Products', item: department, namedBy: 'Id of the department.', defaultSort: 'code', ...common },
    show: (row: RowOf<typeof departmentSource>): z.input<typeof department> => ({
      ...{ ...showCommon(row), code: row.code, vat_rate_id: row.vatRateId },
      vat_percent: row.vatRate && percent(row.vatRate.rateBasisPoints),
    }),
    filters: {
      ...{ ...search, code: isText('code', 10, 'Exactly this code.') },
      ...{ vat_rate_id: isId('vatRateId', 'With this VAT rate.'), ...changedSince },
    },
    sorts: { code: 'code', name: 'name', version: 'version', updated_at: 'updatedAt' },
  };
  const present = resourceOperations(departmentSource, {
    ...{ ...listed, one: 'Department', many: 'Departments', path: 'departments' },
    words: { one: 'department', many: 'departments' },
    description: 'Main groups: what receipts and VAT are told apart by.',
    create: creating({
      ...{ right, summary: 'Add a department', body: newDepartment },
      description: 'Without a code it gets the next free number. Its first division, of the same name, comes with it.',
      async run({ ctx, companyId }, { vat_rate_id: vatRateId, ...said }) {
        return (await saveDepartment(ctx, { companyId, vatRateId, ...said })).id;
      },
    }),
    change: changing({
      ...{ right, summary: 'Change a department', body: departmentChanges },
      async run({ ctx, companyId, row }, { vat_rate_id: said, name = row.name, code }) {
        const vatRateId = said ?? row.vatRateId ?? '';
        await saveDepartment(ctx, { companyId, id: row.id, seen: row.version, name, code, vatRateId });
      },
    }),
    remove: removing(
      moveDepartment,
      'Delete a department',
      'Its divisions go with it, and come back with it. Not while products are in it.',
    ),
  });
  const deleted = resourceOperations(deletedDepartmentSource, {
    ...{ ...listed, one: 'DeletedDepartment', many: 'DeletedDepartments', path: 'deleted-departments' },
    words: { one: 'deleted department', many: 'deleted departments' },
    acts: [
      restoring(moveDepartment, {
        ...{ id: 'restoreDepartment', summary: 'Bring a deleted department back' },
        description: 'With its code, and the divisions that went with it. Not while its VAT rate is deleted.',
      }),
    ],
  });
  return [...present, ...deleted];
}

const division = z
  .object({
    id: shown.id,
    code: shown.text,
    name: shown.text,
    description: shown.text.nullable(),
    department_id: shown.id.nullable().describe('It stays in its department.'),
    ...stamps,
  })
  .meta({ id: 'Division' });

const divisionFields = {
  name: text(50),
  code: codeFrom(/^[1-9]\d{2,6}$/, 'Divisions have numbers from 100 on.').optional(),
};
const newDivision = z.strictObject({ ...divisionFields, department_id: id }).meta({ id: 'NewDivision' });
const divisionChanges = z.strictObject(divisionFields).partial().meta({ id: 'DivisionChanges' });

function divisionOperations(): Operation[] {
  const listed = {
    ...{ tag: 'Products', item: division, namedBy: 'Id of the division.', defaultSort: 'code', ...common },
    show: (row: RowOf<typeof divisionSource>): z.input<typeof division> => ({
      ...{ ...showCommon(row), code: row.code, department_id: row.mainGroupId },
    }),
    filters: {
      ...{ ...search, code: isText('code', 10, 'Exactly this code.') },
      ...{ department_id: isId('mainGroupId', 'Of this department.'), ...changedSince },
    },
    sorts: { code: 'code', name: 'name', version: 'version', updated_at: 'updatedAt' },
  };
  const present = resourceOperations(divisionSource, {
    ...{ ...listed, one: 'Division', many: 'Divisions', path: 'divisions' },
    words: { one: 'division', many: 'divisions' },
    description: 'Parts of departments: where products belong.',
    fieldNames: { mainGroupId: 'department_id' },
    create: creating({
      ...{ right, summary: 'Add a division', body: newDivision },
      description: 'Without a code it gets the number of its department and the next free two digits.',
      async run({ ctx, companyId }, { department_id: departmentId, ...said }) {
        return (await saveDivision(ctx, { companyId, departmentId, ...said })).id;
      },
    }),
    change: changing({
      ...{ right, summary: 'Change a division', body: divisionChanges },
      async run({ ctx, companyId, row }, { name = row.name, code }) {
        const departmentId = row.mainGroupId ?? '';
        await saveDivision(ctx, { companyId, id: row.id, seen: row.version, departmentId, name, code });
      },
    }),
    remove: removing(moveDivision, 'Delete a division', 'Not while products are in it. It can be restored.'),
  });
  const deleted = resourceOperations(deletedDivisionSource, {
    ...{ ...listed, one: 'DeletedDivision', many: 'DeletedDivisions', path: 'deleted-divisions' },
    words: { one: 'deleted division', many: 'deleted divisions' },
    acts: [
      restoring(moveDivision, {
        ...{ id: 'restoreDivision', summary: 'Bring a deleted division back' },
        description: 'With its code. Not while its department is deleted.',
      }),
    ],
  });
  return [...present, ...deleted];
}
