/** Balances are brought to a till's figures once for each state of its file. Without this note, running the same file again after
 *  the hub has taken over would throw away what was sold meanwhile. */

import { type Ctx, inTransaction } from '../../db/index.ts';

interface State {
  /** `stock` or `points`. */
  subject: string;
  terminalId: number;
  /** SHA-256 of the file's figures. */
  digest: string;
}

export async function isSettled(ctx: Ctx, state: State): Promise<boolean> {
  const note = await ctx.db.reader.hubState.findUnique({ where: { key: keyOf(state) } });
  return note?.value === state.digest;
}

/** To be called when the figures stand. */
export async function noteSettled(ctx: Ctx, state: State): Promise<void> {
  const { digest: value } = state;
  const key = keyOf(state);
  await inTransaction(ctx, (tx) => tx.hubState.upsert({ where: { key }, create: { key, value }, update: { value } }));
}

function keyOf({ subject, terminalId }: State): string {
  return `import-pypos:${subject}:${terminalId}`;
}
