/** What the model of a company's people holds, and what its rules have in common. */

export const operations = [
  'create',
  'ask',
  'withdraw',
  'approve',
  'reject',
  'inviteMember',
  'inviteAdministrator',
  'inviteOwner',
  'revokeInvitation',
  'accept',
  'decline',
  'giveTag',
  'dropTag',
  'grantAdministrator',
  'revokeAdministrator',
  'leave',
  'remove',
  'startDeletion',
  'approveDeletion',
  'withdrawApproval',
  'cancelDeletion',
] as const;

export interface Step {
  operation: (typeof operations)[number];
  /** Numbers of persons. */
  actor: number;
  target: number;
}

export interface State {
  day: number;
  /** Which company has the address now; 0: none. Each new one has the next number. */
  company: number;
  created: number;
  people: Record<number, { isOwner: boolean; isAdministrator: boolean }>;
  /** By person: of which company (0: none had the address), and the day on which it lapses. */
  requests: Record<number, { company: number; until: number }>;
  /** How often somebody asked today. */
  asked: Record<number, number>;
  invitations: Record<number, { by: number; isOwner: boolean; isAdministrator: boolean; until: number }>;
  deletion: { approvals: number[]; isComplete: boolean } | null;
}

export const emptyState: State = {
  day: 0,
  company: 0,
  created: 0,
  people: {},
  requests: {},
  asked: {},
  invitations: {},
  deletion: null,
};

export interface Scene extends Step {
  state: State;
  session: State;
}

export type Rule = (scene: Scene) => string;
type Level = 'member' | 'privileged' | 'owner';

export function holds(state: State, person: number, level: Level): string | null {
  const entry = state.people[person];
  if (state.company === 0 || entry === undefined) return 'not_found';
  if (level === 'owner') return entry.isOwner ? null : 'forbidden';
  return level === 'member' || entry.isOwner || entry.isAdministrator ? null : 'forbidden';
}

/** Judged by the rights of the page first, then by those of the moment. */
export function refusal({ state, session, actor }: Scene, level: Level): string | null {
  return holds(session, actor, level) ?? (sameCompany(state, session) ? holds(state, actor, level) : 'not_found');
}

export function sameCompany(state: State, session: State): boolean {
  return state.company === session.company;
}

export function owners(state: State): number[] {
  return Object.keys(state.people)
    .map(Number)
    .filter((person) => state.people[person]?.isOwner);
}

export function retest(state: State): void {
  const { deletion } = state;
  if (deletion) deletion.isComplete = owners(state).every((owner) => deletion.approvals.includes(owner));
}

/** Takes back what somebody has offered beyond what they are now. */
export function trim(state: State, person: number): void {
  const entry = state.people[person];
  if (entry?.isOwner) return;
  for (const [to, offer] of Object.entries(state.invitations)) {
    if (offer.by === person && (!entry?.isAdministrator || offer.isOwner)) delete state.invitations[Number(to)];
  }
}

export function offer(scene: Scene, level: 'member' | 'administrator' | 'owner'): string {
  const { state, actor, target } = scene;
  const refused = refusal(scene, level === 'owner' ? 'owner' : 'privileged');
  if (refused) return refused;
  if (state.people[target]) return 'already_exists';
  const waiting = state.invitations[target];
  if (waiting && waiting.until > state.day) return 'already_exists';
  state.invitations[target] = {
    by: actor,
    isOwner: level === 'owner',
    isAdministrator: level !== 'member',
    until: state.day + 14,
  };
  return 'done';
}

/** The request that waits in the company, as the page showed it and as it still is. */
export function answer(scene: Scene): string | null {
  const { state, session, target } = scene;
  const refused = refusal(scene, 'privileged');
  if (refused) return refused;
  for (const at of [session, state]) {
    const request = at.requests[target];
    if (request?.company !== at.company || request.until <= at.day) return 'not_found';
  }
  return null;
}

export function invitationOf({ state, session, actor }: Scene): string | null {
  if (!session.invitations[actor] || session.invitations[actor].until <= session.day) return 'none';
  return sameCompany(state, session) && state.invitations[actor] ? null : 'expired';
}

export function member({ state, target }: Scene): State['people'][number] | undefined {
  return state.people[target];
}
