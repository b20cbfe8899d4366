/** Which terminals of a company are worst off: judged, counted, sorted and cut by the database, so that a company of thousands costs
 *  a page what one of ten costs. The same rules as `healthFrom` in read-health.ts, which tells what is wrong in words; a test holds
 *  that both say the same. */
import { type Ctx, type EngineWords, statement } from '../../db/index.ts';
import {
  clockSample,
  dailyMs,
  driftHoldsMs,
  type HealthPlace,
  type HealthTrouble,
  healthTroubles,
  hourMs,
  weights,
  wrongClockMs,
} from './troubles.ts';

const minuteMs = 60_000;
/** As `readSyncPolicy` reads it. */
const usualMinutes = 5;

function syncMinutes({ provider }: EngineWords): string {
  const said =
    provider === 'sqlite' ? "t.sync_policy ->> 'syncMinutes'" : "(t.sync_policy::jsonb ->> 'syncMinutes')::int";
  return `coalesce(${said}, ${usualMinutes})`;
}

const heardTimes = ['last_seen_at', 'last_push_at', 'last_init_at'];
/** As `stateOf` of the stores has it. */
const liveMs = 60 * minuteMs;

/** Two deliveries, or at least so long. */
function quiet(leastMs: number): string {
  return `CASE WHEN 2 * ${minuteMs} * sync_minutes > ${leastMs} THEN 2 * ${minuteMs} * sync_minutes ELSE ${leastMs} END`;
}

const rank = statement({
  params: {
    ...{ now: 'bigint', company: 'int', newest: 'int', every: 'bool', stores: ['int'] },
    ...{ bit: 'int', weight: 'int', after: 'int', most: 'int' },
  },
  returns: {
    ...{ id: 'int', weight: 'int', terminals: 'int', refusing: 'int', silent: 'int', clock: 'int', behind: 'int' },
  },
  // A tie of two kinds that were fetched in the same millisecond goes to the first name, as there.
  sql: (q) => {
    const now = q.param('now');
    const has = (name: HealthTrouble) => `(weight & ${weights[name]}) <> 0`;
    return `WITH facts AS (
      SELECT t.id, t.is_active AND (t.revoked_at IS NULL OR ${q.millis('t.revoked_at')} > s.now_ms) AS is_served,
        ${heardTimes.map((at) => `${q.millis(`k.${at}`)} AS ${at}`).join(', ')},
        s.now_ms, ${syncMinutes(q)} AS sync_minutes,
        EXISTS (SELECT 1 FROM quarantined_items i WHERE i.terminal_id = t.id AND i.resolved_at IS NULL)
          OR EXISTS (SELECT 1 FROM conflicts c WHERE c.terminal_id = t.id AND c.resolved_at IS NULL) AS is_refusing,
        CASE WHEN s.now_ms - ${q.millis('k.clock_drift_at')} < ${driftHoldsMs} THEN k.clock_drift_ms END AS told_ms,
        (SELECT min(${q.millis('x.received_at')} - ${q.millis('x.occurred_at')}) FROM
          (SELECT received_at, occurred_at FROM transactions WHERE terminal_id = t.id
            ORDER BY closure_number DESC, receipt_number DESC LIMIT ${clockSample}) AS x) AS lag_ms,
        f.kind AS fetched_kind, f.version AS fetched_version, ${q.millis('f.last_at')} AS fetched_ms
      FROM (SELECT id, company_id, deleted_at, ${now} AS now_ms FROM stores) s JOIN terminals t ON t.store_id = s.id
        LEFT JOIN terminal_states k ON k.terminal_id = t.id
        LEFT JOIN (SELECT terminal_id, kind, version, last_at,
            row_number() OVER (PARTITION BY terminal_id ORDER BY last_at DESC, kind) AS place
          FROM terminal_syncs WHERE company_id = ${q.param('company')} AND version IS NOT NULL
            AND substr(kind, 1, 5) = 'pull.') f ON f.terminal_id = t.id AND f.place = 1
      WHERE t.company_id = ${q.param('company')} AND t.deleted_at IS NULL AND s.deleted_at IS NULL
        AND (${q.param('every')} OR t.store_id IN ${q.list('stores')})
    ), judged AS (
      SELECT id,
        CASE WHEN is_refusing THEN ${weights.refusing} ELSE 0 END
        + CASE WHEN is_served AND coalesce(${heardTimes.join(', ')}) IS NOT NULL
            AND ${heardTimes.map((at) => `now_ms - coalesce(${at}, 0) > ${quiet(liveMs)}`).join(' AND ')}
          THEN ${weights.silent} ELSE 0 END
        + CASE WHEN abs(told_ms) > ${wrongClockMs} OR (told_ms IS NULL AND lag_ms < -${wrongClockMs})
          THEN ${weights.clock} ELSE 0 END
        + CASE WHEN is_served AND fetched_version < ${q.param('newest')} AND now_ms - fetched_ms >
            CASE WHEN fetched_kind = 'pull.init' THEN ${dailyMs}
              ELSE ${quiet(hourMs)} END
          THEN ${weights.behind} ELSE 0 END AS weight
      FROM facts
    )
    SELECT 0 AS id, 0 AS weight, count(*) AS terminals,
      ${healthTroubles.map((name) => `coalesce(sum(CASE WHEN ${has(name)} THEN 1 ELSE 0 END), 0) AS ${name}`).join(', ')}
    FROM judged
    UNION ALL SELECT p.id, p.weight, 0, 0, 0, 0, 0 FROM (SELECT id, weight FROM judged
      WHERE (${q.param('bit')} = 0 OR (weight & ${q.param('bit')}) <> 0)
        AND (weight < ${q.param('weight')} OR (weight = ${q.param('weight')} AND id > ${q.param('after')}))
      ORDER BY weight DESC, id LIMIT ${q.param('most')}) AS p`;
  },
});

interface Asked {
  companyId: number;
  /** True: every store of the company; else those of `stores`. */
  every: boolean;
  stores: readonly number[];
  /** The last version that was handed out. */
  newest: number;
  trouble: HealthTrouble | undefined;
  after: HealthPlace | null;
  most: number;
}

interface Ranked {
  /** The worst first. */
  places: HealthPlace[];
  /** Of all of them. */
  counts: Record<HealthTrouble, number>;
  terminals: number;
}

/** Above every weight: whoever asks for the first page has seen nobody. */
const aboveAll = 16;

export async function rankTerminals(ctx: Ctx, { companyId, trouble, after, ...asked }: Asked): Promise<Ranked> {
  const rows = await ctx.db.dialect.query(ctx.db.reader, rank, {
    ...asked,
    ...{ now: BigInt(ctx.now().getTime()), company: companyId, bit: trouble ? weights[trouble] : 0 },
    ...{ weight: after?.weight ?? aboveAll, after: after?.id ?? 0 },
  });
  const sums = rows.find(({ id }) => id === 0);
  if (!sums) throw new Error('nothing was counted');
  const { terminals, refusing, silent, clock, behind } = sums;
  const order = (a: HealthPlace, b: HealthPlace) => b.weight - a.weight || a.id - b.id;
  const places = rows.filter(({ id }) => id !== 0).map(({ id, weight }) => ({ id, weight }));
  return { places: places.sort(order), counts: { refusing, silent, clock, behind }, terminals };
}
