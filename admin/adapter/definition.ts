/** What a resource file says about its model. Everything it leaves out follows from the data model. */

import type { Prisma } from '@prisma/client';
import type { StaffRole } from '../../server/core/scope.ts';
import type { Ctx } from '../../server/db/index.ts';
import type { Button } from '../components/document-view.ts';
import type { ComponentName } from '../components/names.ts';
import type { Kind } from './kinds.ts';

/** A row as Prisma returns it. */
export type Row = Record<string, unknown>;

/** A Prisma condition; built from allow-listed columns only. */
export type Condition = Record<string, unknown>;

export type Column<M extends Prisma.ModelName> = keyof Prisma.TypeMap['model'][M]['payload']['scalars'] & string;

/** Sections of the navigation, in their order. */
export const groups = {
  Organisation: 'Briefcase',
  Tills: 'Monitor',
  Catalogue: 'Tag',
  Sales: 'ShoppingCart',
  Customers: 'Users',
  Campaigns: 'Gift',
  Stock: 'Package',
  Reference: 'Globe',
  System: 'Shield',
} as const;

/** A column that is no column: filled by `enrich` with one query per list. */
export interface VirtualColumn {
  name: string;
  kind: Kind;
  label?: string;
  /** True: it holds personal data, see field-rules.ts; those of the database are listed by the domain. */
  isPersonal?: true;
}

/** Something that a resource's component does with a record: one domain operation. */
export interface RecordAction {
  name: string;
  /** True: answers GET and changes nothing; false: POST only. */
  isRead: boolean;
  isAllowed(ctx: Ctx): boolean;
  /** How it is offered on the record's page; null: not for this row as it is now. Without it the page has a button of its own. */
  button?(ctx: Ctx, row: Row): Omit<Button, 'action'> | null;
  /** What the component gets beside the record, or a sentence for the person once it is done. `answer` is what the person wrote
   *  where the button asks for words, otherwise empty. */
  run(ctx: Ctx, id: string, answer: string): Promise<{ data?: unknown; notice?: string }>;
}

/** Rows of another list that name this one: a tab of its page. */
export interface Related {
  model: Prisma.ModelName;
  /** Column of that model that names this record. */
  by: string;
  /** Column of this record that `by` holds, of rows of the same company; default: its id. */
  from?: string;
  /** Further columns of that model with the columns of this record that they equal. */
  match?: Readonly<Record<string, string>>;
  /** True: no index begins with `by`, so only the latest rows of the other list are looked through. */
  isWindowed?: true;
  /** What the tab says, plural. */
  label: string;
  /** Columns of the other list. */
  list: readonly string[];
  /** Columns in whose order, latest first, the rows come, as an index has them after `by`; default: the id. */
  order?: readonly string[];
}

export interface ResourceDefinition<M extends Prisma.ModelName = Prisma.ModelName> {
  model: M;
  /** Plural, as the navigation names it. */
  label: string;
  group: keyof typeof groups;
  /** Columns of a record's name, joined by a dot; a last name stands right behind the first one. */
  title: readonly Column<M>[];
  /** Text columns that the search field and reference pickers look through. */
  search: readonly Column<M>[];
  /** Up to eight columns, virtual ones by their name. */
  list: readonly string[];
  /** Columns offered in the filter drawer beside the search field. */
  filters: readonly Column<M>[];
  sort: { by: Column<M>; direction: 'asc' | 'desc' };
  /** Columns in whose order the rows really come when one is chosen: a folded name for a name. */
  orders?: Partial<Record<Column<M>, Column<M>>>;
  /** True: the search field looks for a whole `uuid`, by the index of (companyId, uuid). */
  searchesUuid?: boolean;
  /** Foreign keys without a relation in the schema: ids as the terminals sent them, which may point nowhere. */
  references?: Partial<Record<Column<M>, Prisma.ModelName>>;
  kinds?: Partial<Record<Column<M>, Kind>>;
  labels?: Partial<Record<Column<M>, string>>;
  /** Labels of fields of its forms that are no columns. */
  fieldLabels?: Readonly<Record<string, string>>;
  /** Closed value sets, for the filter. */
  values?: Partial<Record<Column<M>, readonly string[]>>;
  hidden?: readonly Column<M>[];
  /** Rows of a limited staff member, where `companyId` alone does not say it. */
  scope?(companyIds: readonly number[], userId: string): Condition;
  virtual?: readonly VirtualColumn[];
  /** Fills the virtual columns of these rows. */
  enrich?(ctx: Ctx, rows: readonly Row[]): Promise<void>;
  /** Staff who may see it at all, default: everyone. */
  visibleTo?: readonly StaffRole[];
  showComponent?: ComponentName;
  actions?: readonly RecordAction[];
  /** Tabs below the record. */
  related?: readonly Related[];
}

/** The same with the model's own columns forgotten: what the adapter works with. */
export type AnyResource = Omit<ResourceDefinition, TypedByModel> & {
  title: readonly string[];
  search: readonly string[];
  filters: readonly string[];
  sort: { by: string; direction: 'asc' | 'desc' };
  orders?: Partial<Record<string, string>> | undefined;
  hidden?: readonly string[] | undefined;
  references?: Partial<Record<string, Prisma.ModelName>> | undefined;
  kinds?: Partial<Record<string, Kind>> | undefined;
  labels?: Partial<Record<string, string>> | undefined;
  values?: Partial<Record<string, readonly string[]>> | undefined;
};

type TypedByModel =
  | 'title'
  | 'search'
  | 'filters'
  | 'sort'
  | 'orders'
  | 'hidden'
  | 'references'
  | 'kinds'
  | 'labels'
  | 'values';

/** Checks column names against the model at compile time. */
export function defineResource<M extends Prisma.ModelName>(definition: ResourceDefinition<M>): AnyResource {
  return definition;
}
