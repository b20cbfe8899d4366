/** How goods are grouped and taxed: VAT rates, departments and their divisions. */

import { ofCompany, presentOfCompany } from '../reach.ts';
import type { ResourceSource } from '../read-rows.ts';

const texts = (ids: readonly (string | number)[]) => ({ id: { in: ids.map(String) } });
const stamps = { createdAt: true, updatedAt: true, version: true } as const;

function source<Row extends { id: string | number }>(declared: ResourceSource<Row>): ResourceSource<Row> {
  return declared;
}

/** The same rows in the trash. */
function deletedOf<Row extends { id: string | number }>(present: (companyId: number) => ResourceSource<Row>) {
  return (companyId: number): ResourceSource<Row> => ({
    ...present(companyId),
    reach: ofCompany('catalog.see', companyId, [{ is: 'filled', column: 'deletedAt' }]),
  });
}

export const vatRateSource = (companyId: number) =>
  source({
    model: 'VatRate',
    reach: presentOfCompany('catalog.see', companyId),
    read: ({ db }, ids) =>
      db.reader.vatRate.findMany({
        where: texts(ids),
        select: { id: true, number: true, name: true, rateBasisPoints: true, description: true, ...stamps },
      }),
  });

export const departmentSource = (companyId: number) =>
  source({
    model: 'DepartmentMainGroup',
    reach: presentOfCompany('catalog.see', companyId),
    read: ({ db }, ids) =>
      db.reader.departmentMainGroup.findMany({
        where: texts(ids),
        select: {
          ...{ id: true, code: true, name: true, description: true, vatRateId: true, ...stamps },
          vatRate: { select: { rateBasisPoints: true } },
        },
      }),
  });

export const divisionSource = (companyId: number) =>
  source({
    model: 'DepartmentSubGroup',
    reach: presentOfCompany('catalog.see', companyId),
    read: ({ db }, ids) =>
      db.reader.departmentSubGroup.findMany({
        where: texts(ids),
        select: { id: true, code: true, name: true, description: true, mainGroupId: true, ...stamps },
      }),
  });

export const deletedVatRateSource = deletedOf(vatRateSource);
export const deletedDepartmentSource = deletedOf(departmentSource);
export const deletedDivisionSource = deletedOf(divisionSource);
