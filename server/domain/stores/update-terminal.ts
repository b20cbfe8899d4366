import { z } from 'zod';
import { type Ctx, inTransaction, isUniqueViolation, type Tx } from '../../db/index.ts';
import { changeTerminalIn } from './change-terminal.ts';
import { parseInput, taken } from './codes.ts';
import { known } from './create-store.ts';
import { terminalProfile } from './create-terminal.ts';
import { deviceSettings, withDevices } from './devices.ts';
import { checkNetworks } from './networks.ts';
import { changeSyncPolicy } from './sync-policy.ts';

/** What a device is decides what it may learn, so it stays what it was registered as. */
const input = terminalProfile
  .omit({ kind: true })
  .partial()
  .extend({
    terminalId: z.int(),
    isActive: z.boolean().optional(),
    seen: z.int().or(z.nan()).optional(),
    devices: deviceSettings.optional(),
  });

type UpdateTerminal = z.input<typeof input>;

/** Changes what is known about a terminal; what is not said stays. Its code never changes here: the till carries it.
 *  @throws invalid_input  a field breaks its rule
 *  @throws already_exists another terminal of the store has this number
 *  @throws not_found      the terminal is none that the actor sees */
export function updateTerminal(ctx: Ctx, raw: UpdateTerminal): Promise<void> {
  return inTransaction(ctx, (tx) => updateTerminalIn({ tx, ctx }, raw));
}

/** The same inside the caller's transaction. */
export async function updateTerminalIn(at: { tx: Tx; ctx: Ctx }, raw: UpdateTerminal): Promise<void> {
  const { terminalId, seen, networks, terminalFields, syncMinutes, manages, devices, ...profile } = parseInput(
    input,
    raw,
  );
  const changes = {
    ...known(profile),
    ...(networks && { networks: JSON.stringify(checkNetworks(networks)) }),
    ...(terminalFields && { terminalFields: JSON.stringify(terminalFields) }),
  };
  try {
    await changeTerminalIn(at, terminalId, {
      ...{ action: 'terminal.update', changes, seen },
      also: async (_tx, before) => ({
        ...((syncMinutes !== undefined || manages) && {
          syncPolicy: changeSyncPolicy(before.syncPolicy, { syncMinutes, manages }),
        }),
        ...(devices && { terminalFields: withDevices(changes.terminalFields ?? before.terminalFields, devices) }),
      }),
    });
  } catch (error) {
    if (!isUniqueViolation(error, 'terminals', ['store_id', 'number'])) throw error;
    throw taken('number', `The store has, or had, a terminal with the number ${profile.number}.`);
  }
}
