import { type Database, statement } from '../../db/index.ts';
import type { TerminalIdentity } from './terminal-identity.ts';

/** A store in which a terminal was. */
export interface FormerPlace {
  /** When it left. */
  until: Date;
  storeUuid: string;
  /** The terminal as it was there; time zone, day and currency are those that the store has now. */
  terminal: TerminalIdentity;
}

const findMoves = statement({
  params: { terminal: 'int' },
  returns: {
    ...{ moved_at: 'instant', terminal_code: 'text', store_uuid: 'text', store_id: 'int', store_code: 'text' },
    ...{ time_zone: 'text', day_start_minutes: 'int', currency: 'text' },
  },
  sql: (
    q,
  ) => `SELECT m.moved_at, m.terminal_code, s.uuid AS store_uuid, s.id AS store_id, s.code AS store_code, s.time_zone,
      s.day_start_minutes, s.currency
    FROM terminal_moves m JOIN stores s ON s.id = m.store_id
    WHERE m.terminal_id = ${q.param('terminal')} ORDER BY m.moved_at, m.id`,
});

/** The stores that a terminal has left, the first one first.
 *  @throws unavailable */
export async function findFormerPlaces(db: Database, terminal: TerminalIdentity): Promise<FormerPlace[]> {
  const moves = await db.dialect.query(db.finder, findMoves, { terminal: terminal.terminalId });
  return moves.map((move) => ({
    until: move.moved_at,
    storeUuid: move.store_uuid,
    terminal: {
      ...{ terminalId: terminal.terminalId, companyId: terminal.companyId, officeCode: terminal.officeCode },
      ...{ storeId: move.store_id, storeCode: move.store_code, terminalCode: move.terminal_code },
      ...{ timeZone: move.time_zone, dayStartMinutes: move.day_start_minutes, currency: move.currency },
    },
  }));
}
