import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitions } from '../../admin/resources/index.ts';
import { newId } from '../../server/core/ids.ts';
import { inTransaction, type ModelName } from '../../server/db/index.ts';
import { delegateOf, rowOperationsOf } from '../../server/domain/row-operations/index.ts';
import { withDatabase } from '../support/database.ts';
import { everything, type Rows } from './everything.ts';
import { type Browser, type Office, openOffice } from './office.ts';
import { type Sample, samplesOf } from './record-samples.ts';

const test = withDatabase();
let office: Office;
let own: Rows;
let samples: Record<string, Sample>;
let staff: Browser;
let support: Browser;
let elsewhere: Browser;
let companyId: number;

/** Rows that come to be elsewhere, by an operation of their own (making.test.ts), or once for each of what is there already. */
const editedOnly: Record<string, readonly [string, string]> = {
  Company: ['vatNumber', 'GB 123'],
  Cashier: ['firstName', 'Grace'],
  User: ['displayName', 'Grace'],
  LoyaltyMembership: ['cardNumber', 'CARD-9'],
  LoyaltyRedemptionPolicy: ['pointsStep', '5'],
  LoyaltyProgramPolicy: ['voidPointsPolicy', 'ALL'],
  CustomerSegmentMember: ['reason', 'Every Friday'],
  CampaignProduct: ['displayOrder', '3'],
};
const editable = definitions.map(({ model }) => model as string).filter((model) => rowOperationsOf(model)?.canEdit);
const made = editable.filter((model) => !(model in editedOnly));

beforeAll(async () => {
  office = await openOffice(test.db);
  own = await everything(test.db, 'alpha');
  const other = await everything(test.db, 'beta');
  // What the chains of these companies begin with was made up by the factory.
  await inTransaction(test.db, (tx) => tx.auditEntry.deleteMany());
  // Nor does the factory know how long these may be, and how much.
  await inTransaction(test.db, async (tx) => {
    await tx.loyaltyProgramPolicy.updateMany({
      data: { customerIdentifierType: 'PHONE', integrationProvider: 'LOCAL', phoneCountryCode: '+44' },
    });
    const productId = String(own.get('Product')?.['id']);
    await tx.campaignProduct.updateMany({ data: { discountValueE4: 10_000n, productId } });
  });
  companyId = Number(own.get('Company')?.['id']);
  const currency = await inTransaction(test.db, (tx) =>
    tx.currency.create({ data: { id: newId(), companyId, number: 5, code: 'ZZZ', name: 'Other' } }),
  );
  samples = samplesOf(own, currency.id);
  staff = await office.person('staff', { role: 'superuser' });
  support = await office.person('support', { role: 'support' });
  elsewhere = await office.person('elsewhere', {
    role: 'operator',
    companyIds: [Number(other.get('Company')?.['id'])],
  });
});
afterAll(() => office[Symbol.asyncDispose]());

const at = (model: string, rest: string) => `/admin/api/hub/records/${model}/${rest}`;

interface Told {
  id: string;
  message: string;
  faults: Record<string, { message: string; link?: { href: string; title: string } }>;
  theirs?: { seen: number; values: Record<string, string> };
  seen: number;
  values: Record<string, string>;
  items: { id: number; action: string; changes: { column: string; before: string | null; after: string | null }[] }[];
}

async function ask(browser: Browser, address: string, fields?: Record<string, string>, headers = {}) {
  const answer = fields ? await browser.post(address, fields, headers) : await browser.get(address);
  return { status: answer.status, told: (await answer.json().catch(() => ({}))) as Told };
}

const said = (values: Record<string, string>, more: Record<string, string> = {}) => ({
  values: JSON.stringify(values),
  ...more,
});

interface Stored {
  version: number;
  deletedAt: Date | null;
  [column: string]: unknown;
}

async function stored(model: string, id: unknown): Promise<Stored> {
  const key = ['Company', 'Store', 'Terminal'].includes(model) ? Number(id) : String(id);
  const [row] = await delegateOf(test.db.reader, model as ModelName).findMany({ where: { id: key } });
  if (!row) throw new Error(`There is no ${model} ${id}`);
  return row as Stored;
}

function trail(model: string, id: unknown) {
  const subjectType = rowOperationsOf(model)?.subject ?? '';
  return test.db.reader.auditEntry.findMany({ where: { subjectType, subjectId: String(id) }, orderBy: { id: 'asc' } });
}

const ids = new Map<string, string>();

