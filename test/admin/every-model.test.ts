import { describe, expect, it } from 'vitest';
import { dataModel } from '../../admin/adapter/model.ts';
import { exceptions } from '../../admin/resources/exceptions.ts';
import { definitions } from '../../admin/resources/index.ts';

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
