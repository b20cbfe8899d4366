/** A till has enrolled a customer whom the hub knows, but not as a member: it is enrolled here by the same rule (protocol 2.5). The
 *  programme is the first active one by name, the tier its lowest, and the welcome points are given once. */
import { newId } from '../../../core/ids.ts';
import { lookUp, statement } from '../../../db/index.ts';
import type { Write } from '../kinds.ts';

interface Stranger {
  company_id: number;
  customer_id: string;
}

/** Those of them who are customers, and neither the walk-in one nor members (perhaps deleted ones) already. */
const findCustomers = statement({
  params: { rows: { company_id: 'int', customer_id: 'text' } },
  returns: { company_id: 'int', customer_id: 'text' },
  sql: (q) => `SELECT r.company_id, r.customer_id FROM ${q.rows('rows', 'r')} ${lookUp(q.provider, {
    table: 'customers',
    alias: 'c',
    where: 'c.id = r.customer_id AND c.company_id = r.company_id',
  })} WHERE NOT c.is_walk_in AND c.deleted_at IS NULL
      AND (SELECT count(*) FROM loyalty_memberships m WHERE m.customer_id = c.id) = 0
    ORDER BY 1, 2`,
});

const findProgram = statement({
  params: { company: 'int' },
  returns: { id: 'text', terminal_fields: 'text' },
  sql: (q) => `SELECT id, terminal_fields FROM loyalty_programs WHERE company_id = ${q.param('company')}
      AND is_active AND deleted_at IS NULL ORDER BY name, id LIMIT 1`,
});

const findTier = statement({
  params: { program: 'text' },
  returns: { id: 'text' },
  sql: (
    q,
  ) => `SELECT id FROM loyalty_tiers WHERE program_id = ${q.param('program')} AND is_active AND deleted_at IS NULL
    ORDER BY level, id LIMIT 1`,
});

const nextVersion = statement({
  params: { company: 'int' },
  returns: { version: 'int' },
  sql: (q) => `UPDATE companies SET version_counter = version_counter + 1 WHERE id = ${q.param('company')}
    RETURNING version_counter AS version`,
});

const insertMember = statement({
  params: {
    rows: {
      id: 'text',
      company_id: 'int',
      customer_id: 'text',
      program_id: 'text',
      tier_id: 'text?',
      total_points: 'int',
      available_points: 'int',
      lifetime_points: 'int',
      enrolled_at: 'instant',
      created_at: 'instant',
      updated_at: 'instant',
      version: 'int',
    },
  },
  returns: { id: 'text' },
  sql: (q) => `INSERT INTO loyalty_memberships (${q.names('rows')}) SELECT ${q.names('rows', 'r')}
    FROM ${q.rows('rows', 'r')} WHERE true ON CONFLICT (customer_id) DO NOTHING RETURNING id`,
});

const insertWelcome = statement({
  params: {
    rows: {
      id: 'text',
      company_id: 'int',
      membership_id: 'text',
      points: 'int',
      balance_after: 'int',
      occurred_at: 'instant',
      created_at: 'instant',
    },
  },
  sql: (q) => `INSERT INTO loyalty_entries (entry_type, ${q.names('rows')})
    SELECT 'WELCOME', ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')} WHERE true`,
});

/** Enrols those of them who can be, where there is a programme.
 *  @returns whether any could: look them up again */
export async function enrol(write: Write, strangers: readonly Stranger[], now: Date): Promise<boolean> {
  const customers = await write.dialect.query(write.tx, findCustomers, { rows: strangers });
  for (const customer of customers) await enrolOne(write, customer, now);
  return customers.length > 0;
}

async function enrolOne({ tx, dialect }: Write, { company_id, customer_id }: Stranger, now: Date): Promise<void> {
  const [program] = await dialect.query(tx, findProgram, { company: company_id });
  if (!program) return;
  const [tier] = await dialect.query(tx, findTier, { program: program.id });
  const [counter] = await dialect.query(tx, nextVersion, { company: company_id });
  const points = welcomePointsOf(program.terminal_fields);
  const [made] = await dialect.query(tx, insertMember, {
    rows: [
      {
        id: newId(),
        company_id,
        customer_id,
        program_id: program.id,
        tier_id: tier?.id ?? null,
        total_points: points,
        available_points: points,
        lifetime_points: points,
        enrolled_at: now,
        created_at: now,
        updated_at: now,
        version: counter?.version ?? 0,
      },
    ],
  });
  if (made && points > 0) {
    const welcome = { membership_id: made.id, points, balance_after: points, occurred_at: now, created_at: now };
    await dialect.execute(tx, insertWelcome, { rows: [{ id: newId(), company_id, ...welcome }] });
  }
}

function welcomePointsOf(terminalFields: string): number {
  const fields = JSON.parse(terminalFields) as { welcome_points?: unknown };
  const points = Number(fields.welcome_points ?? 0);
  return Number.isInteger(points) && points > 0 && points <= 1_000_000 ? points : 0;
}
