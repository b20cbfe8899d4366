/** From a call to the recorder and back. */
import type { z } from 'zod';
import { noteSync } from '../../../domain/sync-health/index.ts';
import { type Call, type Operation, operation, type Reply } from '../../../http/operation.ts';
import { correlationOf, requestIdOf } from '../../../http/request-id.ts';
import { callingTerminal } from '../calling-terminal.ts';
import type { ApiDeps } from '../operations.ts';
import { sentBytes } from '../read-call.ts';
import type { JudgedDocument } from './judged-documents.ts';
import type { DocumentForm } from './read-documents.ts';
import { oneAnswer } from './shapes.ts';

interface Delivered {
  facts: { accepted: number; rejected: number };
  results: readonly JudgedDocument[];
}

/** Has what was sent recorded; resolves when it is durable.
 *  @throws malformed_body, invalid_input, payload_too_large, unavailable */
export async function deliver(
  deps: ApiDeps,
  { req, res }: Pick<Call, 'req' | 'res'>,
  form: DocumentForm,
): Promise<Delivered> {
  const terminal = callingTerminal(res);
  const { bytes: body } = sentBytes(req);
  const answer = await deps.recorder.take({
    ...{ kind: 'documents', body, form, terminal, requestId: requestIdOf(res), receivedAt: deps.now() },
    correlationId: correlationOf(res),
  });
  const { results = [] } = answer;
  noteTypes(deps, terminal, results);
  const accepted = results.filter(({ outcome }) => outcome !== 'quarantined' && outcome !== 'rejected').length;
  return { facts: { accepted, rejected: results.length - accepted }, results };
}

function noteTypes(
  deps: ApiDeps,
  { terminalId, companyId }: { terminalId: number; companyId: number },
  results: readonly JudgedDocument[],
): void {
  const kinds = new Map<string, { items: number; refused: number }>();
  for (const { type, outcome } of results) {
    // What is not kept is not counted either: its type may be anything.
    if (type === null || outcome === 'rejected') continue;
    const kind = syncKinds.get(type) ?? 'push.events';
    const counts = kinds.get(kind) ?? { items: 0, refused: 0 };
    counts.items += 1;
    if (outcome === 'quarantined') counts.refused += 1;
    kinds.set(kind, counts);
  }
  for (const [kind, counts] of kinds) noteSync(deps, { terminalId, companyId, kind, ...counts });
}

/** Documents that come by the office dialect too are one kind of data; so are events under names that only a device knows. */
const syncKinds: ReadonlyMap<string, string> = new Map([
  ['transaction', 'push.transactions'],
  ['closure', 'push.closures'],
  ['warehouse_movement', 'push.warehouse_movements'],
  ['campaign_usage', 'push.campaign_usages'],
  ['kitchen_event', 'push.kitchen_events'],
  ['erp_sync', 'push.erp_sync'],
  ['product', 'push.products'],
]);

interface OnePath {
  id: string;
  path: string;
  /** Null: the address says it. */
  type: string | null;
  summary: string;
  body: z.ZodType;
  params?: z.ZodType;
  takesKitchens?: true;
}

/** Declares the address of one document. */
export function oneDocument(deps: ApiDeps) {
  return ({ type, body, ...rest }: OnePath): Operation =>
    operation({
      ...rest,
      method: 'POST',
      tag: 'Push',
      callers: ['device'],
      body: { schema: body, isRaw: true },
      answers: {
        200: {
          description: 'It was stored already, or another one is stored under its id and stays.',
          schema: oneAnswer,
        },
        201: { description: 'It is stored.', schema: oneAnswer },
        202: { description: 'It is kept: an event, or a document that is not booked as it is.', schema: oneAnswer },
      },
      takesIdempotencyKey: true,
      handle: async (call) => answerOne(deps, call, type ?? (call.params as { event_type: string }).event_type),
    });
}

const booked = new Set(['transaction', 'closure', 'warehouse_movement']);

async function answerOne(deps: ApiDeps, call: Call, type: string): Promise<Reply> {
  const { results } = await deliver(deps, call, { type });
  const [result] = results;
  if (!result) throw new Error('The document was not judged');
  return { status: statusOf(result), body: { schema_version: 1, status: 'ok', ...result } };
}

function statusOf({ type, outcome }: JudgedDocument): number {
  if (outcome === 'quarantined' || !booked.has(type ?? '')) return 202;
  return outcome === 'created' ? 201 : 200;
}
