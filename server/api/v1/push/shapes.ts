/** What is pushed and how it is answered, as the documentation says it. What devices send is read by the recorder: everything that
 *  a document says is kept, also what no field is known for. */
import { z } from 'zod';
import { documentOutcomes } from './judged-documents.ts';
import { mostDocuments } from './read-documents.ts';

const pushed = z
  .looseObject({
    type: z
      .string()
      .describe(
        'transaction, closure, warehouse_movement, campaign_usage, kitchen_event, erp_sync, product. Any other name of small letters, digits and _ is kept as an event, which no figure counts.',
      ),
    id: z.string().optional().describe('The device’s own id of an event that carries none.'),
    correlation_id: z.string().optional().describe('Up to 128 characters; comes back with the result.'),
    document: z
      .looseObject({})
      .describe(
        'As it is delivered alone: PushedTransaction, PushedClosure, PushedMovement, or any object of an event.',
      ),
  })
  .meta({ id: 'PushedDocument' });

const sequence = z.looseObject({ name: z.string(), value: z.int() });

export const pushBody = z
  .looseObject({
    schema_version: z.literal(1).optional(),
    documents: z
      .array(z.union([pushed, z.unknown()]))
      .max(mostDocuments)
      .describe('Each is judged by itself; what is none is answered as rejected.'),
    sequences: z
      .array(z.union([sequence, z.unknown()]))
      .nullable()
      .optional()
      .describe('The till’s counters at the time of sending.'),
  })
  .meta({
    id: 'Push',
    description: 'With `application/x-ndjson`: a PushedDocument on each line, counters as {"sequences": […]}.',
  });

const judged = z.object({
  type: z.string().nullable(),
  id: z.string().nullable().describe('Of the document; null where none could be read.'),
  correlation_id: z.string().nullable(),
  outcome: z
    .enum(documentOutcomes)
    .describe(
      'created: stored. duplicate: it was already. conflict: another one is stored under its id and stays; this one is kept beside it. quarantined: kept, not booked. rejected: not kept. Nothing but rejected needs to be sent again.',
    ),
  code: z.string().describe('Stable: the outcome, or why it is not booked (`incomplete`, `bad_date` …).'),
  message: z.string(),
});

export const judgedDocument = judged.meta({ id: 'JudgedDocument' });

export const pushAnswer = z
  .object({
    schema_version: z.literal(1),
    status: z.literal('ok'),
    accepted: z.int().describe('created, duplicate and conflict'),
    rejected: z.int().describe('quarantined and rejected'),
    results: z.array(judgedDocument).describe('In the order of the documents.'),
  })
  .meta({ id: 'PushAnswer' });

export const oneAnswer = judged
  .extend({ schema_version: z.literal(1), status: z.literal('ok') })
  .meta({ id: 'JudgedPush' });

const anyObject = z.looseObject({});

export const eventBody = anyObject.meta({ id: 'PushedEvent', description: 'Any object; kept as it is.' });

export const cartBody = anyObject.meta({
  id: 'CartSnapshot',
  description: 'A cart (schema 1.0) or an open document. Until campaigns are calculated here, nothing of it is read.',
});

const proposal = anyObject.meta({ id: 'DiscountProposal' });

export const proposals = z
  .object({ discounts: z.array(proposal), campaign_proposals: z.array(proposal) })
  .meta({ id: 'DiscountProposals' });

export const paymentBody = anyObject.meta({
  id: 'PaymentRequest',
  description: 'What a payment provider would be asked. Nothing of it is kept.',
});

export const paymentAnswer = z
  .object({ success: z.boolean(), status: z.string(), message: z.string() })
  .meta({ id: 'PaymentAnswer' });

export const eventParams = z.strictObject({
  event_type: z.string().regex(/^[a-z][a-z0-9_]{0,49}$/, 'small letters, digits and _, up to 50'),
});
