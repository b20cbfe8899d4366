/** People, companies, and who may do what. */
export { authorize, can, companyWhere, scopeFor, scopeWhere, type Where } from './authorize.ts';
export { getCompanyBySlug, listReachedCompanies } from './companies.ts';
export { companyFields, longText, shortLine } from './company-fields.ts';
export { programCtx, systemCtx, terminalCtx } from './contexts.ts';
export { type CreateCompany, type CreatedCompany, createCompany } from './create-company.ts';
export {
  type CreateStaff,
  type CreateUser,
  createStaff,
  createUser,
  insertPerson,
  onTakenUsername,
  preparePerson,
} from './create-user.ts';
export { holdCompany } from './hold-company.ts';
export { parseInput } from './input.ts';
export { addMember, grantRole, insertMember } from './members.ts';
export { holdersOf, modelRights } from './model-rights.ts';
export { hashPassword, judgeStrength, passwordFaults, verifyPassword } from './passwords.ts';
export {
  type Action,
  actions,
  type CompanyRole,
  companyRoles,
  memberRoles,
  staffRoles,
} from './permissions.ts';
export { isPersonal, personalData, seesPersonalData } from './personal-data.ts';
export { type Frame, type FrameCompany, readFrame } from './read-frame.ts';
export { personCtx } from './read-person.ts';
export {
  type LiveSession,
  openSessions,
  type Preferences,
  readApiSession,
  readSession,
  readSessionAgain,
} from './read-session.ts';
export { readStaff } from './read-staff.ts';
export {
  endAllSessions,
  endSession,
  noteSeen,
  type OpenedSession,
  openSession,
  readPartialSession,
  type Visitor,
} from './sessions.ts';
export { ensureSetupToken, requireSetupToken, useSetupToken } from './setup.ts';
export { acquaintance, type SignedIn, signIn } from './sign-in.ts';
export { holdsStill, type Standing, standingOf } from './standing.ts';
export { networkOf, release, reserve, reserveAttempt } from './throttle.ts';
export { foldUsername } from './usernames.ts';
