import { DomainError } from '../../core/errors.ts';
import type { Database } from '../../db/index.ts';
import { type FeatureFlags, readFeatureFlags } from './store-references.ts';

/** What a device may know about itself and its store before anything else. */
export interface TerminalDescription {
  kind: string;
  name: string;
  number: number;
  storeName: string;
  features: FeatureFlags;
}

/** Describes a terminal that was let in.
 *  @throws not_found it was retired meanwhile */
export async function describeTerminal(db: Database, terminalId: number): Promise<TerminalDescription> {
  const found = await db.reader.terminal.findFirst({
    where: { id: terminalId, deletedAt: null },
    select: { kind: true, name: true, number: true, store: { select: { name: true, featureFlags: true } } },
  });
  if (!found) throw new DomainError('not_found', { terminalId });
  const { store, ...terminal } = found;
  return { ...terminal, storeName: store.name, features: readFeatureFlags(store.featureFlags) };
}
