import { type Ctx, statement } from '../../server/db/index.ts';
import type { Report, Row, Section } from '../engine/report.ts';
import type { Window } from '../engine/window.ts';

/** Points that customers hold now, and what those are worth that the programme lets them redeem. */
export const pointsOutstanding: Report = {
  name: 'points-outstanding',
  area: 'customers',
  permission: 'figures.see',
  columns: [
    { name: 'pointsWorth', kind: 'money' },
    { name: 'outstandingPoints', kind: 'points' },
    { name: 'redeemablePoints', kind: 'points' },
    { name: 'redeemableWorth', kind: 'money' },
    { name: 'members', kind: 'count' },
    { name: 'membersWithPoints', kind: 'count' },
  ],
  lead: 'pointsWorth',
  rowName: 'loyaltyProgram',
  chart: null,
  instantFilters: [],
  readsDocuments: false,
  isComparable: false,
  hasRange: false,
  isOfCompany: true,
  notes: ['pointsOutstanding'],
  sections,
};

/** Of a programme with several policies the first counts. A point without a worth is worth nothing that anybody could say. */
const held = statement({
  params: { company_id: 'int' },
  returns: {
    id: 'text',
    name: 'text',
    point_e4: 'bigint?',
    members: 'int',
    with_points: 'int?',
    outstanding: 'bigint?',
    redeemable: 'bigint?',
  },
  sql: (
    q,
  ) => `WITH policy AS (SELECT g.id, g.name, g.currency_per_point_e4 AS point_e4, coalesce(r.points_step, 1) AS step,
      coalesce(r.minimum_points, 0) AS least FROM loyalty_programs g
      LEFT JOIN loyalty_redemption_policies r ON r.id = (SELECT min(x.id) FROM loyalty_redemption_policies x
        WHERE x.program_id = g.id AND x.deleted_at IS NULL)
      WHERE g.company_id = ${q.param('company_id')})
    SELECT p.id, p.name, p.point_e4, CAST(count(*) AS integer) AS members,
      CAST(sum(CASE WHEN m.available_points > 0 THEN 1 ELSE 0 END) AS integer) AS with_points,
      ${q.sumBig('m.available_points')} AS outstanding,
      ${q.sumBig('CASE WHEN m.available_points <= 0 OR m.available_points < p.least THEN 0 WHEN p.step > 1 THEN m.available_points / p.step * p.step ELSE m.available_points END')} AS redeemable
    FROM policy p JOIN loyalty_memberships m ON m.program_id = p.id AND m.company_id = ${q.param('company_id')}
    WHERE m.deleted_at IS NULL GROUP BY p.id, p.name, p.point_e4 ORDER BY outstanding DESC, p.id`,
});

async function sections(ctx: Ctx, { company }: Window): Promise<Section[]> {
  const programs = await ctx.db.dialect.query(ctx.db.reader, held, { company_id: company.id });
  if (programs.length === 0) return [];
  const rows: Row[] = programs.map((program) => {
    const [outstanding, redeemable] = [program.outstanding ?? 0n, program.redeemable ?? 0n];
    return {
      key: program.id,
      label: { kind: 'text', text: program.name },
      values: {
        pointsWorth: program.point_e4 === null ? null : outstanding * program.point_e4,
        outstandingPoints: Number(outstanding),
        redeemablePoints: Number(redeemable),
        redeemableWorth: program.point_e4 === null ? null : redeemable * program.point_e4,
        members: program.members,
        membersWithPoints: program.with_points ?? 0,
      },
      drill: { report: 'points', filters: { per: 'month', range: '12-months' } },
    };
  });
  const sum = (name: string) => rows.reduce((total, { values }) => total + Number(values[name] ?? 0), 0);
  const worth = (name: string) => rows.reduce((total, { values }) => total + BigInt(values[name] ?? 0), 0n);
  const total = {
    pointsWorth: worth('pointsWorth'),
    outstandingPoints: sum('outstandingPoints'),
    redeemablePoints: sum('redeemablePoints'),
    redeemableWorth: worth('redeemableWorth'),
    members: sum('members'),
    membersWithPoints: sum('membersWithPoints'),
  };
  return [{ currency: company.currency, rows, total }];
}
