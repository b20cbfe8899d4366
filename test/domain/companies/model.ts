/** An independent model of who is what in a company: a few plain rules, nothing of the hub's own code. One slot stands for one
 *  address; a company that is deleted may be followed by another one of the same name. */
import { deletionRules } from './model-deletion.ts';
import {
  answer,
  holds,
  invitationOf,
  member,
  offer,
  owners,
  type Rule,
  refusal,
  retest,
  type State,
  type Step,
  trim,
} from './model-state.ts';

/** What a step comes to, by the state that its actor's page was read in (`session`) and the one that it meets. */
export function apply(before: State, step: Step, session: State): { state: State; outcome: string } {
  const state = structuredClone(before);
  const outcome = rules[step.operation]({ ...step, state, session });
  return { state, outcome };
}

/** A week and a day go by; a deletion that every owner has approved is due then. */
export function passDays(before: State): State {
  const state = structuredClone(before);
  state.day += 8;
  state.asked = {};
  if (state.deletion?.isComplete) {
    Object.assign(state, { company: 0, people: {}, invitations: {}, deletion: null });
  }
  return state;
}

const rules: Readonly<Record<Step['operation'], Rule>> = {
  create({ state, session, actor }) {
    // Somebody else has the address: the new company gets another one and is none of ours.
    if (state.company !== 0 || session.company !== 0) return 'elsewhere';
    state.created += 1;
    state.company = state.created;
    state.people = { [actor]: { isOwner: true, isAdministrator: true } };
    return 'done';
  },
  ask({ state, actor }) {
    if (state.people[actor]) return 'member';
    const waiting = state.requests[actor];
    if (waiting && waiting.until > state.day) {
      waiting.company = state.company;
      return 'already';
    }
    delete state.requests[actor];
    if ((state.asked[actor] ?? 0) >= 3) return 'too_many_requests';
    state.asked[actor] = (state.asked[actor] ?? 0) + 1;
    state.requests[actor] = { company: state.company, until: state.day + 30 };
    return 'asked';
  },
  withdraw({ state, session, actor }) {
    if (!session.requests[actor] || !state.requests[actor]) return 'not_found';
    delete state.requests[actor];
    return 'done';
  },
  approve(scene) {
    const refused = answer(scene);
    if (refused) return refused;
    delete scene.state.requests[scene.target];
    scene.state.people[scene.target] ??= { isOwner: false, isAdministrator: false };
    return 'done';
  },
  reject(scene) {
    const refused = answer(scene);
    if (refused) return refused;
    delete scene.state.requests[scene.target];
    return 'done';
  },
  inviteMember: (scene) => offer(scene, 'member'),
  inviteAdministrator: (scene) => offer(scene, 'administrator'),
  inviteOwner: (scene) => offer(scene, 'owner'),
  revokeInvitation(scene) {
    const { state, session, target } = scene;
    const refused = refusal(scene, 'privileged');
    if (refused) return refused;
    if (!session.invitations[target] || !state.invitations[target]) return 'not_found';
    delete state.invitations[target];
    return 'done';
  },
  accept(scene) {
    const { state, actor } = scene;
    const refused = invitationOf(scene);
    const offered = state.invitations[actor];
    if (refused || !offered) return refused ?? 'expired';
    delete state.invitations[actor];
    const now = state.people[actor];
    state.people[actor] = {
      isOwner: offered.isOwner || now?.isOwner === true,
      isAdministrator: offered.isAdministrator || now?.isAdministrator === true,
    };
    if (!now && state.requests[actor]?.company === state.company) delete state.requests[actor];
    retest(state);
    return 'done';
  },
  decline(scene) {
    const refused = invitationOf(scene);
    if (refused) return refused;
    delete scene.state.invitations[scene.actor];
    return 'done';
  },
  giveTag(scene) {
    const refused = refusal(scene, 'owner');
    if (refused) return refused;
    const entry = member(scene);
    if (!entry) {
      const outcome = offer(scene, 'owner');
      return outcome === 'done' ? 'invited' : outcome;
    }
    if (entry.isOwner) return 'already';
    scene.state.people[scene.target] = { isOwner: true, isAdministrator: true };
    retest(scene.state);
    return 'tagged';
  },
  dropTag(scene) {
    const { state, actor } = scene;
    const refused = refusal(scene, 'owner');
    if (refused) return refused;
    if (owners(state).length === 1) return 'conflict';
    state.people[actor] = { isOwner: false, isAdministrator: state.people[actor]?.isAdministrator === true };
    trim(state, actor);
    retest(state);
    return 'done';
  },
  grantAdministrator(scene) {
    const refused = refusal(scene, 'privileged');
    if (refused) return refused;
    const entry = member(scene);
    if (!entry) return 'not_found';
    entry.isAdministrator = true;
    return 'done';
  },
  revokeAdministrator(scene) {
    const refused = refusal(scene, 'member');
    if (refused) return refused;
    const entry = member(scene);
    if (!entry) return 'not_found';
    if (entry.isOwner) return 'conflict';
    if (!entry.isAdministrator) return 'done';
    if (holds(scene.state, scene.actor, 'privileged') || scene.actor === scene.target) return 'forbidden';
    entry.isAdministrator = false;
    trim(scene.state, scene.target);
    return 'done';
  },
  leave(scene) {
    const refused = refusal(scene, 'member');
    if (refused) return refused;
    if (scene.state.people[scene.actor]?.isOwner) return 'conflict';
    delete scene.state.people[scene.actor];
    trim(scene.state, scene.actor);
    return 'done';
  },
  remove(scene) {
    const refused = refusal(scene, 'privileged');
    if (refused) return refused;
    const entry = member(scene);
    if (!entry) return 'not_found';
    if (entry.isOwner) return 'conflict';
    if (scene.actor === scene.target) return 'forbidden';
    delete scene.state.people[scene.target];
    trim(scene.state, scene.target);
    return 'done';
  },
  ...deletionRules,
};
