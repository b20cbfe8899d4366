import type { Outcome } from './expect.ts';

/** What is right although the rule alone would say otherwise. */
export const exceptions: Readonly<Record<string, Outcome>> = {
  // Screens are the company's: who is bound to some of its stores does not reach them.
  'manager.elsewhere get /layouts/:slug/': 403,
  'office.elsewhere get /layouts/:slug/': 403,
  'stock.elsewhere get /layouts/:slug/': 403,
  'waiter.elsewhere get /layouts/:slug/': 403,
  'accountant.elsewhere get /layouts/:slug/': 403,
  'manager.elsewhere get /layouts/:slug/:id/': 403,
  'office.elsewhere get /layouts/:slug/:id/': 403,
  'stock.elsewhere get /layouts/:slug/:id/': 403,
  'waiter.elsewhere get /layouts/:slug/:id/': 403,
  'accountant.elsewhere get /layouts/:slug/:id/': 403,
  'manager.elsewhere get /layouts/:slug/keys/:store/': 404,
  'manager.elsewhere post /layouts/:slug/keys/:store/': 404,
  // This cashier works in no store of theirs.
  'manager.elsewhere get /cashiers/:slug/:id/': 404,
  'manager.elsewhere get /cashiers/:slug/:id/deactivate/': 404,
  'manager.elsewhere post /cashiers/:slug/:id/': 404,
  'manager.elsewhere post /cashiers/:slug/:id/deactivate/': 404,
  // They see no closure at all, so there is none to be judged.
  'office.everywhere post /closures/:slug/:uuid/': 404,
  'stock.everywhere post /closures/:slug/:uuid/': 404,
  'waiter.everywhere post /closures/:slug/:uuid/': 404,
};
