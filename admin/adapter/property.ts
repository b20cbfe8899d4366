/** One property as AdminJS sees it: a column of a `Source`, or the search property. */

import { Property } from '../adminjs.ts';
import type { ComponentName } from '../components/names.ts';
import { isFigure } from './kinds.ts';
import { type ColumnInfo, type Source, searchProperty } from './source.ts';
import { hasTrash } from './trash.ts';

export class ColumnProperty extends Property {
  readonly info: ColumnInfo;
  private readonly canBeEdited: boolean;

  constructor(info: ColumnInfo, position: number, canBeEdited: boolean) {
    super(info.field, position, {});
    this.info = info;
    this.canBeEdited = canBeEdited;
  }

  override isEditable(): boolean {
    return this.canBeEdited;
  }

  override isSortable(): boolean {
    return this.info.isSortable;
  }

  override isTitle(): boolean {
    return false;
  }

  override isRequired(): boolean {
    return this.info.field.isRequired;
  }

  override reference(): string | null {
    return this.info.reference;
  }

  override availableValues(): string[] | null {
    return this.info.values === null ? null : [...this.info.values];
  }

  /** Everything but booleans and references reaches the browser as text. */
  override type(): 'reference' | 'boolean' | 'textarea' | 'string' {
    if (this.info.reference !== null) return 'reference';
    if (this.info.kind === 'flag') return 'boolean';
    return this.info.kind === 'json' ? 'textarea' : 'string';
  }
}

/** A record's name; as a filter it searches. */
export class SearchProperty extends ColumnProperty {
  constructor() {
    super(
      {
        field: { name: searchProperty, kind: 'scalar', type: 'String', isId: false, isList: false, isRequired: false },
        kind: 'text',
        label: 'Search',
        reference: null,
        values: null,
        isFilterable: true,
        isSortable: false,
        isVirtual: true,
      },
      -1,
      false,
    );
  }

  override isTitle(): boolean {
    return true;
  }
}

/** AdminJS's options for each property of a source: labels, components, and where it is visible. */
export function propertyOptions(source: Source): Record<string, object> {
  const options: Record<string, object> = {
    [searchProperty]: { isVisible: { list: false, show: false, edit: false, filter: true } },
  };
  for (const [name, info] of source.columns) {
    options[name] = {
      isVisible: {
        list: source.definition.list.includes(name),
        show: true,
        edit: source.operations?.columns.includes(name) ?? false,
        filter: info.isFilterable,
      },
      components: componentsOf(info),
      custom: { kind: info.kind, ...(name === 'deletedAt' && { hasTrash: hasTrash(source) }) },
    };
  }
  return options;
}

type Places = 'list' | 'edit' | 'filter';

function componentsOf({ field, kind, reference, values }: ColumnInfo): Partial<Record<Places, ComponentName>> {
  if (field.name === 'companyId') return { edit: 'OwnerField' };
  if (reference !== null) return {};
  if (kind === 'flag') return { list: 'FlagValue' };
  if (kind === 'json') return { list: 'JsonValue' };
  if (isFigure(kind)) return { list: 'FigureValue', filter: 'RangeFilter' };
  if (kind === 'instant') return { list: 'InstantValue', filter: 'RangeFilter' };
  if (kind === 'day') return { filter: 'RangeFilter' };
  return values === null ? {} : { list: 'WordValue' };
}
