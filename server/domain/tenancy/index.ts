/** People, companies, and who may do what. */
export { authorize, can, companyWhere, scopeFor, scopeWhere, type Where } from './authorize.ts';
export { systemCtx, terminalCtx } from './contexts.ts';
export {
  type Action,
  actions,
  type CompanyRole,
  companyRoles,
  memberRoles,
  staffRoles,
} from './permissions.ts';
