/** Till screens written by somebody who means harm: the hub answers, stays quick, and no till is cut off. */
import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../server/core/ids.ts';
import {
  checkDesign,
  defaultLayout,
  drawForm,
  fillSlots,
  type LayoutRow,
  readLayoutText,
  saveLayout,
} from '../../server/domain/layouts/index.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx, makeCompany, signedIn } from '../support/people.ts';

const database = withDatabase();
let companyId = 0;
beforeAll(async () => {
  companyId = (await makeCompany(database.db, 'Grocer')).id;
});

const formId = newId();
const form = { id: formId, name: 'SALE', form_no: 1, is_startup: true };
const key = (more: object = {}): LayoutRow => ({
  ...{ id: newId(), fk_form_id: formId, name: 'KEY', type: 'BUTTON', type_no: 1, width: 50, height: 50 },
  ...more,
});
const save = async (forms: object[], controls: object[], name = `Screens ${newId()}`) => {
  const ctx = await signedIn(database.db, 'owner.grocer');
  return saveLayout(ctx, { companyId, name, ...readLayoutText(JSON.stringify({ forms, controls })) });
};

describe('a layout from a hostile hand', () => {
  it('in which everything lies upon everything is judged at once, and says that there is more', () => {
    const controls = Array.from({ length: 5000 }, () => key());
    const began = process.cpuUsage();
    const problems = checkDesign({ forms: [form], controls });
    expect(process.cpuUsage(began).user).toBeLessThan(3_000_000);
    expect(problems.length).toBeLessThan(1000);
    expect(problems.at(-1)?.message).toContain('more');
  });

  it('in which nothing touches is judged in a moment too', () => {
    const controls = Array.from({ length: 5000 }, (_, index) => key({ location_y: index * 60 }));
    const began = process.cpuUsage();
    checkDesign({ forms: [{ ...form, height: 1_000_000 }], controls });
    expect(process.cpuUsage(began).user).toBeLessThan(3_000_000);
  });

  it('with more rows than any till has is refused', async () => {
    await expect(
      save(
        [form],
        Array.from({ length: 6000 }, () => ({})),
      ),
    ).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it.each([null, 7, 'product', {}, { kind: 'constructor', index: 0 }, { kind: '__proto__', index: 0 }])(
    'cannot leave a slot that init stumbles over: %j',
    async (slot) => {
      const saved = await save([form], [key({ slot })]).catch((error: unknown) => error);
      if (slot !== null) {
        expect(saved).toMatchObject({ code: 'invalid_input' });
        return;
      }
      const { controls } = await database.db.reader.terminalLayoutVersion.findFirstOrThrow({
        where: { layoutId: (saved as { layoutId: string }).layoutId },
      });
      const rows = JSON.parse(controls) as LayoutRow[];
      expect(fillSlots(rows, { products: [], departments: [], currency: 'GBP' })).toHaveLength(1);
    },
  );

  it.each(['map', 'length', -1, 0.5, 1e9])('cannot name a place %j that is none', async (index) => {
    const saved = save([form], [key({ slot: { kind: 'product', index } })]);
    await expect(saved).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('keeps the slots that are right', async () => {
    const standard = defaultLayout();
    const { layoutId } = await saveLayout(hubCtx(database.db), { companyId, name: 'Standard', ...standard });
    const { controls } = await database.db.reader.terminalLayoutVersion.findFirstOrThrow({ where: { layoutId } });
    const slots = (rows: readonly LayoutRow[]) => rows.filter((row) => 'slot' in row).length;
    expect(slots(JSON.parse(controls) as LayoutRow[])).toBe(slots(standard.controls));
  });

  it('that is nested without end is refused like any other', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    for (const field of ['name', 'created_at', 'id', 'unknown']) {
      const text = `{"forms":[{"form_no":1,"${field}":${deep}}],"controls":[]}`;
      const ctx = await signedIn(database.db, 'owner.grocer');
      const saved = saveLayout(ctx, { companyId, name: 'Deep', ...readLayoutText(text) });
      await expect(saved, field).rejects.toMatchObject({ code: 'invalid_input' });
    }
  });

  it('cannot hide what one engine refuses in its name or note', async () => {
    await expect(save([form], [], 'A\0B')).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('is drawn in its own place, whatever sizes it says', () => {
    expect(drawForm(form, [])).toContain('viewBox="0 0 1024 768"');
    const svg = drawForm({ ...form, width: -5, height: 0 }, [key({ width: -50, height: -1 }), key({ type: 'NUMPAD' })]);
    expect(svg).toContain('viewBox="0 0 1 1"');
    expect(svg).not.toMatch(/(width|height)="-|NaN/);
  });

  it('draws texts as texts, and no caption without end', () => {
    const evil = '</text></svg><script>alert(1)</script>"&';
    const row = { ...form, width: 100, height: 100, caption: evil, back_color: `0x000000"/><script>` };
    const svg = drawForm(row, [key({ caption1: evil, fore_color: evil }), key({ caption1: 'a\n'.repeat(100_000) })]);
    expect(svg).not.toContain('<script');
    expect(svg.length).toBeLessThan(10_000);
  });
});
