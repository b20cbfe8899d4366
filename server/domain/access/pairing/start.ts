import { z } from 'zod';
import { newId } from '../../../core/ids.ts';
import { type Ctx, inTransaction, isUniqueViolation } from '../../../db/index.ts';
import { networkOf, parseInput, reserve } from '../../tenancy/index.ts';
import { newDeviceCode, newUserCode, shownCode } from './codes.ts';

/** How long a device waits, and how often it may ask. */
export const pairingSeconds = 600;
export const pollSeconds = 5;
/** Two devices that draw the same code at the same time are a rarity; this many in a row do not happen. */
const tries = 5;

/** One line of what the device says about itself. Whoever sees it is told that it is only what the device says. */
const said = z.string().transform((text) =>
  text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 100),
);
const input = z.object({ deviceName: said, software: said, address: z.string() });

export interface StartedPairing {
  /** What the device asks with; shown to nobody. */
  deviceCode: string;
  /** What the device shows, with its dash. */
  userCode: string;
}

/** Lets a device wait until a person has typed its code.
 *  @throws too_many_requests too many devices have asked from this address
 *  @throws unavailable */
export async function startPairing(ctx: Ctx, raw: z.input<typeof input>): Promise<StartedPairing> {
  const device = parseInput(input, raw);
  await reserve(ctx, [{ by: 'pairing-address', key: networkOf(device.address) }]);
  const at = ctx.now();
  const expiresAt = new Date(at.getTime() + pairingSeconds * 1000);
  const { text, hash } = newDeviceCode();
  for (let left = tries; ; left -= 1) {
    const userCode = newUserCode();
    try {
      await inTransaction(ctx, (tx) =>
        tx.devicePairing.create({
          data: { id: newId(), deviceCodeHash: hash, userCode, openKey: userCode, createdAt: at, expiresAt, ...device },
          select: { id: true },
        }),
      );
      return { deviceCode: text, userCode: shownCode(userCode) };
    } catch (error) {
      if (left <= 1 || !isUniqueViolation(error, 'device_pairings', ['open_key'])) throw error;
    }
  }
}
