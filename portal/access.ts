/** Every route of the portal with the right that it takes. A route without a row here cannot be mounted: nothing is open by
 *  default. What a row says is asked before the page or form is reached; the operations behind it ask again, and for more: of
 *  which store, whose row. */

import type { RequestHandler } from 'express';
import { DomainError } from '../server/core/errors.ts';
import { type Action, authorize, scopeFor } from '../server/domain/tenancy/index.ts';
import { contextOf } from '../server/http/user-context.ts';
import { companyOf } from './company.ts';

/** Everybody; whoever is signed in; whoever holds the link, or is the one person it is about; or whoever holds the action in the
 *  company of the path (where the action is about stores: in one of its stores at least). */
export type Rule = 'everyone' | 'person' | 'holder' | Action | Softened;

/** The action is asked for by the operation and not before it, because the refusal is another than 403. */
interface Softened {
  action: Action;
  /** told: sent back to the company with the reason, as the old hub did. hidden: nothing is there. inside: what is there to be
   *  seen depends on more than the action. */
  refusal: 'told' | 'hidden' | 'inside';
}

export interface RouteRule {
  get?: Rule;
  post?: Rule;
}

const told = (action: Action): Softened => ({ action, refusal: 'told' });
const hidden = (action: Action): Softened => ({ action, refusal: 'hidden' });
const inside = (action: Action): Softened => ({ action, refusal: 'inside' });
const open: RouteRule = { get: 'everyone', post: 'everyone' };
const link: RouteRule = { get: 'holder', post: 'holder' };
const own: RouteRule = { get: 'person', post: 'person' };

