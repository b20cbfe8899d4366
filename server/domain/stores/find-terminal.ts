/** Who a device says it is, looked up by one indexed query per push; pushes that arrive together share it. */
import type { Database } from '../../db/index.ts';
import { statement } from '../../db/index.ts';
import { batched } from './batcher.ts';
import { loneSurrogate } from './codes.ts';
import { isInNetworks, readNetworks } from './networks.ts';
import type { TerminalIdentity } from './terminal-identity.ts';
import { hashTerminalSecret, isTerminalSecret } from './terminal-secret.ts';

/** What decides whether it is let in. */
interface TerminalAccess {
  /** A kitchen screen is no till: it sells nothing and learns no passwords. */
  isKitchen: boolean;
  isActive: boolean;
  isStoreActive: boolean;
  revokedAt: Date | null;
  graceUntil: Date | null;
  /** Shown was a secret that a newer one replaced: until then it may push, and nothing else. Null: the current one. */
  pushesUntil: Date | null;
  /** Networks it may come from; empty: any. */
  networks: readonly string[];
  /** Networks from which its store takes the three codes without a secret; empty: none. */
  codeOnlyNetworks: readonly string[];
}

export interface FoundTerminal {
  identity: TerminalIdentity;
  access: TerminalAccess;
}

export interface TerminalCodes {
  officeCode: string;
  storeCode: string;
  terminalCode: string;
}

const returns = {
  terminal_id: 'int',
  store_id: 'int',
  company_id: 'int',
  office_code: 'text',
  store_code: 'text',
  terminal_code: 'text',
  time_zone: 'text',
  day_start_minutes: 'int',
  currency: 'text',
  secret_hash: 'text?',
  kind: 'text',
  is_active: 'bool',
  is_store_active: 'bool',
  revoked_at: 'instant?',
  grace_until: 'instant?',
  pushes_until: 'instant?',
  networks: 'text',
  code_only_access: 'bool',
  code_only_networks: 'text',
} as const;

const fields = `t.id AS terminal_id, s.id AS store_id, t.company_id, c.office_code, s.code AS store_code, s.time_zone,
  s.day_start_minutes, s.currency, t.kind, t.is_active, s.is_active AS is_store_active, t.revoked_at, t.grace_until, t.networks,
  s.code_only_access, s.code_only_networks`;
/** Of the current secret, and without one. */
const current = 't.code AS terminal_code, t.secret_hash, NULL AS pushes_until';
/** What was deleted does not exist for devices. */
const exists = 't.deleted_at IS NULL AND s.deleted_at IS NULL AND c.deleted_at IS NULL';

const bySecretHash = statement({
  params: { hashes: ['text'] },
  returns,
  sql: (q) => `SELECT ${fields}, ${current} FROM terminals t
    JOIN stores s ON s.id = t.store_id JOIN companies c ON c.id = t.company_id
    WHERE t.secret_hash IN ${q.list('hashes')} AND ${exists}`,
});

/** A replaced secret stands for the store and the code that its settings name, wherever the terminal is now. */
const byFormerHash = statement({
  params: { hashes: ['text'] },
  returns,
  sql: (q) => `SELECT ${fields}, f.terminal_code, f.secret_hash, f.valid_until AS pushes_until
    FROM terminal_former_secrets f JOIN terminals t ON t.id = f.terminal_id
    JOIN stores s ON s.id = f.store_id JOIN companies c ON c.id = t.company_id
    WHERE f.secret_hash IN ${q.list('hashes')} AND ${exists}`,
});

const byCodes = statement({
  params: { codes: { office_code: 'text', store_code: 'text', terminal_code: 'text' } },
  returns,
  sql: (
    q,
  ) => `SELECT ${fields}, ${current} FROM ${q.rows('codes', 'k')} JOIN companies c ON c.office_code = k.office_code
    JOIN stores s ON s.company_id = c.id AND s.code = k.store_code
    JOIN terminals t ON t.store_id = s.id AND t.code = k.terminal_code WHERE ${exists}`,
});

const openNetworks = statement({
  params: {},
  returns: { networks: 'text' },
  sql: () => 'SELECT DISTINCT code_only_networks AS networks FROM stores WHERE code_only_access AND deleted_at IS NULL',
});

