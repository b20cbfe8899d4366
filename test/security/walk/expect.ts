/** What an actor of the walk must get, by the rule of the address and the permission table. */
import { type Action, actions } from '../../../server/domain/tenancy/index.ts';
import type { Rule } from './rules.ts';
import type { Standing } from './world.ts';

/** Sent back to the company with the reason: told. */
export type Outcome = 'allowed' | 'told' | 403 | 404;

interface RuleData {
  level: string;
  roles: readonly string[];
  staff: readonly string[];
}

/** Whether the actor holds an action in the shop; with a store: in that one. */
export function holds(actor: Standing, action: Action, storeId?: number): boolean {
  const rule = actions[action] as RuleData;
  // At the merchants' doors staff only looks, and support not even that.
  const looks = actor.staff !== null && actor.staff !== 'support' && action.endsWith('.see');
  if (looks && rule.staff.includes(actor.staff ?? '')) return true;
  if (actor.isMember && rule.roles.includes('member')) return true;
  return actor.roles.some(
    ({ role, storeIds }) =>
      rule.roles.includes(role) &&
      (storeIds === null || rule.level === 'company' || storeId === undefined || storeIds.includes(storeId)),
  );
}

export function expected(rule: Rule, actor: Standing, storeId?: number): Outcome {
  if (rule === 'everyone' || rule === 'person') return 'allowed';
  if (rule === 'holder') return 404;
  const action = typeof rule === 'string' ? rule : rule.action;
  if (holds(actor, action, storeId)) return 'allowed';
  if (typeof rule !== 'string' && rule.refusal === 'hidden') return 404;
  if (typeof rule !== 'string' && rule.refusal === 'told' && holds(actor, 'company.see')) return 'told';
  if (!holds(actor, 'company.see')) return 404;
  // The portal asks for the action in the company first; of a store the operation then asks, and hides what one may not see.
  const isAskedBefore = typeof rule === 'string' && !holds(actor, action);
  if (isAskedBefore || storeId === undefined || actions[action].level !== 'store') return 403;
  return holds(actor, 'store.see', storeId) ? 403 : 404;
}
