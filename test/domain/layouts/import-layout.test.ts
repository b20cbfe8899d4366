import { describe, expect, it } from 'vitest';
import { normalizeWireId } from '../../../server/core/ids.ts';
import { importLayout, problemText } from '../../../server/domain/layouts/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, someCompany } from '../../support/hub.ts';
import { tillControl, tillForm, tillId } from '../../support/till-screens.ts';

const test = withDatabase();

async function storedRows(layoutId: string | null) {
  const versions = await test.db.reader.terminalLayoutVersion.findMany({ where: { layoutId: layoutId ?? '' } });
  return versions.map(({ forms, controls }) => ({ forms: JSON.parse(forms), controls: JSON.parse(controls) }));
}

describe('adopting the screens of a terminal', () => {
  it('keeps every row under its id, in the form that survives the way back', async () => {
    const companyId = await someCompany(test.db);
    const form = tillForm({ function: '' });
    const cash = tillControl(form, { width: '201', future_field: 7 });
    const done = await importLayout(hubCtx(test.db), { companyId, name: 'Till 1', forms: [form], controls: [cash] });
    expect(done).toMatchObject({ number: 1, outcome: 'layout', forms: 1, controls: 1 });
    const [stored] = await storedRows(done.layoutId);
    expect(stored?.forms[0]).toMatchObject({
      id: normalizeWireId(form['id']),
      function: null,
      need_login: true,
      show_in_taskbar: false,
      created_at: '2026-01-02T03:04:05.678901',
      updated_at: '2026-01-02T03:04:05',
    });
    expect(stored?.controls[0]).toMatchObject({
      id: normalizeWireId(cash['id']),
      fk_form_id: normalizeWireId(form['id']),
      width: 201,
      future_field: 7,
      fk_target_form_id: null,
    });
  });

  it('knows the same content again, and makes a new version of what has changed', async () => {
    const companyId = await someCompany(test.db);
    const ctx = hubCtx(test.db);
    const form = tillForm();
    const input = { companyId, name: 'Till 1', forms: [form], controls: [tillControl(form)] };
    expect(await importLayout(ctx, { ...input, dryRun: true })).toMatchObject({ layoutId: null, outcome: 'layout' });
    const first = await importLayout(ctx, input);
    const again = await importLayout(ctx, { ...input, name: 'Another name' });
    expect(again).toMatchObject({ layoutId: first.layoutId, number: 1, outcome: 'known' });
    const changed = { ...input, controls: [{ ...input.controls[0], caption1: 'Notes' }] };
    expect(await importLayout(ctx, changed)).toMatchObject({ layoutId: first.layoutId, number: 2, outcome: 'version' });
    const layout = await test.db.reader.terminalLayout.findUniqueOrThrow({ where: { id: first.layoutId ?? '' } });
    expect(layout.currentNumber).toBe(2);
    const audit = await test.db.reader.auditEntry.findMany({ where: { companyId, action: 'layout.import' } });
    expect(audit).toHaveLength(2);
    // What one company adopted means nothing for another.
    const neighbour = await someCompany(test.db);
    expect(await importLayout(ctx, { ...input, companyId: neighbour })).toMatchObject({ outcome: 'layout' });
  });

  it('leaves out what a terminal would drop, and says of each row why', async () => {
    const companyId = await someCompany(test.db);
    const form = tillForm();
    const good = tillControl(form);
    const controls = [
      good,
      tillControl(form, { name: 'A', id: '12345678000040008000000000000001' }),
      tillControl(form, { name: 'B', fk_target_form_id: 'PAYMENT' }),
      tillControl(form, { name: 'C', is_visible: 'yes' }),
      tillControl(form, { name: 'D', caption1: { text: 'Cash' } }),
      tillControl(form, { name: 'E', id: good['id'] }),
      tillControl(form, { name: 'F', fk_form_id: tillId() }),
      tillControl(form, { name: 'G', is_deleted: 1 }),
      tillControl(form, { name: '' }),
    ];
    const done = await importLayout(hubCtx(test.db), { companyId, name: 'Till', forms: [form], controls });
    expect(done.controls).toBe(1);
    const errors = done.problems.filter(({ level }) => level === 'error').map(problemText);
    expect(errors).toHaveLength(7);
    expect(errors[0]).toMatch(/^form SALE, control A: id is "12345678.*right would be a UUID that does not read as/);
    expect(errors.join('\n')).toMatch(/control B: fk_target_form_id is "PAYMENT"/);
    expect(errors.join('\n')).toMatch(/control C: is_visible is "yes"; right would be true or false/);
    expect(errors.join('\n')).toMatch(/control E: has the same id as CASH/);
  });

  it('refuses a database without any form', async () => {
    const companyId = await someCompany(test.db);
    const input = { companyId, name: 'Till', forms: [], controls: [] };
    await expect(importLayout(hubCtx(test.db), input)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
