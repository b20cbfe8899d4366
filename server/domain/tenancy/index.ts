/** People, companies, and who may do what. */
export { authorize, can, companyWhere, scopeFor, scopeWhere, type Where } from './authorize.ts';
export { getCompanyBySlug } from './companies.ts';
export { companyFields, longText } from './company-fields.ts';
export { systemCtx, terminalCtx } from './contexts.ts';
export { type CreateCompany, type CreatedCompany, createCompany } from './create-company.ts';
export { type CreateStaff, type CreateUser, createStaff, createUser } from './create-user.ts';
export { holdCompany } from './hold-company.ts';
export { parseInput } from './input.ts';
export { addMember, grantRole, insertMember } from './members.ts';
export { verifyPassword } from './passwords.ts';
export {
  type Action,
  actions,
  type CompanyRole,
  companyRoles,
  memberRoles,
  staffRoles,
} from './permissions.ts';
export { type Frame, type FrameCompany, readFrame } from './read-frame.ts';
export { type LiveSession, type Preferences, readSession } from './read-session.ts';
export { endSession, noteSeen, type OpenedSession, type Visitor } from './sessions.ts';
export { ensureSetupToken, isSetupToken, useSetupToken } from './setup.ts';
export { signIn } from './sign-in.ts';
export { release, reserve } from './throttle.ts';
export { foldUsername } from './usernames.ts';
