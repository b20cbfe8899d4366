import type { Ctx } from '../../db/index.ts';
import { readNetworks } from './networks.ts';
import { readSyncPolicy } from './sync-policy.ts';
import { heardAt, stateOf } from './terminal-state.ts';

/** Terminals with their profiles and how they are doing, in a few queries however many there are. Nothing of their secrets is
 *  read but that there is one. For whoever has found out already that the actor sees these.
 *  @param ids numbers of terminals; of those that are none, nothing comes */
export async function readTerminalColumns(ctx: Ctx, ids: readonly number[]) {
  const rows = await ctx.db.reader.terminal.findMany({
    where: { id: { in: [...ids] } },
    select: {
      ...{ id: true, uuid: true, storeId: true, code: true, name: true, number: true, kind: true, isActive: true },
      ...{ secretIssuedAt: true, secretHash: true, revokedAt: true, graceUntil: true, networks: true },
      ...{ syncPolicy: true, serialNumber: true, operatingSystem: true, createdAt: true, updatedAt: true },
      ...{ deletedAt: true, version: true, store: { select: { uuid: true, code: true } } },
      state: {
        select: {
          ...{ closureNumber: true, receiptNumber: true, lastSeenAt: true, lastPushAt: true, lastInitAt: true },
        },
      },
    },
  });
  const now = ctx.now();
  return rows.map(({ secretHash, networks, syncPolicy, state, ...row }) => {
    const contacts = { ...row, ...state, syncPolicy };
    return {
      ...row,
      ...readSyncPolicy(syncPolicy),
      isPaired: secretHash !== null,
      networks: readNetworks(networks),
      state: stateOf(contacts, now),
      heardAt: heardAt(contacts),
      closureNumber: state?.closureNumber ?? 1,
      receiptNumber: state?.receiptNumber ?? 1,
    };
  });
}
