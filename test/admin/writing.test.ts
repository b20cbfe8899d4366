import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asValidationError } from '../../admin/adapter/writing.ts';
import { unpackResource } from '../../admin/components/packed-resource.ts';
import { inTransaction } from '../../server/db/index.ts';
import { verifyAuditChain } from '../../server/domain/audit/index.ts';
import { withDatabase } from '../support/database.ts';
import { everything, type Rows } from './everything.ts';
import { type Answer, type Browser, type Office, openOffice } from './office.ts';

const test = withDatabase();
let office: Office;
let rows: Rows;
let staff: Browser;
let companyId: number;

const api = (model: string, rest: string) => `/admin/api/resources/${model}/${rest}`;

async function send(browser: Browser, address: string, fields: Record<string, string> = {}): Promise<Answer> {
  return (await (await browser.post(address, fields)).json()) as Answer;
}

beforeAll(async () => {
  office = await openOffice(test.db);
  rows = await everything(test.db, 'alpha');
  companyId = Number(rows.get('Company')?.['id']);
  // What the chain of this company begins with was made up by the factory.
  await inTransaction(test.db, (tx) => tx.auditEntry.deleteMany());
  staff = await office.person('staff', { role: 'operator' });
});
afterAll(() => office[Symbol.asyncDispose]());

describe('a row without rules of its own', () => {
  it('is made, changed and deleted with a version each time and a trace of who did it', async () => {
    const fields = { companyId: String(companyId), code: 'CRT', name: 'Crate', symbol: 'crt' };
    const made = await send(staff, api('ProductUnit', 'actions/new'), fields);
    expect(made.notice).toEqual({ message: 'Saved', type: 'success' });
    const unit = await test.db.reader.productUnit.findFirstOrThrow({ where: { code: 'CRT' } });
    expect(unit).toMatchObject({ name: 'Crate', companyId, deletedAt: null });

    const { record } = await staff.json(api('ProductUnit', `records/${unit.id}/edit`));
    const changed = await send(staff, api('ProductUnit', `records/${unit.id}/edit`), {
      ...(record?.params as Record<string, string>),
      name: 'Big crate',
    });
    expect(changed.notice?.type).toBe('success');
    const after = await test.db.reader.productUnit.findUniqueOrThrow({ where: { id: unit.id } });
    expect(after).toMatchObject({ name: 'Big crate', code: 'CRT', symbol: 'crt' });
    expect(after.version).toBeGreaterThan(unit.version);

    const deleted = await send(staff, api('ProductUnit', `records/${unit.id}/delete`));
    expect(deleted.notice?.type).toBe('success');
    const gone = await test.db.reader.productUnit.findUniqueOrThrow({ where: { id: unit.id } });
    expect(gone.deletedAt).not.toBeNull();
    expect(gone.version).toBeGreaterThan(after.version);

    const trail = await test.db.reader.auditEntry.findMany({
      where: { companyId, subjectType: 'product_unit', subjectId: unit.id },
    });
    expect(trail.map(({ door, actorName }) => [door, actorName])).toEqual(Array(3).fill(['admin', 'staff']));
    expect(await verifyAuditChain(test.db, companyId)).toMatchObject({ ok: true });
  });

  it('may belong to the hub', async () => {
    const made = await send(staff, api('Country', 'actions/new'), {
      name: 'Atlantis',
      isoAlpha2: 'AT',
      isoNumeric: '999',
    });
    expect(made.notice?.type).toBe('success');
    expect(await test.db.reader.country.findFirst({ where: { name: 'Atlantis' } })).toMatchObject({
      companyId: null,
      isoNumeric: 999,
    });
  });

  it('is refused beside the field at fault', async () => {
    const faults: [string, Record<string, string>, string][] = [
      ['ProductUnit', { companyId: String(companyId), code: '', name: 'x' }, 'code'],
      ['ProductUnit', { companyId: String(companyId), code: 'a code of twenty', name: 'x' }, 'code'],
      ['ProductUnit', { code: 'NEW', name: 'x' }, 'companyId'],
      ['ProductUnit', { companyId: 'x', code: 'NEW', name: 'x' }, 'companyId'],
      ['ProductUnit', { companyId: String(companyId), code: 'code alpha', name: 'x' }, 'code'],
      ['Country', { name: 'Nowhere', isoAlpha2: 'NWX' }, 'isoAlpha2'],
      ['Country', { name: 'Nowhere', isoAlpha2: 'NW', isoNumeric: 'many' }, 'isoNumeric'],
      ['City', { name: 'x', code: 'X', countryId: crypto.randomUUID() }, 'countryId'],
    ];
    for (const [model, fields, field] of faults) {
      const answer = await send(staff, api(model, 'actions/new'), fields);
      expect({ model, field, errors: Object.keys(answer.record?.errors ?? {}) }).toEqual({
        model,
        field,
        errors: [field],
      });
      expect(answer.notice?.type).toBe('error');
    }
  });

  it('is not deleted while others use it', async () => {
    const id = rows.get('Country')?.['id'];
    const answer = await send(staff, api('Country', `records/${id}/delete`));
    expect(answer.notice).toMatchObject({ type: 'error' });
    expect(answer.notice?.message).toContain('Regions: 1');
    expect(await test.db.reader.country.findUnique({ where: { id: String(id) } })).toMatchObject({ deletedAt: null });
  });

  it('is not overwritten when somebody else has changed it meanwhile', async () => {
    const id = String(rows.get('Manufacturer')?.['id']);
    const stale = await send(staff, api('Manufacturer', `records/${id}/edit`), { name: 'Mine', version: '0' });
    expect(stale.notice?.message).toContain('Somebody else');
    expect((await test.db.reader.manufacturer.findUniqueOrThrow({ where: { id } })).name).toBe('name alpha');
  });

  it('takes only the fields of its form', async () => {
    const id = String(rows.get('Manufacturer')?.['id']);
    const fields = { name: 'Renamed', companyId: '999', version: '1', deletedAt: '2026-01-01', id: 'other' };
    expect((await send(staff, api('Manufacturer', `records/${id}/edit`), fields)).notice?.type).toBe('success');
    const row = await test.db.reader.manufacturer.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ name: 'Renamed', companyId, deletedAt: null });
    expect(row.version).not.toBe(1);
  });
});

