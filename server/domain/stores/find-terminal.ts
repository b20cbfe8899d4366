/** Who a device says it is, looked up by one indexed query per push; pushes that arrive together share it. */
import { type Database, perDatabase, statement } from '../../db/index.ts';
import { batched } from './batcher.ts';
import { loneSurrogate } from './codes.ts';
import { isInNetworks, readNetworks } from './networks.ts';
import {
  currentCode,
  type FoundTerminal,
  terminalColumns,
  terminalExists,
  terminalFields,
  toFound,
} from './terminal-row.ts';
import { hashTerminalSecret, isTerminalSecret } from './terminal-secret.ts';

export interface TerminalCodes {
  officeCode: string;
  storeCode: string;
  terminalCode: string;
}

const bySecretHash = statement({
  params: { hashes: ['text'] },
  returns: terminalColumns,
  sql: (q) => `SELECT ${terminalFields}, ${currentCode} FROM terminals t
    JOIN stores s ON s.id = t.store_id JOIN companies c ON c.id = t.company_id
    WHERE t.secret_hash IN ${q.list('hashes')} AND ${terminalExists}`,
});

/** A replaced secret stands for the store and the code that its settings name, wherever the terminal is now. */
const byFormerHash = statement({
  params: { hashes: ['text'] },
  returns: terminalColumns,
  sql: (q) => `SELECT ${terminalFields}, f.terminal_code, f.secret_hash, f.valid_until AS pushes_until
    FROM terminal_former_secrets f JOIN terminals t ON t.id = f.terminal_id
    JOIN stores s ON s.id = f.store_id JOIN companies c ON c.id = t.company_id
    WHERE f.secret_hash IN ${q.list('hashes')} AND ${terminalExists}`,
});

const byCodes = statement({
  params: { codes: { office_code: 'text', store_code: 'text', terminal_code: 'text' } },
  returns: terminalColumns,
  sql: (
    q,
  ) => `SELECT ${terminalFields}, ${currentCode} FROM ${q.rows('codes', 'k')} JOIN companies c ON c.office_code = k.office_code
    JOIN stores s ON s.company_id = c.id AND s.code = k.store_code
    JOIN terminals t ON t.store_id = s.id AND t.code = k.terminal_code WHERE ${terminalExists}`,
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

/** The terminal whose secret this is, or null. Whether it is let in is `judgeAccess`'s business.
 *  @throws unavailable */
export async function findTerminalBySecret(db: Database, secret: string): Promise<FoundTerminal | null> {
  if (!isTerminalSecret(secret)) return null;
  return lookups(db).bySecret(hashTerminalSecret(secret));
}

/** The terminal whose secret has this hash, as tokens name secrets; null: it is nobody's any more.
 *  @throws unavailable */
export function findTerminalBySecretHash(db: Database, hash: string): Promise<FoundTerminal | null> {
  return lookups(db).bySecret(hash);
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

const lookups = perDatabase((db) => ({
  bySecret: batched((hashes: readonly string[]) => loadBySecret(db, hashes)),
  byCodes: batched((all: readonly TerminalCodes[]) => loadByCodes(db, all)),
}));

async function loadBySecret(db: Database, hashes: readonly string[]) {
  const rows = await db.dialect.query(db.finder, bySecretHash, { hashes });
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
