import { describe, expect, it } from 'vitest';
import { madeSingly, neverDeleted } from '../../admin/components/row-kinds.ts';
import { exceptions } from '../../admin/resources/exceptions.ts';
import { definitions } from '../../admin/resources/index.ts';
import { notChanged } from '../../admin/resources/not-changed.ts';
import { dataModel } from '../../server/domain/listing/index.ts';
import { rowOperationsOf } from '../../server/domain/row-operations/index.ts';

const models = dataModel().datamodel.models.map(({ name }) => name as string);
const resources = new Set(definitions.map(({ model }) => model as string));
const excepted = new Map(Object.entries(exceptions));

describe('F-PLAT-6: the back office', () => {
  it('has a list of every model, or a reason why not', () => {
    expect(models.length).toBeGreaterThan(90);
    expect(models.filter((name) => !resources.has(name) && !excepted.has(name))).toEqual([]);
  });

  it('gives no reason for what it has, nor for what does not exist', () => {
    expect([...excepted.keys()].filter((name) => resources.has(name))).toEqual([]);
    expect([...excepted.keys()].filter((name) => !models.includes(name))).toEqual([]);
  });

  it('says each reason in a sentence', () => {
    for (const [name, reason] of excepted)
      expect({ name, reason }).toEqual({ name, reason: expect.stringMatching(/^[A-Z].{20,}\.$/) });
  });

  it('has each model once, in one group of the menu, under a name of its own', () => {
    expect(resources.size).toBe(definitions.length);
    expect(new Set(definitions.map(({ label }) => label)).size).toBe(definitions.length);
  });
});

describe('F-PLAT-6: what people do with rows', () => {
  const missing = definitions.flatMap(({ model }) => {
    const operations = rowOperationsOf(model);
    if (!operations) return [`${model} new`];
    return [
      ...(operations.canCreate ? [] : [`${model} new`]),
      ...(operations.canEdit ? [] : [`${model} edit`]),
      ...(operations.canEdit && !operations.remove ? [`${model} delete`] : []),
    ];
  });

  it('new, edit and delete are there, or there is a reason why not', () => {
    const reasoned = Object.entries(notChanged).flatMap(([model, reasons]) =>
      Object.keys(reasons).map((what) => `${model} ${what}`),
    );
    expect(reasoned.sort()).toEqual(missing.sort());
  });

  it('the browser knows what comes in no file, and what has no trash', () => {
    const operations = definitions.flatMap(({ model }) => rowOperationsOf(model) ?? []);
    const singly = operations.filter(({ canCreate, comesInFiles }) => canCreate && !comesInFiles);
    expect([...madeSingly].sort()).toEqual(singly.map(({ model }) => model).sort());
    const lasting = operations.filter(({ canEdit, remove }) => canEdit && !remove);
    expect([...neverDeleted].sort()).toEqual(lasting.map(({ model }) => model).sort());
  });

  it('says each reason in a sentence', () => {
    const reasons = Object.values(notChanged).flatMap((each) => Object.values(each));
    for (const reason of reasons) expect(reason).toMatch(/^[A-Z].{15,}\.$/);
  });
});

describe('tabs of a record', () => {
  it('name a list and columns that exist', () => {
    for (const definition of definitions) {
      for (const tab of definition.related ?? []) {
        const other = definitions.find(({ model }) => model === tab.model);
        const fields = dataModel().datamodel.models.find(({ name }) => name === tab.model)?.fields ?? [];
        const known = [...fields.map(({ name }) => name), ...(other?.virtual ?? []).map(({ name }) => name)];
        expect({ tab: `${definition.model} ${tab.label}`, isList: other !== undefined }).toMatchObject({
          isList: true,
        });
        const named = [tab.by, ...Object.keys(tab.match ?? {}), ...tab.list, ...(tab.order ?? [])];
        const missing = named.filter((name) => !known.includes(name));
        expect({ tab: `${definition.model} ${tab.label}`, missing }).toMatchObject({
          missing: [],
        });
      }
    }
  });
});
