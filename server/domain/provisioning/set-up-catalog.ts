import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { catalogTables } from '../catalog/index.ts';
import { putRowsIn } from '../master-data/index.ts';
import { authorize } from '../tenancy/index.ts';
import { type CountryPreset, presets } from './presets.ts';

const input = z.object({ companyId: z.int(), country: z.string().max(2) });

/** Gives a company the VAT rates of a country, a department for each, and the usual units, in place of those that it began
 *  with. Only before there are products: later each rate is changed by itself, because products hang on them.
 *  @throws invalid_input the hub does not know the rates of this country
 *  @throws conflict      there are products
 *  @throws not_found     the company is none that the actor sees */
export async function setUpCatalog(ctx: Ctx, raw: z.input<typeof input>): Promise<void> {
  const { companyId, country } = input.parse(raw);
  authorize(ctx, 'catalog.write', { companyId });
  const preset = presets.find((each) => each.country === country);
  if (!preset) {
    throw new DomainError('invalid_input', { errors: [{ path: 'country', message: 'Choose a country.' }] });
  }
  await inTransaction(ctx, async (tx) => {
    const product = await tx.product.findFirst({ where: { companyId, deletedAt: null }, select: { id: true } });
    if (product) {
      throw new DomainError('conflict', { companyId }, 'There are products already: change the rates one by one.');
    }
    await putPreset({ tx, ctx }, companyId, preset);
    await dropOthers({ tx, ctx }, companyId, preset);
  });
}

/** Rates, departments with one division each, and units, by their numbers and codes. */
export async function putPreset(at: { tx: Tx; ctx: Ctx }, companyId: number, preset: CountryPreset): Promise<void> {
  const { rates, units } = preset;
  const { ids: rateIds } = await putRowsIn(at, catalogTables.vatRates, {
    companyId,
    rows: rates.map(({ number, name, rateBasisPoints, source }) => ({
      number,
      name,
      rateBasisPoints,
      description: source.slice(0, 100),
    })),
  });
  const { ids: groupIds } = await putRowsIn(at, catalogTables.mainGroups, {
    companyId,
    rows: rates.map(({ department: { code, name } }, index) => ({ code, name, vatRateId: rateIds[index] ?? null })),
  });
  await putRowsIn(at, catalogTables.subGroups, {
    companyId,
    rows: rates.map(({ department: { divisionCode, name } }, index) => ({
      code: divisionCode,
      name,
      mainGroupId: groupIds[index] ?? null,
    })),
  });
  await putRowsIn(at, catalogTables.units, { companyId, rows: [...units] });
}

/** What the company began with and the country does not have. */
async function dropOthers(at: { tx: Tx; ctx: Ctx }, companyId: number, { rates }: CountryPreset): Promise<void> {
  const { tx, ctx } = at;
  const alive = { companyId, deletedAt: null };
  const gone = { deletedAt: ctx.now() };
  const subs = await tx.departmentSubGroup.findMany({
    where: { ...alive, code: { notIn: rates.map(({ department }) => department.divisionCode) } },
  });
  await putRowsIn(at, catalogTables.subGroups, {
    companyId,
    rows: subs.map(({ id, code, name, mainGroupId }) => ({ id, code, name, mainGroupId, ...gone })),
  });
  const mains = await tx.departmentMainGroup.findMany({
    where: { ...alive, code: { notIn: rates.map(({ department }) => department.code) } },
  });
  await putRowsIn(at, catalogTables.mainGroups, {
    companyId,
    rows: mains.map(({ id, code, name, vatRateId }) => ({ id, code, name, vatRateId, ...gone })),
  });
  const others = await tx.vatRate.findMany({
    where: { ...alive, number: { notIn: rates.map((rate) => rate.number) } },
  });
  await putRowsIn(at, catalogTables.vatRates, {
    companyId,
    rows: others.map(({ id, number, name, rateBasisPoints }) => ({ id, number, name, rateBasisPoints, ...gone })),
  });
}
