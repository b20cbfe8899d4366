/** What devices deliver: batches of mixed documents, and the single paths that PyPOS announces (protocol 2). */
import type { Operation } from '../../../http/operation.ts';
import { operation } from '../../../http/operation.ts';
import type { ApiDeps } from '../operations.ts';
import { sentBytes } from '../read-call.ts';
import { closureBody, movementBody, transactionBody } from './document-shapes.ts';
import { relayOperations } from './relays.ts';
import { eventBody, eventParams, pushAnswer, pushBody } from './shapes.ts';
import { deliver, oneDocument } from './take-documents.ts';

export function pushOperations(deps: ApiDeps): Operation[] {
  const one = oneDocument(deps);
  return [
    operation({
      id: 'push',
      method: 'POST',
      path: '/push',
      tag: 'Push',
      summary: 'Deliver up to 1,000 documents of any types, each judged by itself',
      description:
        'Documents are recognised by their own ids for ever: a repetition changes nothing and is answered as duplicate. One that cannot be booked harms no other. What a till with a key made before it was moved is booked on the store of then, if it names that store, and waits with the code `before_move` for a person if it does not.',
      callers: ['device'],
      body: { schema: pushBody, takesLines: true, isRaw: true },
      answers: {
        200: {
          description: 'The batch was read and judged; everything that is answered is on the disk.',
          schema: pushAnswer,
        },
      },
      takesIdempotencyKey: true,
      handle: async (call) => {
        const { facts, results } = await deliver(deps, call, sentBytes(call.req).isLines ? 'lines' : 'batch');
        return { body: { schema_version: 1, status: 'ok', ...facts, results } };
      },
    }),
    one({
      id: 'pushTransaction',
      path: '/transactions',
      type: 'transaction',
      summary: 'Deliver one transaction',
      body: transactionBody,
    }),
    one({ id: 'pushClosure', path: '/closures', type: 'closure', summary: 'Deliver one closure', body: closureBody }),
    one({
      id: 'pushMovement',
      path: '/warehouse/movements',
      type: 'warehouse_movement',
      summary: 'Deliver one movement of goods',
      body: movementBody,
    }),
    one({
      id: 'pushErpSync',
      path: '/erp_sync',
      type: 'erp_sync',
      summary: 'Hand over what is meant for an ERP system',
      body: eventBody,
    }),
    one({
      id: 'pushProduct',
      path: '/products',
      type: 'product',
      summary: 'Hand over a product as the till knows it',
      body: eventBody,
    }),
    ...relayOperations(deps),
    one({
      ...{ id: 'pushEvent', path: '/{event_type}', type: null, body: eventBody, takesKitchens: true },
      summary: 'Hand over an event of any other type',
      params: eventParams,
    }),
  ];
}
