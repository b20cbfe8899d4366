import { type Ctx, statement } from '../../server/db/index.ts';
import type { Report, Row, Section } from '../engine/report.ts';
import type { Window } from '../engine/window.ts';

/** What tills delivered that could not be taken as it was: by terminal, waiting and settled. */
export const refused: Report = {
  name: 'refused',
  area: 'control',
  permission: 'quarantine.see',
  columns: [
    { name: 'quarantineWaiting', kind: 'count' },
    { name: 'quarantineSettled', kind: 'count' },
    { name: 'conflictsWaiting', kind: 'count' },
    { name: 'conflictsSettled', kind: 'count' },
    { name: 'till', kind: 'text' },
  ],
  lead: 'quarantineWaiting',
  rowName: 'terminal',
  chart: null,
  instantFilters: [],
  readsDocuments: false,
  isComparable: false,
  hasRange: false,
  notes: ['refused'],
  sections,
};

const perTerminal = statement({
  params: { company_id: 'int', store_ids: ['int'] },
  returns: {
    uuid: 'text',
    terminal: 'text',
    name: 'text?',
    store: 'text',
    quarantine_waiting: 'int?',
    quarantine_settled: 'int?',
    conflicts_waiting: 'int?',
    conflicts_settled: 'int?',
  },
  sql: (q) => {
    const counted = (table: string, isQuarantine: boolean) => {
      const count = (condition: string) => `CASE WHEN resolved_at IS ${condition} THEN 1 ELSE 0 END`;
      const figures = [count('NULL'), count('NOT NULL')].join(', ');
      return `SELECT terminal_id, ${isQuarantine ? `${figures}, 0, 0` : `0, 0, ${figures}`} FROM ${table}
        WHERE company_id = ${q.param('company_id')}`;
    };
    const sums = ['a', 'b', 'c', 'd'].map((column) => `CAST(sum(x.${column}) AS integer)`);
    return `WITH x (terminal_id, a, b, c, d) AS (${counted('quarantined_items', true)} UNION ALL ${counted('conflicts', false)})
      SELECT t.uuid, t.code AS terminal, t.name, s.code AS store, ${sums[0]} AS quarantine_waiting, ${sums[1]} AS quarantine_settled,
        ${sums[2]} AS conflicts_waiting, ${sums[3]} AS conflicts_settled
      FROM x JOIN terminals t ON t.id = x.terminal_id JOIN stores s ON s.id = t.store_id
      WHERE t.store_id IN ${q.list('store_ids')}
      GROUP BY t.uuid, t.code, t.name, s.code ORDER BY quarantine_waiting DESC, conflicts_waiting DESC, s.code, t.code`;
  },
});

async function sections(ctx: Ctx, { company, stores }: Window): Promise<Section[]> {
  if (stores.length === 0) return [];
  const found = await ctx.db.dialect.query(ctx.db.reader, perTerminal, {
    company_id: company.id,
    store_ids: stores.map(({ id }) => id),
  });
  if (found.length === 0) return [];
  const rows: Row[] = found.map((row) => ({
    key: row.uuid,
    label: { kind: 'text', text: row.name || row.terminal, note: row.terminal },
    values: {
      quarantineWaiting: row.quarantine_waiting ?? 0,
      quarantineSettled: row.quarantine_settled ?? 0,
      conflictsWaiting: row.conflicts_waiting ?? 0,
      conflictsSettled: row.conflicts_settled ?? 0,
      till: `${row.store} · ${row.terminal}`,
    },
    drill: { report: 'refused', filters: {}, page: `/tills/${company.slug}/${row.uuid}/` },
  }));
  const sum = (name: string) => rows.reduce((total, { values }) => total + Number(values[name] ?? 0), 0);
  const names = ['quarantineWaiting', 'quarantineSettled', 'conflictsWaiting', 'conflictsSettled'];
  return [
    { currency: null, rows, total: { ...Object.fromEntries(names.map((name) => [name, sum(name)])), till: null } },
  ];
}
