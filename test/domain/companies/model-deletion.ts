/** The model's rules for deleting a company: every present owner approves. */
import { holds, owners, type Rule, retest, type Scene, sameCompany } from './model-state.ts';

function deleting(scene: Scene): string | null {
  const { state, session, actor } = scene;
  const refused = holds(session, actor, 'owner');
  if (refused) return refused;
  if (!sameCompany(state, session)) return 'not_found';
  return state.people[actor]?.isOwner ? null : 'forbidden';
}

export const deletionRules = {
  startDeletion(scene) {
    const refused = deleting(scene);
    if (refused) return refused;
    if (scene.state.deletion) return 'conflict';
    scene.state.deletion = { approvals: [scene.actor], isComplete: false };
    retest(scene.state);
    return 'done';
  },
  approveDeletion(scene) {
    const { state, actor } = scene;
    const refused = deleting(scene) ?? (state.deletion ? null : 'conflict');
    if (refused || !state.deletion) return refused ?? 'conflict';
    if (!state.deletion.approvals.includes(actor)) state.deletion.approvals.push(actor);
    retest(state);
    return 'done';
  },
  withdrawApproval(scene) {
    const { state, actor } = scene;
    const refused = deleting(scene);
    if (refused || !state.deletion) return refused ?? 'conflict';
    if (!state.deletion.approvals.includes(actor)) return 'done';
    state.deletion.approvals = state.deletion.approvals.filter((person) => person !== actor);
    const isLeft = owners(state).some((owner) => state.deletion?.approvals.includes(owner));
    if (!isLeft) state.deletion = null;
    retest(state);
    return 'done';
  },
  cancelDeletion(scene) {
    const refused = deleting(scene);
    if (refused || !scene.state.deletion) return refused ?? 'conflict';
    scene.state.deletion = null;
    return 'done';
  },
} satisfies Record<string, Rule>;