/** Whether any store takes codes without a secret from this address.
 *  @throws unavailable */
export async function takesCodesFrom(db: Database, address: string): Promise<boolean> {
  const rows = await db.dialect.query(db.finder, openNetworks, {});
  return rows.some(({ networks }) => isInNetworks(address, readNetworks(networks)));
}

type Row = Awaited<ReturnType<typeof askBySecret>>[number];

/** The terminal whose secret this is, or null. Whether it is let in is `judgeAccess`'s business.
 *  @throws unavailable */
export async function findTerminalBySecret(db: Database, secret: string): Promise<FoundTerminal | null> {
  if (!isTerminalSecret(secret)) return null;
  return lookups(db).bySecret(hashTerminalSecret(secret));
}

/** The terminal with these codes, compared exactly, or null.
 *  @throws unavailable */
export async function findTerminalByCodes(db: Database, codes: TerminalCodes): Promise<FoundTerminal | null> {
  if (![codes.officeCode, codes.storeCode, codes.terminalCode].every(canBeCode)) return null;
  return lookups(db).byCodes(codes);
}

const maxCodeLength = 50;

/** No stored code is longer, and none holds what a database would refuse to compare. */
function canBeCode(code: string): boolean {
  return code.length > 0 && code.length <= maxCodeLength && !code.includes('\0') && !loneSurrogate.test(code);
}

interface Lookups {
  bySecret(hash: string): Promise<FoundTerminal | null>;
  byCodes(codes: TerminalCodes): Promise<FoundTerminal | null>;
}

const known = new WeakMap<Database, Lookups>();

function lookups(db: Database): Lookups {
  let found = known.get(db);
  if (!found) {
    found = {
      bySecret: batched((hashes) => loadBySecret(db, hashes)),
      byCodes: batched((all) => loadByCodes(db, all)),
    };
    known.set(db, found);
  }
  return found;
}

function askBySecret(db: Database, hashes: readonly string[]) {
  return db.dialect.query(db.finder, bySecretHash, { hashes });
}

async function loadBySecret(db: Database, hashes: readonly string[]) {
  const rows = await askBySecret(db, hashes);
  const byHash = new Map(rows.map((row) => [row.secret_hash, row]));
  const strange = hashes.filter((hash) => !byHash.has(hash));
  if (strange.length > 0) {
    for (const row of await db.dialect.query(db.finder, byFormerHash, { hashes: strange })) {
      byHash.set(row.secret_hash, row);
    }
  }
  return hashes.map((hash) => toFound(byHash.get(hash)));
}

async function loadByCodes(db: Database, all: readonly TerminalCodes[]) {
  const codes = all.map(({ officeCode, storeCode, terminalCode }) => ({
    office_code: officeCode,
    store_code: storeCode,
    terminal_code: terminalCode,
  }));
  const rows = await db.dialect.query(db.finder, byCodes, { codes });
  const byKey = new Map(rows.map((row) => [keyOf([row.office_code, row.store_code, row.terminal_code]), row]));
  return all.map((each) => toFound(byKey.get(keyOf([each.officeCode, each.storeCode, each.terminalCode]))));
}

function keyOf(parts: readonly string[]): string {
  return JSON.stringify(parts);
}

function toFound(row: Row | undefined): FoundTerminal | null {
  if (!row) return null;
  return {
    identity: {
      terminalId: row.terminal_id,
      storeId: row.store_id,
      companyId: row.company_id,
      officeCode: row.office_code,
      storeCode: row.store_code,
      terminalCode: row.terminal_code,
      timeZone: row.time_zone,
      dayStartMinutes: row.day_start_minutes,
      currency: row.currency,
    },
    access: {
      isKitchen: row.kind === 'kitchen',
      isActive: row.is_active,
      isStoreActive: row.is_store_active,
      revokedAt: row.revoked_at,
      graceUntil: row.grace_until,
      pushesUntil: row.pushes_until,
      networks: readNetworks(row.networks),
      codeOnlyNetworks: row.code_only_access ? readNetworks(row.code_only_networks) : [],
    },
  };
}
