/** A row names rows of its own company and of the hub, whoever sends its form and whatever the form offered. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitions } from '../../../admin/resources/index.ts';
import { type Database, type ModelName, openDatabase } from '../../../server/db/index.ts';
import { listTableOf } from '../../../server/domain/listing/index.ts';
import { delegateOf, type RowOperations, rowOperationsOf } from '../../../server/domain/row-operations/index.ts';
import type { Clone } from '../../support/database.ts';
import { cloneDemo } from '../../support/demo-hub.ts';
import { everything, type Rows } from '../everything.ts';
import { at, form, make, type Told } from '../forms.ts';
import { type Browser, type Office, openOffice } from '../office.ts';

let clone: Clone;
let db: Database;
let office: Office;
/** The company of the demonstration. */
let shop: number;
/** A row of each model, of a company of the staff, for models of which the demonstration has none. */
let own: Rows;
/** The same of a company that is none of theirs. */
let foreign: Rows;
const people: Record<string, Browser> = {};

beforeAll(async () => {
  clone = await cloneDemo();
  db = await openDatabase({ url: clone.url });
  office = await openOffice(db);
  own = await everything(db, 'alpha');
  foreign = await everything(db, 'beta');
  shop = (await db.reader.company.findFirstOrThrow({ orderBy: { id: 'asc' } })).id;
  people['staff of the whole hub'] = await office.person('whole', { role: 'superuser' });
  const companyIds = [shop, Number(own.get('Company')?.['id'])];
  people['staff of two companies'] = await office.person('limited', { role: 'operator', companyIds });
}, 180_000);
afterAll(async () => {
  await office?.[Symbol.asyncDispose]();
  await db?.close();
  await clone?.[Symbol.asyncDispose]();
});

interface Reference {
  model: string;
  column: string;
  target: string;
  isMade: boolean;
}

const columnsOf = (rules: RowOperations['rules'], isMade: boolean, model: string): Reference[] =>
  Object.entries(rules).flatMap(([column, { reference, isFixed }]) =>
    // People belong to no company.
    reference === undefined || reference === 'User' || (isFixed && !isMade)
      ? []
      : [{ model, column, target: reference, isMade }],
  );

/** Every place of a form in which a row is named. */
const references = definitions.flatMap(({ model }) => {
  const operations = rowOperationsOf(model);
  if (!operations) return [];
  const { rules, making, canEdit, canCreate } = operations;
  return [
    ...(canEdit ? columnsOf(rules, false, model) : []),
    ...(canCreate ? columnsOf({ ...rules, ...making }, true, model) : []),
  ];
});

const stored = (model: string) => delegateOf(db.reader, model as ModelName);

const textOf = async (model: string) =>
  JSON.stringify(await stored(model).findMany({}), (_, value) => (typeof value === 'bigint' ? String(value) : value));

interface OwnRow {
  id: string;
  companyId: number;
  /** Nothing else is wrong with it, as with rows whose columns were filled with anything. */
  isRight: boolean;
}

async function ownRow(model: string): Promise<OwnRow> {
  const hasCompany = Object.hasOwn(listTableOf(model as ModelName).columns, 'companyId');
  const where = model === 'Company' ? { id: shop } : hasCompany ? { companyId: shop } : {};
  const [row] = await stored(model).findMany({ where, take: 1 });
  if (row) return { id: String(row['id']), companyId: shop, isRight: true };
  return { id: String(own.get(model)?.['id']), companyId: Number(own.get('Company')?.['id']), isRight: false };
}

/** What no row has yet, where two rows may not have the same; and what no form tells again. */
const unused = { code: '9700', number: '9700', barcode: '4006381333931', userName: 'nobody.yet', password: '471147' };
/** Main groups are numbered from 1 to 99. */
const unusedGroup = '97';

async function send(
  who: Browser,
  { model, column, isMade }: Reference,
  { id, companyId, value }: OwnRow & { value: string },
) {
  const { seen, values = {} } = await form(who, model, id);
  // As a copy of a row that is there, so that nothing else is wrong with it.
  const fresh = Object.entries(unused).filter(([name]) => name === 'password' || Object.hasOwn(values, name));
  const copy = {
    ...values,
    ...Object.fromEntries(fresh),
    ...(model === 'DepartmentMainGroup' && { code: unusedGroup }),
    companyId: String(companyId),
    [column]: value,
  };
  if (isMade) return make(who, model, copy);
  const fields = { seen: String(seen), values: JSON.stringify({ [column]: value }) };
  const answer = await who.post(at(model, `${encodeURIComponent(id)}/save`), fields);
  return { status: answer.status, told: (await answer.json()) as Told };
}

describe.each(['staff of the whole hub', 'staff of two companies'])('%s', (name) => {
  it('names no row of another company in a form, and leaves nothing behind', async () => {
    const who = people[name] as Browser;
    const faults: string[] = [];
    for (const reference of references) {
      const { model, column, target, isMade } = reference;
      const row = await ownRow(model);
      const value = String(foreign.get(target)?.['id']);
      const [before, trail] = [await textOf(model), await db.reader.auditEntry.count()];
      const { status, told } = await send(who, reference, { ...row, value });
      const where = `${model}.${column} of a ${isMade ? 'new row' : 'row'}`;
      if (status < 400 || status >= 500) faults.push(`${where} is answered ${status}`);
      if (row.isRight && !told.faults?.[column]) faults.push(`${where} is not named: ${JSON.stringify(told)}`);
      if ((await textOf(model)) !== before) faults.push(`${where} is written`);
      if ((await db.reader.auditEntry.count()) !== trail) faults.push(`${where} is in the audit trail`);
    }
    expect(faults).toEqual([]);
    expect(references.length).toBeGreaterThan(40);
  });
});
