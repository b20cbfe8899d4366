/** Where the two kinds of pushed documents lie: their heads, bodies and typed rows, and how a body is read again. */

import { type Columns, type RowOf, type Statement, statement } from '../../db/index.ts';
import { closureColumns, readClosure, summaryColumns } from '../closures/index.ts';
import {
  changeColumns,
  departmentColumns,
  discountColumns,
  headColumns,
  lineColumns,
  loyaltyColumns,
  paymentColumns,
  type ReadContext,
  readTransaction,
  refundColumns,
  taxColumns,
} from '../sales/index.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A table of rows below a head. */
export interface Section {
  name: string;
  /** Column that names the head. */
  owner: string;
  /** Every row of these heads, in the order in which a body names them. */
  select: Statement<{ ids: readonly ['int'] }, Columns>;
  /** Columns that the body decides. */
  compared: readonly string[];
}

const bodyColumns = {
  id: 'int',
  company_id: 'int',
  uuid: 'text',
  body_hash: 'text',
  codec: 'int',
  body: 'bytes',
} as const;

export interface StoredKind {
  name: 'document' | 'closure';
  lastId: Statement<Record<never, never>, { id: 'int' }>;
  bodies: Statement<{ after: 'int'; upto: 'int' }, typeof bodyColumns>;
  heads: Statement<{ ids: readonly ['int'] }, Columns>;
  /** Columns of the head that the body decides. */
  compared: readonly string[];
  sections: readonly Section[];
  /** What a body says, as rows by section. Throws when it cannot be read. */
  reread(item: unknown, context: ReadContext): { head: Row; rows: Readonly<Record<string, readonly Row[]>> };
}

/** Columns of rows that say what the hub understood when the row came. */
const decidedHere = new Set(['campaign_id', 'membership_id']);

/** Not in a body: who sent it and when it came, and what depended on the store's clock rules of that moment. */
const notInBody = [
  ...['company_id', 'store_id', 'terminal_id', 'received_at', 'is_late'],
  ...['occurred_at', 'started_at', 'ended_at', 'business_day', 'hour'],
];

export const storedKinds: readonly StoredKind[] = [
  storedKind({
    name: 'document',
    tables: { heads: 'transactions', bodies: 'transaction_bodies', owner: 'transaction_id' },
    columns: headColumns,
    sections: {
      lines: ['transaction_lines', lineColumns],
      payments: ['transaction_payments', paymentColumns],
      discounts: ['transaction_discounts', discountColumns],
      departments: ['transaction_departments', departmentColumns],
      taxes: ['transaction_taxes', taxColumns],
      loyalty: ['transaction_loyalties', loyaltyColumns],
      refunds: ['transaction_refunds', refundColumns],
      changes: ['transaction_changes', changeColumns],
    },
    reread(item, context) {
      const { head, rows } = readTransaction(item, context);
      return { head, rows: { ...rows } };
    },
  }),
  storedKind({
    name: 'closure',
    tables: { heads: 'closures', bodies: 'closure_bodies', owner: 'closure_id' },
    columns: closureColumns,
    sections: { summaries: ['closure_summaries', summaryColumns] },
    reread(item, context) {
      const { closure, summaries } = readClosure(item, context);
      // The table is read in the order of its key.
      const rows = [...summaries].sort((a, b) =>
        a.kind === b.kind ? a.position - b.position : a.kind < b.kind ? -1 : 1,
      );
      return { head: closure, rows: { summaries: rows } };
    },
  }),
];

interface KindPlan {
  name: StoredKind['name'];
  tables: { heads: string; bodies: string; owner: string };
  columns: Columns;
  sections: Readonly<Record<string, readonly [table: string, columns: Columns]>>;
  reread: StoredKind['reread'];
}

function storedKind({ name, tables, columns, sections, reread }: KindPlan): StoredKind {
  const { heads, bodies, owner } = tables;
  const names = Object.keys(columns);
  return {
    name,
    lastId: statement({
      params: {},
      returns: { id: 'int' },
      sql: () => `SELECT coalesce(max(id), 0) AS id FROM ${heads}`,
    }),
    bodies: statement({
      params: { after: 'int', upto: 'int' },
      returns: bodyColumns,
      sql: (q) => `SELECT h.id, h.company_id, h.uuid, h.body_hash, b.codec, b.body
        FROM ${heads} h JOIN ${bodies} b ON b.${owner} = h.id
        WHERE h.id > ${q.param('after')} AND h.id <= ${q.param('upto')} ORDER BY h.id`,
    }),
    heads: statement({
      params: { ids: ['int'] },
      returns: { id: 'int', ...columns } as Columns,
      sql: (q) => `SELECT id, ${names.join(', ')} FROM ${heads} WHERE id IN ${q.list('ids')} ORDER BY id`,
    }),
    compared: names.filter((column) => !notInBody.includes(column)),
    sections: Object.entries(sections).map(([section, [table, own]]) => sectionOf(section, { table, own, owner })),
    reread,
  };
}

function sectionOf(name: string, { table, own, owner }: { table: string; own: Columns; owner: string }): Section {
  const columns = Object.keys(own);
  const order = [owner, ...(columns.includes('kind') ? ['kind'] : []), 'position'];
  return {
    name,
    owner,
    select: statement({
      params: { ids: ['int'] },
      returns: own,
      sql: (q) => `SELECT ${columns.join(', ')} FROM ${table}
        WHERE ${owner} IN ${q.list('ids')} ORDER BY ${order.join(', ')}`,
    }),
    compared: columns.filter((column) => column !== owner && !decidedHere.has(column)),
  };
}

export type StoredBody = RowOf<typeof bodyColumns>;
