/** What happens around every operation, from the outside in. Each step stands in a file of its own. */
import type { Call, Operation, Reply } from '../../http/operation.ts';
import { announceEnd } from './announce-end.ts';
import { idempotency } from './idempotency.ts';
import type { ApiDeps } from './operations.ts';

export interface SteppedCall extends Call {
  operation: Operation;
}

/** Calls `next` for what is further inside, or answers by itself. */
export type Step = (call: SteppedCall, next: () => Promise<Reply>) => Promise<Reply>;

/** In the order in which they are passed. The caller is known and what was sent is checked. */
export function stepsOf({ vault }: ApiDeps): readonly Step[] {
  return [announceEnd, idempotency(vault)];
}

/** Runs the steps around `handle`. */
export function run(steps: readonly Step[], call: SteppedCall): Promise<Reply> {
  const from = (place: number): Promise<Reply> => {
    const step = steps[place];
    return step ? step(call, () => from(place + 1)) : call.operation.handle(call);
  };
  return from(0);
}
