import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Ctx, Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';

export interface Place {
  storeId: number;
  /** Null: every active till of the store, later ones included. */
  terminalIds: readonly number[] | null;
}

interface Wanted {
  companyId: number;
  cashierId: string;
  /** Stores that the list speaks of; null: all of the company's. Assignments elsewhere stay. */
  reach: readonly number[] | null;
  places: readonly Place[];
}

/** Makes somebody work in exactly these places, as far as the list speaks. An assignment that ends stays as a closed one, so
 *  that the tills there are told to forget them.
 *  @throws not_found     a store is none of the company's
 *  @throws invalid_input a till is none of its store */
export async function writeAssignments({ tx, ctx }: { tx: Tx; ctx: Ctx }, wanted: Wanted): Promise<void> {
  const { companyId, cashierId, reach, places } = wanted;
  await refuseForeign(tx, wanted);
  const held = await tx.cashierStore.findMany({
    where: { cashierId, ...(reach && { storeId: { in: [...reach] } }) },
    include: { terminals: { select: { terminalId: true } } },
  });
  const before = held.filter(({ isActive }) => isActive).map(placeOf);
  const stated = places.map(({ storeId, terminalIds }) => ({ storeId, terminalIds: sorted(terminalIds) }));
  if (sameText(before) === sameText(stated)) return;
  const ended = held.filter(({ isActive, storeId }) => isActive && !places.some((place) => place.storeId === storeId));
  await tx.cashierStore.updateMany({ where: { id: { in: ended.map(({ id }) => id) } }, data: { isActive: false } });
  for (const place of stated) {
    const row = held.find(({ storeId }) => storeId === place.storeId);
    if (row?.isActive && sameText([placeOf(row)]) === sameText([place])) continue;
    await writePlace(tx, { companyId, cashierId, place, id: row?.id });
  }
  const version = await nextVersions(tx, companyId);
  await tx.cashier.update({ where: { id: cashierId }, data: { version }, select: { id: true } });
  await recordAudit(tx, ctx, {
    ...{ companyId, action: 'cashier.assign', subjectType: 'cashier', subjectId: cashierId },
    before: { places: before },
    after: { places: stated },
  });
}

interface OnePlace {
  companyId: number;
  cashierId: string;
  place: Place;
  id: string | undefined;
}

async function writePlace(tx: Tx, { companyId, cashierId, place, id = newId() }: OnePlace): Promise<void> {
  const stated = { allTerminals: place.terminalIds === null, isActive: true };
  await tx.cashierStore.upsert({
    where: { cashierId_storeId: { cashierId, storeId: place.storeId } },
    create: { id, companyId, cashierId, storeId: place.storeId, ...stated },
    update: stated,
    select: { id: true },
  });
  await tx.cashierTerminal.deleteMany({ where: { cashierStoreId: id } });
  const chosen = (place.terminalIds ?? []).map((terminalId) => ({ cashierStoreId: id, terminalId }));
  if (chosen.length > 0) await tx.cashierTerminal.createMany({ data: chosen });
}

async function refuseForeign(tx: Tx, { companyId, places }: Wanted): Promise<void> {
  const stores = await tx.store.findMany({
    where: { companyId, deletedAt: null, id: { in: places.map(({ storeId }) => storeId) } },
    select: { id: true, terminals: { where: { deletedAt: null }, select: { id: true } } },
  });
  for (const { storeId, terminalIds } of places) {
    const store = stores.find(({ id }) => id === storeId);
    if (!store) throw new DomainError('not_found', { storeId });
    const foreign = terminalIds?.some((id) => !store.terminals.some((terminal) => terminal.id === id));
    if (foreign) {
      throw new DomainError('invalid_input', { errors: [{ path: 'places', message: 'Choose tills of the store.' }] });
    }
  }
}

function placeOf(row: { storeId: number; allTerminals: boolean; terminals: readonly { terminalId: number }[] }): Place {
  return {
    storeId: row.storeId,
    terminalIds: row.allTerminals ? null : sorted(row.terminals.map((each) => each.terminalId)),
  };
}

function sorted(ids: readonly number[] | null): number[] | null {
  return ids === null ? null : [...new Set(ids)].sort((a, b) => a - b);
}

function sameText(places: readonly Place[]): string {
  return JSON.stringify([...places].sort((a, b) => a.storeId - b.storeId));
}
