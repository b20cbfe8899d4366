/** A row names rows of its own company and of the hub, whoever sends its form and whatever the form offered. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitions } from '../../../admin/resources/index.ts';
import { type RowOperations, rowOperationsOf } from '../../../server/domain/row-operations/index.ts';
import { withDatabase } from '../../support/database.ts';
import { everything, type Rows } from '../everything.ts';
import { at, form, make, type Told } from '../forms.ts';
import { type Browser, type Office, openOffice } from '../office.ts';

const test = withDatabase();
let office: Office;
let own: Rows;
let foreign: Rows;
const people: Record<string, Browser> = {};

beforeAll(async () => {
  office = await openOffice(test.db);
  own = await everything(test.db, 'alpha');
  foreign = await everything(test.db, 'beta');
  const companyIds = [Number(own.get('Company')?.['id'])];
  people['staff of the whole hub'] = await office.person('whole', { role: 'superuser' });
  people['staff of the company'] = await office.person('limited', { role: 'operator', companyIds });
}, 120_000);
afterAll(() => office[Symbol.asyncDispose]());

interface Reference {
  model: string;
  column: string;
  target: string;
  isMade: boolean;
}

const columnsOf = (rules: RowOperations['rules'], isMade: boolean, model: string): Reference[] =>
  Object.entries(rules).flatMap(([column, { reference, isFixed }]) =>
    reference === undefined || (isFixed && !isMade) ? [] : [{ model, column, target: reference, isMade }],
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

const stored = async (model: string) => {
  const delegate = model.charAt(0).toLowerCase() + model.slice(1);
  const { reader } = test.db as unknown as { reader: Record<string, { findMany(): Promise<unknown[]> }> };
  return JSON.stringify(await reader[delegate]?.findMany(), (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
};

async function save(who: Browser, { model, column }: Reference, value: string) {
  const id = String(own.get(model)?.['id']);
  const { seen } = await form(who, model, id);
  const answer = await who.post(at(model, `${encodeURIComponent(id)}/save`), {
    seen: String(seen),
    values: JSON.stringify({ [column]: value }),
  });
  return { status: answer.status, told: (await answer.json()) as Told };
}

describe.each(['staff of the whole hub', 'staff of the company'])('%s', (name) => {
  it('names no row of another company in a form, and leaves nothing behind', async () => {
    const who = people[name] as Browser;
    const faults: string[] = [];
    const companyId = String(own.get('Company')?.['id']);
    for (const reference of references) {
      const { model, column, target, isMade } = reference;
      const value = String(foreign.get(target)?.['id']);
      const [before, trail] = [await stored(model), await test.db.reader.auditEntry.count()];
      const { status, told } = isMade
        ? await make(who, model, { companyId, [column]: value })
        : await save(who, reference, value);
      const where = `${model}.${column} of a ${isMade ? 'new row' : 'row'}`;
      if (status < 400 || status >= 500) faults.push(`${where} is answered ${status}`);
      if (!told.faults?.[column]) faults.push(`${where} is not named: ${JSON.stringify(told.faults ?? told.message)}`);
      if ((await stored(model)) !== before) faults.push(`${where} is written`);
      if ((await test.db.reader.auditEntry.count()) !== trail) faults.push(`${where} is in the audit trail`);
    }
    expect(faults).toEqual([]);
    expect(references.length).toBeGreaterThan(40);
  });
});