export const routeRules: Readonly<Record<string, RouteRule>> = {
  '/': { get: 'everyone' },
  '/setup/:token/': link,
  '/preferences/theme/': { post: 'everyone' },
  '/preferences/language/': { post: 'everyone' },
  '/accounts/register/': open,
  '/accounts/login/': open,
  '/accounts/login/code/': open,
  '/accounts/external/': { get: 'everyone' },
  '/accounts/external/return/': { get: 'everyone' },
  '/accounts/external/link/': open,
  '/accounts/external/unlink/': own,
  '/accounts/password/reset/': open,
  '/accounts/password/reset/:token/': link,
  '/accounts/email/confirm/:token/': link,
  '/invitations/:token/': link,
  '/accounts/logout/': { post: 'person' },
  '/accounts/acting/stop/': { post: 'person' },
  '/accounts/password/change/': own,
  '/accounts/password/change/done/': { get: 'person' },
  '/accounts/email/': own,
  '/accounts/email/resend/': { post: 'person' },
  '/accounts/profile/': own,
  '/accounts/profile/picture/': own,
  '/accounts/profile/picture/remove/': { post: 'person' },
  '/accounts/sessions/': own,
  '/accounts/sessions/end/': own,
  '/accounts/two-factor/': { get: 'person' },
  '/accounts/two-factor/start/': own,
  '/accounts/two-factor/set-up/': own,
  '/accounts/two-factor/codes/': own,
  '/accounts/two-factor/off/': own,
  '/accounts/delete/': own,
  '/dashboard/': { get: 'person' },
  '/pair/': own,
  '/companies/': { get: 'person' },
  '/companies/create/': own,
  '/companies/join/': own,
  '/companies/join/:request/withdraw/': { post: 'holder' },
  '/companies/invitations/:invitation/': link,
  '/closures/': { get: 'person' },
  '/layouts/': { get: 'person' },
  '/stores/': { get: 'person' },
  '/home/:slug/': { get: 'company.see' },
  '/home/:slug/checklist/': { post: 'company.edit' },
  '/companies/:slug/': { get: 'company.see', post: told('company.edit') },
  '/companies/:slug/edit/': { get: told('company.edit'), post: told('company.edit') },
  '/companies/:slug/leave/': { get: 'company.see', post: 'company.see' },
  '/companies/:slug/logo/': { get: 'company.edit', post: 'company.edit' },
  '/companies/:slug/logo/remove/': { post: 'company.edit' },
  '/companies/:slug/members/:user/': { get: 'member.see' },
  '/companies/:slug/members/:user/grant-admin/': { post: told('member.manage') },
  '/companies/:slug/members/:user/revoke-admin/': { post: told('member.manage') },
  '/companies/:slug/members/:user/roles/': { get: 'member.manage', post: 'member.manage' },
  '/companies/:slug/members/:user/remove/': { get: 'member.manage', post: told('member.manage') },
  '/companies/:slug/owners/grant/': { get: 'owner.grant', post: told('owner.grant') },
  '/companies/:slug/owners/self-remove/': { get: 'owner.grant', post: told('owner.grant') },
  '/companies/:slug/joining/': { get: 'member.manage' },
  '/companies/:slug/join/:request/approve/': { post: told('member.manage') },
  '/companies/:slug/join/:request/reject/': { get: 'member.manage', post: told('member.manage') },
  '/companies/:slug/invite/': { get: 'member.manage', post: 'member.manage' },
  '/companies/:slug/invitations/:invitation/resend/': { post: told('member.manage') },
  '/companies/:slug/invitations/:invitation/revoke/': { get: 'member.manage', post: told('member.manage') },
  '/companies/:slug/delete/': { get: inside('company.delete'), post: 'company.delete' },
  '/companies/:slug/delete/initiate/': { get: inside('company.delete'), post: 'company.delete' },
  '/companies/:slug/delete/approve/': { get: 'company.delete', post: 'company.delete' },
  '/companies/:slug/delete/withdraw/': { get: 'company.delete', post: 'company.delete' },
  '/companies/:slug/delete/cancel/': { get: 'company.delete', post: 'company.delete' },
  '/companies/:slug/export/': { get: 'company.export', post: 'company.export' },
  '/pictures/:id/': { get: hidden('company.see') },
  '/receipts/:slug/': { get: hidden('document.see') },
  '/receipts/:slug/:uuid/': { get: hidden('document.see') },
  '/closures/:slug/': { get: hidden('closure.see') },
  '/closures/:slug/open/': { get: hidden('closure.see') },
  '/closures/:slug/:uuid/': { get: hidden('closure.see'), post: inside('closure.judge') },
  '/quarantine/:slug/': { get: 'quarantine.see' },
  '/quarantine/:slug/items/:id/': { get: 'quarantine.see', post: 'quarantine.resolve' },
  '/quarantine/:slug/conflicts/:id/': { get: 'quarantine.see', post: 'quarantine.resolve' },
  '/messages/:slug/': { get: 'terminal.see', post: 'notification.send' },
  '/messages/:slug/:id/': { get: 'terminal.see', post: 'notification.send' },
  '/sync/:slug/': { get: 'terminal.see' },
  '/layouts/:slug/': { get: 'store.see', post: 'layout.manage' },
  '/layouts/:slug/keys/:store/': { get: 'store.manage', post: 'store.manage' },
  '/layouts/:slug/:id/': { get: 'store.see', post: 'layout.manage' },
  '/layouts/:slug/:id/edit/': { get: 'layout.manage', post: 'layout.manage' },
  '/stores/:slug/': { get: 'terminal.see' },
  '/stores/:slug/create/': { get: 'store.create', post: 'store.create' },
  '/stores/:slug/:uuid/': { get: 'terminal.see' },
  '/stores/:slug/:uuid/edit/': { get: 'store.manage', post: 'store.manage' },
  '/stores/:slug/:uuid/close/': { get: 'store.manage', post: 'store.manage' },
  '/stores/:slug/:uuid/check/': { get: 'store.manage' },
  '/stores/:slug/:uuid/register/': { get: 'terminal.manage', post: 'terminal.manage' },
  '/stores/:slug/:uuid/code-only/': { get: 'store.manage', post: 'store.manage' },
  '/tills/:slug/:uuid/': { get: 'terminal.see' },
  '/tills/:slug/:uuid/edit/': { get: 'terminal.manage', post: 'terminal.manage' },
  '/tills/:slug/:uuid/pair/': { get: 'terminal.manage', post: 'terminal.manage' },
  '/tills/:slug/:uuid/revoke/': { get: 'terminal.manage', post: 'terminal.manage' },
  '/tills/:slug/:uuid/move/': { get: 'terminal.manage', post: 'terminal.manage' },
  '/tills/:slug/:uuid/retire/': { get: 'terminal.manage', post: 'terminal.manage' },
  '/tills/:slug/:uuid/key/': { get: 'terminal.manage', post: 'terminal.manage' },
  '/tills/:slug/:uuid/key/:key/revoke/': { get: 'terminal.manage', post: 'terminal.manage' },
  '/warehouses/:slug/': { get: 'stock.see' },
  '/warehouses/:slug/new/': { get: 'stock.write', post: 'stock.write' },
  '/warehouses/:slug/:id/': { get: 'stock.write', post: 'stock.write' },
  '/warehouses/:slug/:id/delete/': { get: 'stock.write', post: 'stock.write' },
  '/keys/:slug/': { get: 'key.manage' },
  '/keys/:slug/new/': { get: 'key.manage', post: 'key.manage' },
  '/keys/:slug/:id/': { get: 'key.manage', post: 'key.manage' },
  '/keys/:slug/:id/rotate/': { get: 'key.manage', post: 'key.manage' },
  '/keys/:slug/:id/revoke/': { get: 'key.manage', post: 'key.manage' },
  '/catalog/:slug/': { get: 'catalog.see', post: 'price.write' },
  '/catalog/:slug/new/': { get: 'catalog.write', post: 'catalog.write' },
  '/catalog/:slug/products/:id/': { get: 'catalog.see', post: 'catalog.write' },
  '/catalog/:slug/products/:id/delete/': { get: 'catalog.write', post: 'catalog.write' },
  '/catalog/:slug/vat/': { get: 'catalog.see', post: 'catalog.write' },
  '/catalog/:slug/departments/': { get: 'catalog.see' },
  '/catalog/:slug/export/': { get: 'catalog.see' },
  '/catalog/:slug/import/': { get: 'catalog.write', post: 'catalog.write' },
  '/catalog/:slug/import/:id/': { get: 'catalog.write', post: 'catalog.write' },
  '/catalog/:slug/import/:id/errors/': { get: 'catalog.write' },
  ...Object.fromEntries(
    ['vat', 'departments', 'divisions'].flatMap((kind) => [
      [`/catalog/:slug/${kind}/new/`, { get: 'catalog.write', post: 'catalog.write' } as RouteRule],
      [`/catalog/:slug/${kind}/:id/`, { get: 'catalog.write', post: 'catalog.write' } as RouteRule],
      [`/catalog/:slug/${kind}/:id/delete/`, { get: 'catalog.write', post: 'catalog.write' } as RouteRule],
    ]),
  ),
  '/cashiers/:slug/': { get: 'cashier.see' },
  '/cashiers/:slug/new/': { get: 'cashier.manage', post: 'cashier.manage' },
  '/cashiers/:slug/:id/': { get: 'cashier.manage', post: 'cashier.manage' },
  '/cashiers/:slug/:id/deactivate/': { get: 'cashier.manage', post: 'cashier.manage' },
  '/customers/:slug/': { get: 'customer.see' },
  '/customers/:slug/new/': { get: 'customer.write', post: 'customer.write' },
  '/customers/:slug/:id/': { get: 'customer.see', post: 'customer.write' },
  '/customers/:slug/:id/active/': { get: 'customer.write', post: 'customer.write' },
  '/customers/:slug/:id/erase/': { get: 'customer.write', post: 'customer.write' },
  '/customers/:slug/:id/export/': { get: 'customer.write' },
};

/** Lets those pass whom the rule of the route lets pass. Who acts must be known before, and signed in where the rule asks for it.
 *  @throws Error at the start: the route has no rule for what it answers */
export function admit(path: string, method: keyof RouteRule): RequestHandler {
  const rule = routeRules[path]?.[method];
  if (rule === undefined) throw new Error(`${method} ${path} has no rule: say in portal/access.ts who may`);
  if (typeof rule !== 'string' || !path.includes(':slug')) return (_req, _res, next) => next();
  return async (req, res, next) => {
    const ctx = contextOf(res);
    const { id: companyId } = await companyOf(ctx, String(req.params['slug']));
    // A role that is bound to stores reaches the page; which stores it shows, the operations decide.
    const { companyIds } = scopeFor(ctx, rule as Action);
    if (companyIds !== null && !companyIds.includes(companyId)) {
      authorize(ctx, 'company.see', { companyId });
      throw new DomainError('forbidden', { action: rule, companyId });
    }
    next();
  };
}
