/** What a program's key may be given, as people read it. Of the actions that are about a company or its stores everything is
 *  here that an administrator holds, but for what would let a key make more of itself: keys, and people's rights. What is kept for
 *  owners, what devices alone do, and what belongs to one person (saved reports, reports by mail) is nothing for programs. */
import type { Action } from '../tenancy/index.ts';

export interface ProgramActions {
  group: string;
  actions: readonly Action[];
}

/** In the order in which screens list them. That its company exists, every key sees. */
export const programActions = [
  { group: 'catalog', actions: ['catalog.see', 'catalog.write', 'price.write', 'campaign.write'] },
  { group: 'sales', actions: ['figures.see', 'document.see', 'closure.see', 'closure.judge', 'month.freeze'] },
  { group: 'stock', actions: ['stock.see', 'stock.write'] },
  { group: 'customers', actions: ['customer.see', 'customer.write'] },
  {
    group: 'stores',
    actions: [
      ...(['store.see', 'store.manage', 'store.create', 'terminal.see', 'terminal.manage', 'layout.manage'] as const),
      ...(['cashier.see', 'cashier.manage', 'notification.send'] as const),
    ],
  },
  {
    group: 'company',
    actions: ['company.edit', 'member.see', 'audit.see', 'quarantine.see', 'quarantine.resolve'],
  },
] as const satisfies readonly ProgramActions[];

const grantable: readonly string[] = programActions.flatMap(({ actions }): readonly string[] => actions);

export function isProgramAction(action: string): action is Action {
  return grantable.includes(action);
}