describe('staff who may not write', () => {
  it('cannot, and nothing is changed by trying', async () => {
    const support = await office.person('support', { role: 'support' });
    const limited = await office.person('limited', { role: 'operator', companyIds: [companyId] });
    const fields = { name: 'Eldorado', isoAlpha2: 'EL' };
    expect((await send(support, api('Country', 'actions/new'), fields)).notice?.type).toBe('error');
    // Hub-wide rows reach every company.
    expect((await send(limited, api('Country', 'actions/new'), fields)).notice?.type).toBe('error');
    expect(await test.db.reader.country.count({ where: { name: 'Eldorado' } })).toBe(0);
    const elsewhere = await everything(test.db, 'beta');
    const id = String(elsewhere.get('Manufacturer')?.['id']);
    expect((await send(limited, api('Manufacturer', `records/${id}/edit`), { name: 'Taken' })).notice?.type).toBe(
      'error',
    );
    expect((await test.db.reader.manufacturer.findUniqueOrThrow({ where: { id } })).name).toBe('name beta');
    const own = await send(limited, api('Manufacturer', 'actions/new'), { companyId: String(companyId), name: 'Own' });
    expect(own.notice?.type).toBe('success');
  });
});

describe('buttons', () => {
  it('are offered to those who may use them, whoever looked before', async () => {
    const reader = await office.person('reader', { role: 'support' });
    for (const [person, isOffered] of [
      [staff, true],
      [reader, false],
      [staff, true],
    ] as const) {
      const html = await (await person.get('/admin')).text();
      const state = JSON.parse(/REDUX_STATE = ([^\n]*);\n/.exec(html)?.[1] ?? '{}') as {
        resources: Record<string, unknown>[];
        session: { email: string };
      };
      const country = unpackResource(state.resources.find(({ id }) => id === 'Country') ?? {});
      const actions = (country['resourceActions'] as { name: string }[]).map(({ name }) => name);
      expect(actions.includes('new')).toBe(isOffered);
      expect(state.session.email).toBe(isOffered ? 'staff' : 'reader');
    }
  });
});

describe('rules of the database', () => {
  it('are told as the field at fault', async () => {
    const taken = async () => {
      const { id: _, ...twin } = rows.get('ProductUnit') as { id: string };
      await inTransaction(test.db, (tx) =>
        tx.productUnit.create({ data: { ...twin, id: crypto.randomUUID() } as never }),
      );
    };
    const error = asValidationError(await taken().catch((cause: unknown) => cause), 'en') as {
      propertyErrors?: object;
    };
    expect(JSON.stringify(error.propertyErrors)).toContain('is already taken');
    expect(JSON.stringify(error.propertyErrors)).toMatch(/code/i);
  });
});
