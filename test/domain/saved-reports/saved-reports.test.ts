import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '../../../server/db/index.ts';
import {
  deleteSavedReport,
  getSavedReport,
  listSavedReports,
  type SaveReport,
  saveReport,
  updateSavedReport,
} from '../../../server/domain/saved-reports/index.ts';
import { addMember, grantRole } from '../../../server/domain/tenancy/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, makeCompany, makeUser, signedIn } from '../../support/people.ts';

const test = withDatabase();
let companyId: number;
let otherId: number;
const people: Record<'manager' | 'accountant' | 'owner' | 'stranger', Ctx> = {} as never;

beforeAll(async () => {
  const ctx = hubCtx(test.db);
  const [company, other] = [await makeCompany(test.db, 'Saved'), await makeCompany(test.db, 'Elsewhere')];
  companyId = company.id;
  otherId = other.id;
  for (const role of ['manager', 'accountant'] as const) {
    const { id: userId } = await makeUser(test.db, role);
    await addMember(ctx, { companyId, userId });
    await grantRole(ctx, { companyId, userId, role, storeId: null });
    people[role] = await signedIn(test.db, role);
  }
  people.owner = await signedIn(test.db, company.ownerName);
  people.stranger = await signedIn(test.db, other.ownerName);
});

const save = (ctx: Ctx, fields: Partial<SaveReport> = {}) =>
  saveReport(ctx, {
    companyId,
    report: 'sales-by-day',
    query: 'store=S1&company=saved&range=7-days&from=',
    name: 'Week',
    sharedTo: null,
    isPinned: false,
    ...fields,
  });

const namesOf = async (ctx: Ctx) => (await listSavedReports(ctx, companyId)).map(({ name, isOwn }) => [name, isOwn]);

describe('saved reports', () => {
  it('keeps the question without its company, in one order, for the person alone', async () => {
    const { id } = await save(people.accountant);
    expect(await getSavedReport(people.accountant, { companyId, id })).toMatchObject({
      report: 'sales-by-day',
      query: 'range=7-days&store=S1',
      isOwn: true,
      ownerName: 'accountant',
    });
    expect(await namesOf(people.manager)).toEqual([]);
    await expect(getSavedReport(people.owner, { companyId, id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(save(people.accountant)).rejects.toMatchObject({ code: 'already_exists' });
  });

  it('is found by the role that it is shared with, and by nobody else', async () => {
    await save(people.manager, { name: 'For accountants', sharedTo: 'accountant', isPinned: true });
    await save(people.owner, { name: 'For all', sharedTo: 'everyone' });
    expect(await namesOf(people.accountant)).toEqual([
      ['For accountants', false],
      ['For all', false],
      ['Week', true],
    ]);
    expect(await namesOf(people.owner)).toEqual([['For all', true]]);
    await expect(listSavedReports(people.stranger, companyId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is shared by owners, administrators and managers only', async () => {
    await expect(save(people.accountant, { name: 'Mine', sharedTo: 'everyone' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const { id } = await save(people.accountant, { name: 'Mine' });
    const changed = { companyId, id, name: 'Mine', sharedTo: 'everyone' as const, isPinned: true };
    await expect(updateSavedReport(people.accountant, changed)).rejects.toMatchObject({ code: 'forbidden' });
    await updateSavedReport(people.accountant, { ...changed, name: 'Still mine', sharedTo: null });
    expect(await getSavedReport(people.accountant, { companyId, id })).toMatchObject({
      name: 'Still mine',
      isPinned: true,
    });
  });

  it('is changed and deleted by whose it is; what is shared also by whoever edits the company', async () => {
    const { id } = await save(people.manager, { name: 'Shared', sharedTo: 'everyone' });
    const change = { companyId, id, name: 'Taken over', sharedTo: null, isPinned: false };
    await expect(updateSavedReport(people.owner, change)).rejects.toMatchObject({ code: 'not_found' });
    await expect(deleteSavedReport(people.accountant, { companyId, id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(deleteSavedReport(people.stranger, { companyId: otherId, id })).rejects.toMatchObject({
      code: 'not_found',
    });
    await deleteSavedReport(people.owner, { companyId, id });
    await expect(getSavedReport(people.manager, { companyId, id })).rejects.toMatchObject({ code: 'not_found' });
    const trail = await test.db.reader.auditEntry.findMany({
      where: { companyId, subjectType: 'saved_report', subjectId: id },
      select: { action: true },
      orderBy: { position: 'asc' },
    });
    expect(trail.map(({ action }) => action)).toEqual(['report.save', 'report.delete']);
  });
});
