/** A definition joined with its model: the columns a person may meet, and how. */

import type { Prisma } from '@prisma/client';
import { type Model, type ModelField, modelOf } from '../../server/domain/listing/index.ts';
import { type ColumnRule, type RowOperations, rowOperationsOf } from '../../server/domain/row-operations/index.ts';
import type { AnyResource } from './definition.ts';
import { type Kind, kindOf, labelOf } from './kinds.ts';
import { isHidden, relationTarget } from './model.ts';

/** The virtual property that is a record's title and, as a filter, searches its text columns. */
export const searchProperty = 'search';

export interface ColumnInfo {
  field: ModelField;
  kind: Kind;
  label: string;
  /** Resource that the value names a record of. */
  reference: string | null;
  values: readonly string[] | null;
  isFilterable: boolean;
  isSortable: boolean;
  /** Not in the database: filled by the definition's `enrich`. */
  isVirtual: boolean;
  /** A virtual column that holds personal data. */
  isPersonal?: boolean;
}

/** Columns that say in which currency and zone the others are meant. */
const contextColumns = ['companyId', 'storeId', 'currency', 'timeZone'] as const;

export class Source {
  readonly definition: AnyResource;
  readonly model: Model;
  readonly columns: ReadonlyMap<string, ColumnInfo>;
  readonly idField: ModelField;
  /** How its rows are changed; null: by nobody's hand. */
  readonly operations: RowOperations | null;
  /** Fields of its forms that are no columns: said once, or parts of a column. */
  readonly fields: ReadonlyMap<string, ColumnInfo>;

  /** @param registered models that have a resource: only these can be referred to */
  constructor(definition: AnyResource, registered: ReadonlySet<string>) {
    this.definition = definition;
    this.model = modelOf(definition.model as Prisma.ModelName);
    this.operations = rowOperationsOf(definition.model);
    const columns = new Map<string, ColumnInfo>();
    for (const field of this.model.fields) {
      if (field.kind !== 'scalar' || isHidden(field) || definition.hidden?.includes(field.name)) continue;
      columns.set(field.name, this.describe(field, registered));
    }
    for (const { name, kind, label, isPersonal = false } of definition.virtual ?? []) {
      columns.set(name, {
        field: { name, kind: 'scalar', type: 'String', isId: false, isList: false, isRequired: false },
        kind,
        label: label ?? labelOf(name),
        reference: null,
        values: null,
        isFilterable: false,
        isSortable: false,
        isVirtual: true,
        isPersonal,
      });
    }
    this.columns = columns;
    this.fields = new Map(
      Object.entries({ ...this.operations?.changing, ...this.operations?.making })
        .filter(([name]) => !columns.has(name))
        .map(([name, rule]) => [name, describeField(definition, name, rule)]),
    );
    const idField = this.model.fields.find((field) => field.isId);
    if (!idField) throw new Error(`${definition.model} has no single id column and cannot be a resource`);
    this.idField = idField;
  }

  private describe(field: ModelField, registered: ReadonlySet<string>): ColumnInfo {
    const { definition } = this;
    const target = definition.references?.[field.name] ?? relationTarget(this.model, field.name) ?? companyOf(field);
    const kind = definition.kinds?.[field.name] ?? kindOf(field);
    return {
      field,
      kind,
      label: definition.labels?.[field.name] ?? labelOf(field.name),
      reference: target !== null && registered.has(target) && field.name !== 'id' ? target : null,
      values: definition.values?.[field.name] ?? null,
      isFilterable: [...definition.filters, ...definition.search, 'deletedAt'].includes(field.name),
      // Ids are made at random: in their order stands nothing that anybody looks for. By them rows are found.
      isSortable: target === null && kind !== 'json' && field.name !== 'uuid',
      isVirtual: false,
    };
  }

  /** A column, or a field of a form. */
  infoOf(name: string): ColumnInfo | undefined {
    return this.columns.get(name) ?? this.fields.get(name);
  }

  /** Name of the model's delegate on a Prisma client. */
  get delegateName(): string {
    return this.model.name.charAt(0).toLowerCase() + this.model.name.slice(1);
  }

  canFilterBy(name: string): boolean {
    return name === searchProperty || this.columns.get(name)?.isFilterable === true;
  }

  canSortBy(name: string): boolean {
    return name === this.definition.sort.by || this.columns.get(name)?.isSortable === true;
  }

  /** A Prisma `select` of these columns with what their display needs; never a hidden one. */
  select(names: Iterable<string>): Record<string, true> {
    const wanted = new Set([this.idField.name, ...this.definition.title, ...contextColumns, ...names]);
    const known = [...wanted].filter((name) => {
      const column = this.columns.get(name);
      return column !== undefined && !column.isVirtual;
    });
    return Object.fromEntries(known.map((name) => [name, true as const]));
  }
}

function describeField({ fieldLabels = {} }: AnyResource, name: string, rule: ColumnRule): ColumnInfo {
  const reference = rule.reference ?? null;
  const isNumbered = reference !== null && idTypeOf(reference) === 'Int';
  return {
    field: { name, kind: 'scalar', type: isNumbered ? 'Int' : 'String', isId: false, isList: false, isRequired: false },
    kind: 'text',
    label: fieldLabels[name] ?? labelOf(name),
    reference,
    values: null,
    isFilterable: false,
    isSortable: false,
    isVirtual: true,
  };
}

function idTypeOf(model: Prisma.ModelName): string | undefined {
  return modelOf(model).fields.find((field) => field.isId)?.type;
}

/** Every row below a company carries its id, most without a relation. */
function companyOf(field: ModelField): string | null {
  if (field.name === 'companyId') return 'Company';
  if (field.name === 'storeId' || field.name === 'terminalId') return field.name === 'storeId' ? 'Store' : 'Terminal';
  return null;
}
