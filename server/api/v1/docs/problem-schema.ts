/** What every refusal looks like, and which ones an operation can answer. */
import { z } from 'zod';
import { type ErrorCode, errorCodes } from '../../../core/errors.ts';
import type { Operation } from '../../../http/operation.ts';
import { problems } from '../../../http/problem.ts';

export const problemShape = z
  .object({
    type: z.string().describe('URN of the code.'),
    title: z.string(),
    status: z.int(),
    code: z.enum(errorCodes).describe('Never changes its meaning: what programs decide by.'),
    message: z.string().describe('A sentence for people, in English.'),
    detail: z.string().describe('The same without the places of `errors`.'),
    instance: z.string().describe('The address, without a secret that stood in it.'),
    requestId: z.string().describe('Finds the request in the hub’s log; also in `X-Request-Id`.'),
    errors: z
      .array(z.object({ path: z.string().describe('Dotted; empty: the whole.'), message: z.string() }))
      .optional()
      .describe('Each rule that what was sent breaks.'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457.' });

/** Whoever calls from a page of another site needs a key that names it. */
const always: readonly ErrorCode[] = ['invalid_input', 'bad_origin', 'too_many_requests', 'internal', 'unavailable'];
const ofCallers: readonly ErrorCode[] = ['not_signed_in', 'forbidden', 'not_found'];
const ofDevices: readonly ErrorCode[] = ['terminal_unknown', 'terminal_disabled', 'network_not_allowed'];
const ofBodies: readonly ErrorCode[] = ['malformed_body', 'payload_too_large', 'unsupported_media_type'];
const ofRepeats: readonly ErrorCode[] = ['conflict', 'locked'];

/** By status, in the order of `errorCodes`. */
export function problemsOf(operation: Operation): ReadonlyMap<number, readonly ErrorCode[]> {
  const { callers, body, takesIdempotencyKey, answersSecret, problems: own = [] } = operation;
  const can = new Set<ErrorCode>([
    ...always,
    ...(callers.length > 0 ? ofCallers : []),
    ...(callers.length === 0 || callers.includes('device') ? ofDevices : []),
    ...(body ? ofBodies : []),
    ...(takesIdempotencyKey ? ofRepeats : []),
    ...(takesIdempotencyKey && answersSecret ? (['expired'] as const) : []),
    ...own,
  ]);
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of errorCodes) {
    if (!can.has(code)) continue;
    const { status } = problems[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return new Map([...byStatus].sort(([a], [b]) => a - b));
}

export const titleOf = (code: ErrorCode): string => problems[code].title;
