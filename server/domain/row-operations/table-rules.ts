/** What the declarations of tables do not say: columns that follow from others, and rules that need a look around. */

import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { addDivision, catalogTables, nextCode, noDivisionSentence } from '../catalog/index.ts';
import {
  customerTables,
  erasedSentence,
  isWalkInName,
  neededSentence,
  phoneReader,
  walkInSentence,
} from '../customers/index.ts';
import { putRowsIn } from '../master-data/index.ts';
import { refuseFractions } from '../pricing/index.ts';
import { fault, type Judged, type TableRules } from './judge-rows.ts';
import type { Reading } from './stored-rows.ts';

type Looking = { tx: Reading; ctx: Ctx };
type Judging = { companyId: number | null; judged: readonly Judged[] };

const isBlank = (value: unknown) => value === undefined || value === null || value === '';

const without = (table: { fields: object }, hidden: readonly string[]) =>
  Object.keys(table.fields).filter((name) => !hidden.includes(name));

/** Department, and what tills call the VAT rate, follow from the division; the rate itself is the department's. */
export const productRules: TableRules = {
  columns: without(catalogTables.products, ['mainGroupId', 'vatNumber', 'vatRateId']),
  filledIn: ['code'],
  async judge(at, { companyId, judged }) {
    const moved = judged.filter(({ row, stored }) => row['subGroupId'] !== stored?.['subGroupId']);
    const ids = [...new Set(moved.map(({ row }) => String(row['subGroupId'])))];
    const divisions = await at.tx.departmentSubGroup.findMany({
      where: { id: { in: ids }, companyId: companyId as number, deletedAt: null },
      include: { mainGroup: { include: { vatRate: true } } },
    });
    for (const each of moved) {
      const main = divisions.find(({ id }) => id === each.row['subGroupId'])?.mainGroup;
      if (isBlank(each.row['subGroupId'])) each.faults.push(fault(each, 'subGroupId', 'Choose a department.'));
      else if (!main) each.faults.push(fault(each, 'subGroupId', noDivisionSentence));
      else Object.assign(each.row, { mainGroupId: main.id, vatNumber: main.vatRate?.number ?? 1, vatRateId: null });
    }
    await numberProducts(at, { companyId, judged });
  },
};

/** A product without a code gets the next free number. */
async function numberProducts(at: Looking, { companyId, judged }: Judging): Promise<void> {
  const unnamed = judged.filter(({ row }) => isBlank(row['code']));
  if (unnamed.length === 0) return;
  const first = BigInt(await nextCode(at, companyId as number));
  for (const [index, each] of unnamed.entries()) each.row['code'] = String(first + BigInt(index));
}

export const vatRateRules: TableRules = {
  async judge(_at, { judged }) {
    for (const each of judged) {
      const number = each.row['number'];
      if (typeof number === 'number' && (number < 1 || number > 99)) {
        each.faults.push(fault(each, 'number', 'Give a number from 1 to 99.'));
      }
    }
  },
};

/** A new department gets its first division, of the same name: products belong to divisions. Divisions go and come back with
 *  their department. */
export const departmentRules: TableRules = {
  required: ['vatRateId'],
  async after(at, { companyId, judged, ids }) {
    for (const [index, { id, row }] of judged.entries()) {
      if (id !== null) continue;
      await addDivision(at, {
        companyId: companyId as number,
        departmentId: ids[index] as string,
        departmentCode: Number(row['code']),
        name: String(row['name']),
      });
    }
  },
  async move({ tx, ctx }, { companyId, stored, deletedAt }) {
    const all = await tx.departmentSubGroup.findMany({ where: { mainGroupId: { in: [...stored.keys()] } } });
    // Those that went together come back together.
    const along = all.filter((each) => {
      const went = stored.get(String(each.mainGroupId))?.['deletedAt'];
      if (deletedAt !== null) return each.deletedAt === null;
      return went instanceof Date && each.deletedAt?.getTime() === went.getTime();
    });
    const rows = along.map(({ id, code, name, description, maxPriceE4, discountRateBasisPoints, mainGroupId }) => ({
      ...{ id, code, name, description, maxPriceE4, discountRateBasisPoints, mainGroupId, deletedAt },
    }));
    await putRowsIn({ tx, ctx }, catalogTables.subGroups, { companyId, rows, isEachAudited: true });
  },
};

export const divisionRules: TableRules = { required: ['mainGroupId'], fixed: ['mainGroupId'] };

/** How another system is signed in to is nobody's to see. */
export const programPolicyRules: TableRules = {
  columns: without(customerTables.loyaltyProgramPolicies, ['integrationSettings']),
};

/** Money finer than the currency's smallest coin cannot be charged. */
export const priceRules: TableRules = {
  async judge(_at, { judged }) {
    for (const each of judged) {
      const { priceE4, currency } = each.row;
      if (typeof priceE4 !== 'bigint' || typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) continue;
      try {
        refuseFractions(priceE4, currency);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        each.faults.push(fault(each, 'priceE4', error.facts.errors?.[0]?.message ?? ''));
      }
    }
  },
};

const mailAddress = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** People are recognised by their number; tills need the walk-in customer, and nobody fills in who was erased. */
export function customerRules(table: { fields: object }): TableRules {
  return {
    columns: without(table, ['phoneNormalized', 'isWalkIn']),
    toldAt: { phoneNormalized: 'phoneNumber' },
    async judge(at, { companyId, judged }) {
      const read = await phoneReader(at.tx, companyId as number);
      for (const each of judged) {
        const { row, stored } = each;
        const refuse = (message: string) =>
          each.faults.push({ index: each.index, column: '', code: 'conflict', message });
        if (stored && stored['erasedAt'] !== null) refuse(erasedSentence);
        if (stored?.['isWalkIn'] === true && row['isActive'] === false) refuse(neededSentence);
        if (stored?.['isWalkIn'] === true && !isWalkInName(String(row['name']))) {
          each.faults.push(fault(each, 'name', walkInSentence));
        }
        if (!isBlank(row['email']) && row['email'] !== stored?.['email'] && !mailAddress.test(String(row['email']))) {
          each.faults.push(fault(each, 'email', 'This is no e-mail address.'));
        }
        if (!stored || row['phoneNumber'] !== stored['phoneNumber']) {
          row['phoneNormalized'] = read(String(row['phoneNumber'] ?? ''));
        }
      }
    },
    async move(_at, { judged, deletedAt }) {
      if (deletedAt === null && judged.some(({ stored }) => (stored?.['erasedAt'] ?? null) !== null)) {
        throw new DomainError('conflict', {}, erasedSentence);
      }
      if (deletedAt !== null && judged.some(({ stored }) => stored?.['isWalkIn'] === true)) {
        throw new DomainError('conflict', {}, neededSentence);
      }
    },
  };
}
