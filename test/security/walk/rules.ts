/** The rules that the walks go by: the portal's own table, and the reports'. */
import { type Rule, routeRules } from '../../../portal/access.ts';
import type { Action } from '../../../server/domain/tenancy/index.ts';

export { type Rule, routeRules };

/** Routes of the reports, by method and path below /reports. They have no company in their path: whoever holds the action in one
 *  store of the company that is asked for finds them, and nobody else learns that they exist. `anything`: whoever may see any
 *  report at all, of this company or another one; `any-here`: of this one; `report`: the right of the report that is named. A form changes nothing for whoever lacks its action. */
export const reportRoutes: Readonly<Record<string, Action | 'anything' | 'any-here' | 'report'>> = {
  'get /': 'anything',
  'get /day': 'anything',
  'get /definitions': 'anything',
  'get /receipts': 'document.see',
  'get /receipts.csv': 'document.see',
  'get /company': 'figures.see',
  'get /store': 'figures.see',
  'get /live': 'figures.see',
  'get /live/events': 'figures.see',
  'get /targets': 'figures.see',
  // The company's are for who may edit it: the operation asks.
  'post /targets': 'store.manage',
  'post /saved': 'anything',
  'post /saved/send': 'anything',
  'get /saved/:id': 'anything',
  'post /saved/:id': 'anything',
  'post /saved/:id/delete': 'anything',
  'get /accountant': 'figures.see',
  'get /accountant.xlsx': 'figures.see',
  'get /accountant.pdf': 'figures.see',
  'post /accountant/freeze': 'month.freeze',
  'post /accountant/thaw': 'month.thaw',
  'get /schedules': 'any-here',
  'post /schedules': 'any-here',
  'post /schedules/:id': 'anything',
  'get /:name.csv': 'report',
  'get /:name.xlsx': 'report',
  'get /:name.pdf': 'report',
  'get /:name': 'report',
};