describe.each(made)('F-UI-1: a row of %s', (model) => {
  const fieldsOf = () => ({ ...(samples[model] as Sample).fields, companyId: String(companyId) });
  const removable = rowOperationsOf(model)?.remove !== undefined;

  it('is made with a version and a trace', async () => {
    const { status, told } = await ask(staff, at(model, 'new'), said(fieldsOf()));
    expect({ status, told }).toMatchObject({ status: 200 });
    ids.set(model, told.id);
    const [entry] = await trail(model, told.id);
    expect(entry).toMatchObject({ action: expect.stringMatching(/\.create$/), door: 'admin', actorName: 'staff' });
    expect((await stored(model, told.id)).version).toBeGreaterThan(0);
  });

  it('is changed with a higher version and a trace of before and after', async () => {
    const id = ids.get(model) as string;
    const [column, text] = (samples[model] as Sample).change;
    const { told: form } = await ask(staff, at(model, `${id}/form`));
    const before = await stored(model, id);
    const { status, told } = await ask(
      staff,
      at(model, `${id}/save`),
      said({ [column]: text }, { seen: String(form.seen) }),
    );
    expect({ status, told }).toMatchObject({ status: 200 });
    const after = await stored(model, id);
    expect(after.version).toBeGreaterThan(before.version);
    const content = JSON.parse((await trail(model, id)).at(-1)?.content ?? '{}') as Record<string, object>;
    expect(Object.keys(content['after'] ?? {})).toContain(column);
    expect(Object.keys(content['before'] ?? {})).toContain(column);
    const { told: again } = await ask(staff, at(model, `${id}/form`));
    expect(again.values[column]).toBe(text);
  });

  it('is not overwritten when somebody else saved meanwhile: the answer holds both sides', async () => {
    const id = ids.get(model) as string;
    const [column] = (samples[model] as Sample).change;
    const before = await stored(model, id);
    const { status, told } = await ask(staff, at(model, `${id}/save`), said({ [column]: '1' }, { seen: '1' }));
    expect({ status, told }).toMatchObject({ status: 409 });
    expect(told.theirs).toMatchObject({ seen: before.version });
    expect(await stored(model, id)).toEqual(before);
  });

  it('tells what is taken and what is missing beside the field', async () => {
    const sample = samples[model] as Sample;
    const entries = await test.db.reader.auditEntry.count();
    if (sample.isUnique !== false) {
      const { status, told } = await ask(staff, at(model, 'new'), said(fieldsOf()));
      expect({ status, told }).toMatchObject({ status: 409 });
      expect(Object.keys(told.faults)).toHaveLength(1);
    }
    if (sample.reference) {
      const missing = sample.reference === 'storeId' ? '999999' : crypto.randomUUID();
      const wrong = { ...fieldsOf(), code: '43', barcode: '1', [sample.reference]: missing };
      const known = Object.fromEntries(
        Object.entries(wrong).filter(([name]) => name in sample.fields || name === 'companyId'),
      );
      const { status } = await ask(staff, at(model, 'new'), said(known));
      expect([400, 404]).toContain(status);
    }
    expect(await test.db.reader.auditEntry.count()).toBe(entries);
  });

  it('F-RBAC-7: is out of reach of support, of staff of other companies, and of other sites: nothing happens', async () => {
    const id = ids.get(model) as string;
    const before = await stored(model, id);
    const entries = await test.db.reader.auditEntry.count();
    const [column, text] = (samples[model] as Sample).change;
    const seen = String(before.version);
    const doings: [string, Record<string, string>][] = [
      [`${id}/save`, said({ [column]: `${text}1` }, { seen })],
      [`${id}/remove`, { seen }],
      [`${id}/restore`, {}],
      [`${id}/restore-field`, { entry: '1', column }],
      ['new', said({ ...fieldsOf(), code: '44', name: 'Another' })],
    ];
    for (const [rest, fields] of doings) {
      expect([rest, (await ask(support, at(model, rest), fields)).status]).toEqual([rest, 403]);
      const foreign = (await ask(elsewhere, at(model, rest), fields)).status;
      expect([rest, foreign === 404 || foreign === 403]).toEqual([rest, true]);
      const crossSite = await ask(staff, at(model, rest), fields, { 'sec-fetch-site': 'cross-site' });
      expect([rest, crossSite.status]).toEqual([rest, 403]);
      const asLink = await staff.get(at(model, rest));
      expect([rest, asLink.status]).toEqual([rest, 404]);
    }
    expect(await stored(model, id)).toEqual(before);
    expect(await test.db.reader.auditEntry.count()).toBe(entries);
  });

  it('has a history from which one field is put back', async () => {
    const id = ids.get(model) as string;
    const [column] = (samples[model] as Sample).change;
    const { told } = await ask(staff, at(model, `${id}/history`));
    const entry = told.items.find((item) => item.changes.some((change) => change.column === column));
    const change = entry?.changes.find((each) => each.column === column);
    expect(change).toBeDefined();
    const fields = { entry: String(entry?.id), column };
    const { status, told: put } = await ask(staff, at(model, `${id}/restore-field`), fields);
    expect({ status, put }).toMatchObject({ status: 200 });
    const newest = (await ask(staff, at(model, `${id}/history`))).told.items[0];
    expect(newest?.changes.find((each) => each.column === column)).toMatchObject({
      before: change?.after,
      after: change?.before,
    });
  });

  it.runIf(removable)('goes to the trash and comes back under its id', async () => {
    const id = ids.get(model) as string;
    const { version } = await stored(model, id);
    const removed = await ask(staff, at(model, `${id}/remove`), { seen: String(version) });
    expect(removed).toMatchObject({ status: 200 });
    expect((await stored(model, id)).deletedAt).toBeInstanceOf(Date);
    const listed = async (query: string) => {
      const { records = [] } = await staff.json(`/admin/api/resources/${model}/actions/list?perPage=100${query}`);
      return records.some((record) => String(record.id) === id);
    };
    expect([await listed(''), await listed('&filters.deletedAt~~is=filled')]).toEqual([false, true]);
    const inTrash = await ask(staff, at(model, `${id}/save`), said({}, { seen: String(version) }));
    expect(inTrash.status).toBe(404);
    expect(await ask(staff, at(model, `${id}/restore`), {})).toMatchObject({ status: 200 });
    const back = await stored(model, id);
    expect(back.deletedAt).toBeNull();
    expect(back.version).toBeGreaterThan(version + 1);
    const deeds = (await trail(model, id)).map(({ action }) => action.split('.').at(-1));
    expect(deeds.slice(-2)).toEqual(['delete', 'restore']);
    expect((await ask(staff, at(model, `${id}/restore`), {})).status).toBe(409);
  });
});

