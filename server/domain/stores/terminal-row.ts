/** What is read of a terminal to know who it is and whether it is let in, whatever it proves itself with. */
import type { RowOf } from '../../db/index.ts';
import { readNetworks } from './networks.ts';
import type { TerminalIdentity } from './terminal-identity.ts';

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
  /** What tokens name. */
  uuids: { terminal: string; store: string; company: string };
}

/** Of `t` terminals, `s` stores and `c` companies. */
export const terminalColumns = {
  terminal_uuid: 'text',
  store_uuid: 'text',
  company_uuid: 'text',
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

export const terminalFields = `t.uuid AS terminal_uuid, s.uuid AS store_uuid, c.uuid AS company_uuid, t.id AS terminal_id,
  s.id AS store_id, t.company_id, c.office_code, s.code AS store_code, s.time_zone, s.day_start_minutes, s.currency,
  t.kind, t.is_active, s.is_active AS is_store_active, t.revoked_at, t.grace_until, t.networks, s.code_only_access,
  s.code_only_networks`;
/** Of the current secret, and without one. */
export const currentCode = 't.code AS terminal_code, t.secret_hash, NULL AS pushes_until';
/** What was deleted does not exist for devices. */
export const terminalExists = 't.deleted_at IS NULL AND s.deleted_at IS NULL AND c.deleted_at IS NULL';

type TerminalRow = RowOf<typeof terminalColumns>;

export function toFound(row: TerminalRow | undefined): FoundTerminal | null {
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
      ...(row.kind === 'kitchen' && { isKitchen: true }),
    },
    uuids: { terminal: row.terminal_uuid, store: row.store_uuid, company: row.company_uuid },
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
