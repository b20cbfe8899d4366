/** Layouts that a company writes itself: kept by version, given to tills, and what reaches a till. */
import { beforeEach, describe, expect, it } from 'vitest';
import {
  assignLayout,
  checkDesign,
  defaultLayout,
  getLayoutContent,
  listLayouts,
  problemText,
  readLayoutText,
  saveLayout,
  useLayoutVersion,
  writeLayoutText,
} from '../../../server/domain/layouts/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, someCompany } from '../../support/hub.ts';

const test = withDatabase();
const standard = defaultLayout();
const ctx = () => hubCtx(test.db);
let companyId = 0;

beforeEach(async () => {
  companyId = await someCompany(test.db);
});

const save = (change: Partial<Parameters<typeof saveLayout>[1]> = {}) =>
  saveLayout(ctx(), { companyId, name: 'Our screens', ...standard, ...change });
const messages = async (work: Promise<unknown>) => {
  const error = (await work.catch((reason: unknown) => reason)) as {
    code: string;
    facts: { errors: { message: string }[] };
  };
  return [error.code, ...(error.facts.errors ?? []).map(({ message }) => message)];
};

describe('a layout of our own', () => {
  it('gets a version with every change, and an older one can be used again', async () => {
    const first = await save();
    expect(first).toMatchObject({ number: 1, problems: [] });
    const controls = standard.controls.map((row) => (row['name'] === 'PAY_CASH' ? { ...row, caption1: 'Notes' } : row));
    const { layoutId } = first;
    expect(await save({ layoutId, controls, note: 'Cash is called notes' })).toMatchObject({ layoutId, number: 2 });
    const at = (number: number) => getLayoutContent(ctx(), { companyId, layoutId, number });
    const caption = async (number: number) =>
      (await at(number)).controls.find((row) => row['name'] === 'PAY_CASH')?.['caption1'];
    expect([await caption(1), await caption(2)]).toEqual(['Cash', 'Notes']);
    await useLayoutVersion(ctx(), { companyId, layoutId, number: 1 });
    const listed = (await listLayouts(ctx(), companyId)).find(({ id }) => id === layoutId);
    expect(listed).toMatchObject({
      currentNumber: 1,
      versions: [{ number: 2, note: 'Cash is called notes' }, { number: 1 }],
    });
    const audit = await test.db.reader.auditEntry.findMany({ where: { companyId }, orderBy: { id: 'asc' } });
    expect(audit.map(({ action }) => action)).toEqual(['layout.create', 'layout.change', 'layout.use-version']);
  });

  it('is refused when tills would drop a row of it or could not start, each with its place; nothing is kept', async () => {
    const [form] = standard.forms;
    const noStart = standard.forms.map((row) => ({ ...row, is_startup: false }));
    expect(await messages(save({ forms: noStart }))).toEqual([
      'invalid_input',
      'exactly one visible form must be the one to start with (is_startup): none is',
    ]);
    const broken = [...standard.controls, { id: 'no', fk_form_id: form?.id, name: 'X', type: 'BUTTON', type_no: 1 }];
    expect(await messages(save({ controls: broken }))).toEqual([
      'invalid_input',
      expect.stringMatching(/^form LOGIN, control X: id is "no"; right would be a UUID/),
    ]);
    expect(await test.db.reader.terminalLayout.count({ where: { companyId } })).toBe(0);
  });

  it('is saved with a word about what a person should look at', async () => {
    const sale = standard.forms.find((row) => row['name'] === 'SALE');
    const moved = standard.controls.map((row) =>
      row['name'] === 'PAY_CASH' && row['fk_form_id'] === sale?.id
        ? { ...row, location_y: 760, form_control_function1: 'CASH_PAYMENTS' }
        : row,
    );
    const { problems } = await save({ controls: moved });
    expect(problems.map(problemText)).toEqual([
      'form SALE, control PAY_CASH: form_control_function1 is CASH_PAYMENTS, which terminals do not know: the key does nothing',
      'form SALE, control PAY_CASH: sticks out of the screen or below the status bar',
    ]);
    expect(checkDesign(standard)).toEqual([]);
  });

  it('belongs to its company, under a name of its own', async () => {
    const { layoutId } = await save();
    expect(await messages(save())).toEqual(['already_exists', 'another layout has this name']);
    const neighbour = await someCompany(test.db);
    expect((await messages(save({ companyId: neighbour, layoutId })))[0]).toBe('not_found');
    expect((await messages(assignLayout(ctx(), { companyId: neighbour }, layoutId)))[0]).toBe('not_found');
    expect((await messages(useLayoutVersion(ctx(), { companyId: neighbour, layoutId, number: 1 })))[0]).toBe(
      'not_found',
    );
    await save({ companyId: neighbour });
  });

  it('is edited as text that says the same when it is read again', () => {
    const text = writeLayoutText(standard);
    const again = readLayoutText(text);
    expect(again.controls).toHaveLength(standard.controls.length);
    expect(writeLayoutText(again as typeof standard)).toBe(text);
    expect(text.length).toBeLessThan(JSON.stringify(standard).length * 0.6);
    expect(() => readLayoutText('{"forms": []')).toThrow();
    expect(() => readLayoutText('{"forms": [], "controls": [1]}')).toThrow();
  });
});
