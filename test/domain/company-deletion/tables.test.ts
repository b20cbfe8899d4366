/** What belongs to a company is derived from the data model: a new table cannot be forgotten. */
import { describe, expect, it } from 'vitest';
import type { ModelName } from '../../../server/db/index.ts';
import { exportFiles, hiddenColumns, notExported } from '../../../server/domain/company-deletion/export-files.ts';
import { type Owned, otherwiseErased, ownedTables } from '../../../server/domain/company-deletion/tables.ts';
import { companyModels, dataModel, modelNamed } from '../../support/data-model.ts';

const parts = (owned: Owned) => Object.keys(owned.parts ?? {});
const erased = ownedTables.flatMap((owned) => [owned.model, ...parts(owned)]);

describe('erasing a company', () => {
  it('names every table of the data model that belongs to one, once, or says why not', () => {
    expect([...erased, ...Object.keys(otherwiseErased)].sort()).toEqual(companyModels());
  });

  it('finds rows by columns that exist', () => {
    const columnsOf = (model: string) => modelNamed(model).fields.map(({ name, dbName }) => dbName ?? name);
    for (const owned of ownedTables) {
      expect(columnsOf(owned.model), owned.model).toContain(owned.through?.column ?? 'company_id');
      if (owned.through) expect(columnsOf(owned.through.parent), owned.model).toContain('company_id');
      for (const [part, column] of Object.entries(owned.parts ?? {})) expect(columnsOf(part), part).toContain(column);
    }
  });

  it('knows the key of each table', () => {
    for (const owned of ownedTables) {
      const { primaryKey, fields } = modelNamed(owned.model);
      const names = primaryKey?.fields ?? fields.filter(({ isId }) => isId).map(({ name }) => name);
      const key = names.map((name) => fields.find((field) => field.name === name)?.dbName ?? name);
      expect(owned.key ?? ['id'], owned.model).toEqual(key);
    }
  });

  it('takes what refers to a row before the row', () => {
    const place = (model: string) =>
      ownedTables.findIndex((owned) => [owned.model, ...parts(owned)].includes(model as ModelName));
    const wrong: string[] = [];
    for (const model of erased) {
      for (const { type, isRequired, relationFromFields = [] } of modelNamed(model).fields) {
        if (relationFromFields.length === 0 || !isRequired || place(type) === -1) continue;
        if (place(model) > place(type)) wrong.push(`${model} refers to ${type}, which is erased before it`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('fault 16: fiscal records', () => {
  const fiscal = /^(Transaction|Closure)(?!Judgement)/;

  it('go with nothing that is deleted: the database refuses to delete what a document refers to', () => {
    const wrong: string[] = [];
    for (const { name, fields } of dataModel.filter(({ name }) => fiscal.test(name))) {
      for (const { type, relationFromFields = [], relationOnDelete } of fields) {
        if (relationFromFields.length > 0 && relationOnDelete !== 'Restrict') wrong.push(`${name} goes with ${type}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('the export of a company', () => {
  it('has a file of every table, or says why not', () => {
    const exported = exportFiles().map(({ model }) => model);
    const deletion = ['CompanyDeletionRequest', 'CompanyDeletionApproval'];
    expect([...exported, ...Object.keys(notExported), ...deletion].sort()).toEqual(companyModels());
    expect(new Set(exportFiles().map(({ name }) => name)).size).toBe(exported.length);
  });

  it('holds no column that looks like a secret, but those of which it is known that they are none', () => {
    const harmless =
      /^(body_hash|content_digest|previous_hash|hash|secret_issued_at|password_set_at|stock_key|scope_key|is_pinned)$/;
    const suspicious = exportFiles().flatMap(({ model, columns }) =>
      columns
        .filter(
          (column) => /password|secret|token|hash|digest|_key$|pin|encrypted/.test(column) && !harmless.test(column),
        )
        .map((column) => `${model}.${column}`),
    );
    expect(suspicious).toEqual([]);
  });

  it('hides columns that exist', () => {
    for (const [model, columns] of Object.entries(hiddenColumns)) {
      const known = modelNamed(model).fields.map(({ name, dbName }) => dbName ?? name);
      for (const column of columns ?? []) expect(known, model).toContain(column);
    }
  });
});
