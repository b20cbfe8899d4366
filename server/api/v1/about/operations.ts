/** Who the hub takes a caller for. */
import { z } from 'zod';
import { type Operation, operation } from '../../../http/operation.ts';
import type { ApiDeps } from '../operations.ts';
import { describeCaller } from './describe-caller.ts';

const whoAmI = z
  .object({
    kind: z.enum(['device', 'person', 'program']),
    name: z.string(),
    companies: z.array(z.object({ uuid: z.string(), slug: z.string(), name: z.string() })),
  })
  .meta({ id: 'Caller' });

export type CallerJson = z.infer<typeof whoAmI>;

export function aboutOperations(_deps: ApiDeps): Operation[] {
  return [
    operation({
      id: 'whoAmI',
      method: 'GET',
      path: '/me',
      tag: 'Access',
      summary: 'Who the hub takes you for, and whose data you reach',
      callers: ['device', 'person', 'program'],
      takesKitchens: true,
      answers: { 200: { description: 'The caller.', schema: whoAmI } },
      handle: async ({ ctx }) => ({ body: await describeCaller(ctx) }),
    }),
  ];
}
