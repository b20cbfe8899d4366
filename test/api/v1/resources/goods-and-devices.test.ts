/** Products that come back, and what hangs on a terminal. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moveDepartment } from '../../../../server/domain/catalog/index.ts';
import { withDatabase } from '../../../support/database.ts';
import { call, type Json, only } from '../../support.ts';
import { ask, everyAction, keyOf, openWorld, trailOf, type World } from './support.ts';

const test = withDatabase();
let world: World;
let base: string;

beforeAll(async () => {
  world = await openWorld(test.db);
  base = `/companies/${world.ours.slug}`;
});
afterAll(() => world[Symbol.asyncDispose]());

const asked = (path: string, more: object = {}, key = world.key) => ask(world.hub, key, `${base}${path}`, more);

describe('a product', () => {
  it('has one price at each level: two in one request are refused, and neither counts', async () => {
    const { productId, storeUuid } = world.ours;
    const before = (await asked(`/prices?product_id=${productId}`)).body.items;
    for (const store_id of [null, storeUuid]) {
      const prices = ['1.00', '2.00'].map((price) => ({ store_id, price }));
      const answer = await asked(`/products/${productId}`, { method: 'PATCH', json: { prices }, match: '*' });
      expect([answer.status, answer.body.errors?.map(({ path }: Json) => path)]).toEqual([400, ['prices']]);
    }
    expect((await asked(`/prices?product_id=${productId}`)).body.items).toEqual(before);
  });
});

describe('a deleted product', () => {
  it('is listed among those that can come back, and comes back with code, barcodes and price', async () => {
    const { productId } = world.ours;
    const { body: product } = await asked(`/products/${productId}`);
    expect((await asked('/deleted-products')).body.items).toEqual([]);
    expect((await asked(`/deleted-products/${productId}`)).status).toBe(404);
    await asked(`/products/${productId}`, { method: 'DELETE', match: '*' });
    const deleted = await asked(`/deleted-products?search=tea`);
    expect(deleted.body.items).toMatchObject([{ id: productId, code: product.code, barcodes: product.barcodes }]);
    expect((await asked(`/products/${productId}`)).status).toBe(404);

    const looking = await keyOf(world.hub, world.ours.companyId, ['catalog.see']);
    const restore = { method: 'POST' };
    expect((await asked(`/deleted-products/${productId}/restore`, restore, looking)).status).toBe(403);
    const theirs = await keyOf(world.hub, world.theirs.companyId, everyAction);
    const elsewhere = `/companies/${world.theirs.slug}/deleted-products/${productId}/restore`;
    expect((await ask(world.hub, theirs, elsewhere, restore)).status).toBe(404);

    expect((await asked(`/deleted-products/${productId}/restore`, restore)).status).toBe(204);
    const { version, updated_at, ...back } = (await asked(`/products/${productId}`)).body;
    const { version: before, updated_at: then, ...kept } = product;
    expect([back, version > before, updated_at >= then]).toEqual([kept, true, true]);
    expect((await asked(`/prices?product_id=${productId}`)).body.items).toMatchObject([{ price: '2.5000' }]);
    expect((await trailOf(test.db, world.ours.companyId)).last).toBe('product.restore');
    expect((await asked(`/deleted-products/${productId}/restore`, restore)).status).toBe(404);
  });

  it('stays where it is while its department is deleted', async () => {
    const { productId, companyId } = world.ours;
    await asked(`/products/${productId}`, { method: 'DELETE', match: '*' });
    const group = await test.db.reader.departmentMainGroup.findFirstOrThrow({ where: { companyId } });
    const move = { companyId, id: group.id, seen: group.version };
    await moveDepartment(world.hub.ctx, { ...move, isBack: false });
    const refused = await asked(`/deleted-products/${productId}/restore`, { method: 'POST' });
    expect([refused.status, refused.body.message]).toEqual([409, expect.stringContaining('department')]);
  });
});

describe('the devices of a terminal', () => {
  const till = () => only(world.ours.terminals.slice(0, 1));
  const none = { receipt_printer_type: null, mac_address: null, backend_port1: null, force_to_work_online: null };

  it('are read, put as a whole and taken back, in the state that was seen, and reach the till', async () => {
    const path = `/terminals/${till().uuid}/devices`;
    const read = await asked(path);
    expect([read.status, read.body]).toMatchObject([200, none]);
    const json = {
      receipt_printer_type: 'EPSON',
      backend_ip1: '192.168.10.5',
      backend_port1: 9100,
      force_to_work_online: false,
    };
    expect((await asked(path, { method: 'PUT', json })).status).toBe(400);
    const etag = read.headers.get('etag') ?? '';
    const put = await asked(path, { method: 'PUT', json, match: etag });
    expect([put.status, put.body]).toMatchObject([200, { ...none, ...json }]);
    expect((await asked(path, { method: 'PUT', json, match: etag })).body.code).toBe('stale');
    expect(put.headers.get('etag')).toBe((await asked(`/terminals/${till().uuid}`)).headers.get('etag'));
    const init = await call(`${till().url}/api/v1/pos/init`);
    const settings = [init.body.data.pos_settings].flat();
    expect(settings).toMatchObject([
      { receipt_printer_type: 'EPSON', backend_port1: 9100, force_to_work_online: false },
    ]);

    const fewer = { mac_address: '00:1A:2B:3C:4D:5E' };
    const next = await asked(path, { method: 'PUT', json: fewer, match: '*' });
    expect(next.body).toMatchObject({ ...none, ...fewer, backend_ip1: null });
    expect((await asked(path, { method: 'DELETE', match: next.headers.get('etag') ?? '' })).status).toBe(204);
    expect((await asked(path)).body).toMatchObject(none);
    expect((await trailOf(test.db, world.ours.companyId)).last).toBe('terminal.update');
  });

  it.each([
    ['mac_address', 'a printer'],
    ['backend_ip1', '300.1.1.1'],
    ['backend_port1', 70_000],
    ['scale_type', 'x'.repeat(21)],
    ['force_to_work_online', 'yes'],
    ['toaster', 'on'],
  ])('are refused with a wrong %s', async (name, value) => {
    const path = `/terminals/${till().uuid}/devices`;
    const { status, body } = await asked(path, { method: 'PUT', json: { [name]: value }, match: '*' });
    expect([status, body.errors?.[0]?.path]).toEqual([400, name]);
  });

  it('are changed by those who manage the terminal alone', async () => {
    const path = `/terminals/${till().uuid}/devices`;
    const looking = await keyOf(world.hub, world.ours.companyId, ['terminal.see', 'store.see']);
    expect((await asked(path, {}, looking)).status).toBe(200);
    expect((await asked(path, { method: 'PUT', json: {}, match: '*' }, looking)).status).toBe(403);
    const elsewhere = await keyOf(world.hub, world.ours.companyId, everyAction, [world.ours.otherStoreId]);
    expect((await asked(path, {}, elsewhere)).status).toBe(404);
    expect((await asked(path, { method: 'DELETE', match: '*' }, elsewhere)).status).toBe(404);
  });
});
