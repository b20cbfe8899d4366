import { DomainError } from '../../core/errors.ts';
import type { Database } from '../../db/index.ts';

/** What a device is told about its place in the hub. */
export interface DevicePlace {
  terminal: { uuid: string; code: string; name: string; number: number; kind: string };
  store: { uuid: string; code: string; name: string; timeZone: string; currency: string };
  company: { uuid: string; name: string; officeCode: string };
}

/** Describes a terminal that was let in.
 *  @throws not_found it was retired meanwhile */
export async function describePlace(db: Database, terminalId: number): Promise<DevicePlace> {
  const found = await db.reader.terminal.findFirst({
    where: { id: terminalId, deletedAt: null },
    select: {
      ...{ uuid: true, code: true, name: true, number: true, kind: true },
      store: { select: { uuid: true, code: true, name: true, timeZone: true, currency: true } },
      company: { select: { uuid: true, name: true, officeCode: true } },
    },
  });
  if (!found) throw new DomainError('not_found', { terminalId });
  const { store, company, ...terminal } = found;
  return { terminal, store, company };
}
