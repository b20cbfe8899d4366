/** What tills hand on to somebody behind the hub. Until there is such an engine, the answers say so. */
import { type Operation, operation } from '../../../http/operation.ts';
import type { ApiDeps } from '../operations.ts';
import { cartBody, paymentAnswer, paymentBody, proposals } from './shapes.ts';

export function relayOperations(_deps: ApiDeps): Operation[] {
  return [
    operation({
      id: 'calculateCampaigns',
      method: 'POST',
      path: '/campaigns/calculate',
      tag: 'Push',
      summary: 'Ask which discounts a cart gets',
      description: 'No campaign is calculated here yet: both lists, which always say the same, are empty.',
      callers: ['device'],
      body: { schema: cartBody },
      answers: { 200: { description: 'The proposals.', schema: proposals } },
      handle: async () => ({ body: { discounts: [], campaign_proposals: [] } }),
    }),
    operation({
      id: 'requestPayment',
      method: 'POST',
      path: '/payment',
      tag: 'Push',
      summary: 'Ask a payment provider for a payment or a capture',
      description: 'No provider is set up: no payment succeeds, and nothing of the request is kept.',
      callers: ['device'],
      body: { schema: paymentBody },
      answers: { 200: { description: 'How the provider decided.', schema: paymentAnswer } },
      handle: async () => ({ body: { success: false, status: 'not_available', message: 'no provider is set up' } }),
    }),
  ];
}