describe.each(Object.entries(editedOnly))('a row of %s, which comes to be elsewhere', (model, [column, text]) => {
  it('is changed with a higher version and a trace, and by nobody else', async () => {
    const id = String(own.get(model)?.['id']);
    const before = await stored(model, id);
    const fields = said({ [column]: text }, { seen: String(before.version) });
    expect((await ask(support, at(model, `${id}/save`), fields)).status).toBe(403);
    expect([403, 404]).toContain((await ask(elsewhere, at(model, `${id}/save`), fields)).status);
    expect(await stored(model, id)).toEqual(before);
    const { status, told } = await ask(staff, at(model, `${id}/save`), fields);
    expect({ status, told }).toMatchObject({ status: 200 });
    expect((await stored(model, id)).version).toBeGreaterThan(before.version);
    expect((await trail(model, id)).at(-1)?.content).toContain(column);
  });
});

describe('what others need', () => {
  it.each(['VatRate', 'DepartmentMainGroup', 'DepartmentSubGroup', 'Warehouse', 'Country', 'City', 'CampaignType'])(
    '%s stays while they do, and the answer says who',
    async (model) => {
      const id = String(own.get(model)?.['id']);
      const { told } = (await ask(staff, at(model, `${id}/uses`))) as unknown as {
        told: { isBlocked: boolean; uses: { effect: string; count: string }[] };
      };
      expect(told.isBlocked).toBe(true);
      expect(told.uses.some(({ effect }) => effect === 'blocks')).toBe(true);
      const { status, told: refused } = await ask(staff, at(model, `${id}/remove`), {});
      expect(status).toBe(409);
      expect(refused.message).toMatch(/It is still used \(.+: \d+\)/);
      expect((await stored(model, id)).deletedAt).toBeNull();
    },
  );

  it('a name that was taken meanwhile is told when a row is to come back', async () => {
    const fields = { companyId: String(companyId), name: 'Twin Ltd' };
    const { told: first } = await ask(staff, at('Manufacturer', 'new'), said(fields));
    await ask(staff, at('Manufacturer', `${first.id}/remove`), {});
    const { told: second } = await ask(staff, at('Manufacturer', 'new'), said(fields));
    const { status, told } = await ask(staff, at('Manufacturer', `${first.id}/restore`), {});
    expect(status).toBe(409);
    expect(told.faults['name']).toMatchObject({ message: 'is already taken', link: { title: 'Twin Ltd' } });
    expect(told.faults['name']?.link?.href).toContain(second.id);
  });
});

it('every model whose rows staff makes has a sample here', () => {
  expect(Object.keys(samples).sort()).toEqual([...made].sort());
});
