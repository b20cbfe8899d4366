/** Departments, divisions and VAT rates: what hangs on them keeps them, and what was deleted comes back. */
import { beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../../server/db/index.ts';
import { withDatabase } from '../../../support/database.ts';
import { type Answer, type Json, only } from '../../support.ts';
import { ask, everyAction, keyOf, openWorld, trailOf, type World } from './support.ts';

const test = withDatabase();
let world: World;
let base: string;

beforeEach(async () => {
  world = await openWorld(test.db);
  base = `/companies/${world.ours.slug}`;
  return () => world[Symbol.asyncDispose]();
});

const asked = (path: string, more: object = {}, key = world.key) => ask(world.hub, key, `${base}${path}`, more);
const restore = (path: string, key = world.key) => asked(`/deleted-${path}/restore`, { method: 'POST' }, key);
const remove = (path: string) => asked(`/${path}`, { method: 'DELETE', match: '*' });

async function make(list: string, json: object): Promise<Json> {
  const { status, body } = await asked(`/${list}`, { json });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
}

/** Code and sentence of a refusal. */
const told = ({ status, body }: Answer) => [status, body?.code, body?.message];

/** What was read, without what every change moves. */
function lasting({ version: _version, updated_at: _at, ...row }: Json): Json {
  return row;
}

/** One of each kind on which nothing hangs. */
const loose = {
  'vat-rates': () => make('vat-rates', { name: 'Reduced', percent: '5' }),
  departments: () => make('departments', { name: 'Books', vat_rate_id: world.ours.vatRateId }),
  divisions: () => make('divisions', { name: 'Maps', department_id: world.ours.departmentId }),
};

const kinds = [
  ['vat-rates', 'vat_rate.put'],
  ['departments', 'sub_department.put'],
  ['divisions', 'sub_department.put'],
] as const;

describe.each(kinds)('deleted %s', (list, action) => {
  it('are listed among those that can come back, and come back as they were, with a trace', async () => {
    const made = await loose[list]();
    const path = `${list}/${made.id}`;
    expect((await asked(`/deleted-${list}`)).body.items).toEqual([]);
    expect((await asked(`/deleted-${path}`)).status).toBe(404);
    expect((await restore(path)).status).toBe(404);
    expect((await remove(path)).status).toBe(204);
    expect((await asked(`/${path}`)).status).toBe(404);
    const { body: gone } = await asked(`/deleted-${path}`);
    expect(lasting(gone)).toEqual(lasting(made));
    expect((await asked(`/deleted-${list}`)).body.items).toContainEqual(gone);

    expect(await restore(path)).toMatchObject({ status: 204 });
    const { body: back } = await asked(`/${path}`);
    expect([lasting(back), back.version > gone.version]).toEqual([lasting(made), true]);
    expect((await trailOf(test.db, world.ours.companyId)).last).toBe(action);
    expect((await asked(`/deleted-${list}`)).body.items).toEqual([]);
    expect((await restore(path)).status).toBe(404);
  });

  it('come back for those who may change the catalogue, and stay hidden from other companies', async () => {
    const { id } = await loose[list]();
    const path = `${list}/${id}`;
    await remove(path);
    const { companyId } = world.ours;
    const before = await trailOf(test.db, companyId);
    const looking = await keyOf(world.hub, companyId, ['catalog.see']);
    expect((await asked(`/deleted-${path}`, {}, looking)).status).toBe(200);
    expect((await restore(path, looking)).status).toBe(403);
    const blind = await keyOf(world.hub, companyId, ['store.see']);
    expect((await asked(`/deleted-${path}`, {}, blind)).status).toBe(403);
    const theirs = await keyOf(world.hub, world.theirs.companyId, everyAction);
    expect((await restore(path, theirs)).status).toBe(404);
    const elsewhere = `/companies/${world.theirs.slug}/deleted-${path}/restore`;
    expect((await ask(world.hub, theirs, elsewhere, { method: 'POST' })).status).toBe(404);
    expect(await trailOf(test.db, companyId)).toEqual(before);
  });
});

describe('a department', () => {
  it('takes with it the divisions that it had, and brings back those alone', async () => {
    const { id } = await loose.departments();
    const first = only((await asked(`/divisions?department_id=${id}`)).body.items as Json[]);
    expect(first.name).toBe('Books');
    const second = await make('divisions', { name: 'Atlases', department_id: id });
    await remove(`divisions/${second.id}`);
    // Not in the instant in which the other went.
    world.hub.clock.now = new Date(world.hub.clock.now.getTime() + 1000);
    await remove(`departments/${id}`);
    expect((await asked(`/divisions/${first.id}`)).status).toBe(404);
    const refused = await restore(`divisions/${first.id}`);
    expect(told(refused)).toEqual([409, 'conflict', 'Its department was deleted: restore that first.']);
    expect((await restore(`departments/${id}`)).status).toBe(204);
    expect((await asked(`/divisions?department_id=${id}`)).body.items).toMatchObject([{ id: first.id }]);
    expect((await restore(`divisions/${second.id}`)).status).toBe(204);
    expect((await asked(`/divisions?department_id=${id}`)).body.items).toHaveLength(2);
  });

  it('does not come back to a VAT rate that was deleted meanwhile', async () => {
    const rate = await loose['vat-rates']();
    const { id } = await make('departments', { name: 'Books', vat_rate_id: rate.id });
    await remove(`departments/${id}`);
    expect((await remove(`vat-rates/${rate.id}`)).status).toBe(204);
    const refused = await restore(`departments/${id}`);
    expect(told(refused)).toEqual([409, 'conflict', 'Its VAT rate was deleted: restore that first.']);
    expect((await restore(`vat-rates/${rate.id}`)).status).toBe(204);
    expect((await restore(`departments/${id}`)).status).toBe(204);
    expect((await asked(`/departments/${id}`)).body).toMatchObject({ vat_rate_id: rate.id, vat_percent: '5.00' });
  });
});

it('a VAT rate that a product names for itself is not deleted', async () => {
  const rate = await loose['vat-rates']();
  const { productId: id, companyId } = world.ours;
  await inTransaction(test.db, (tx) => tx.product.update({ where: { id }, data: { vatRateId: rate.id } }));
  const before = await trailOf(test.db, companyId);
  const sentence = 'Products have this rate of their own: give them another first.';
  expect(told(await remove(`vat-rates/${rate.id}`))).toEqual([409, 'conflict', sentence]);
  expect(await trailOf(test.db, companyId)).toEqual(before);
});

it('a product does not come back to a VAT rate of its own that was deleted meanwhile', async () => {
  const rate = await loose['vat-rates']();
  const { productId: id, companyId } = world.ours;
  await inTransaction(test.db, (tx) => tx.product.update({ where: { id }, data: { vatRateId: rate.id } }));
  await remove(`products/${id}`);
  expect((await remove(`vat-rates/${rate.id}`)).status).toBe(204);
  const before = await trailOf(test.db, companyId);
  const refused = await restore(`products/${id}`);
  expect(told(refused)).toEqual([409, 'conflict', 'Its own VAT rate was deleted: restore that first.']);
  expect(await trailOf(test.db, companyId)).toEqual(before);
  expect((await restore(`vat-rates/${rate.id}`)).status).toBe(204);
  expect((await restore(`products/${id}`)).status).toBe(204);
  expect((await asked(`/products/${id}`)).status).toBe(200);
});

it('what something hangs on is not deleted', async () => {
  const { vatRateId, departmentId, divisionId, companyId } = world.ours;
  const before = await trailOf(test.db, companyId);
  for (const path of [`vat-rates/${vatRateId}`, `departments/${departmentId}`, `divisions/${divisionId}`]) {
    expect([path, (await remove(path)).body?.code]).toEqual([path, 'conflict']);
  }
  expect(await trailOf(test.db, companyId)).toEqual(before);
});

it('numbers that are taken, by deleted ones too, are refused by the name of their field', async () => {
  const rate = await make('vat-rates', { name: 'Books', percent: '0', number: 7 });
  await remove(`vat-rates/${rate.id}`);
  const { vatRateId } = world.ours;
  for (const [list, json, field] of [
    ['vat-rates', { name: 'Other', percent: '1', number: 7 }, 'number'],
    ['departments', { name: 'Other', vat_rate_id: vatRateId, code: '1' }, 'code'],
    ['divisions', { name: 'Other', department_id: world.ours.departmentId, code: '101' }, 'code'],
  ] as const) {
    const { status, body } = await asked(`/${list}`, { json });
    expect([list, status, body.code, body.errors?.[0]?.path]).toEqual([list, 409, 'already_exists', field]);
  }
});

it('a VAT rate, department or division of another company is refused as one that this company does not have', async () => {
  const { theirs, ours } = world;
  const noDivision = { path: 'division_id', message: 'There is no such division in this company.' };
  const noDepartment = { path: 'department_id', message: 'There is no such department in this company.' };
  const noRate = { path: 'vat_rate_id', message: 'There is no such VAT rate in this company.' };
  const tea = { name: 'Tea', division_id: theirs.divisionId };
  for (const [path, method, json, error] of [
    ['/products', 'POST', tea, noDivision],
    [`/products/${ours.productId}`, 'PATCH', { division_id: theirs.divisionId }, noDivision],
    ['/divisions', 'POST', { name: 'Other', department_id: theirs.departmentId }, noDepartment],
    ['/departments', 'POST', { name: 'Other', vat_rate_id: theirs.vatRateId }, noRate],
    [`/departments/${ours.departmentId}`, 'PATCH', { vat_rate_id: theirs.vatRateId }, noRate],
  ] as const) {
    const { status, body } = await asked(path, { method, json, headers: { 'if-match': '*' } });
    expect([path, status, body.errors]).toEqual([path, 400, [error]]);
  }
});
