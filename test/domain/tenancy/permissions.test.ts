import { describe, expect, it } from 'vitest';
import type { Actor, CompanyGrant, StaffRole } from '../../../server/core/scope.ts';
import {
  type Action,
  actions,
  authorize,
  type CompanyRole,
  can,
  companyRoles,
  companyWhere,
  memberRoles,
  scopeFor,
  scopeWhere,
  staffRoles,
} from '../../../server/domain/tenancy/index.ts';

/** One line per action: the roles that hold it, as people would say it. The table in the source must say the same. */
const expected: Record<Action, string> = {
  'company.see':
    'owner administrator manager accountant stock waiter office member | superuser operator support | terminal',
  'company.edit': 'owner administrator | superuser operator',
  'company.delete': 'owner | superuser',
  'company.keep': 'owner | superuser operator',
  'company.export': 'owner | superuser',
  'company.act': ' | superuser operator',
  'owner.grant': 'owner | superuser',
  'member.see': 'owner administrator manager accountant stock waiter office member | superuser operator support',
  'member.manage': 'owner administrator | superuser operator',
  'store.see': 'owner administrator manager accountant stock waiter office | superuser operator support | terminal',
  'store.manage': 'owner administrator manager | superuser operator',
  'store.create': 'owner administrator | superuser operator',
  'terminal.see': 'owner administrator manager | superuser operator support',
  'terminal.manage': 'owner administrator manager | superuser operator',
  'notification.send': 'owner administrator manager | superuser operator',
  'key.manage': 'owner administrator | superuser operator',
  'layout.manage': 'owner administrator | superuser operator',
  'cashier.see': 'owner administrator manager | superuser operator support',
  'cashier.manage': 'owner administrator manager | superuser operator',
  'catalog.see': 'owner administrator manager accountant stock waiter office | superuser operator support | terminal',
  'catalog.write': 'owner administrator | superuser operator',
  'price.write': 'owner administrator manager | superuser operator',
  'campaign.write': 'owner administrator | superuser operator',
  'customer.see': 'owner administrator manager | superuser operator support',
  'customer.write': 'owner administrator | superuser operator',
  'stock.see': 'owner administrator manager stock | superuser operator support',
  'stock.write': 'owner administrator stock | superuser operator',
  'figures.see': 'owner administrator manager accountant | superuser operator support',
  'report.share': 'owner administrator manager | superuser operator',
  'month.freeze': 'owner administrator accountant | superuser operator',
  'month.thaw': 'owner | superuser',
  'report.send': 'owner administrator | superuser operator',
  'document.see': 'owner administrator manager accountant | superuser operator support',
  'closure.see': 'owner administrator manager accountant | superuser operator support',
  'closure.judge': 'owner administrator manager accountant | superuser operator',
  'quarantine.see': 'owner administrator manager | superuser operator support',
  'quarantine.resolve': 'owner administrator | superuser operator',
  'audit.see': 'owner administrator | superuser operator support',
  'document.push': ' |  | terminal',
  'closure.push': ' |  | terminal',
  'data.pull': ' |  | terminal',
  'reference.write': ' | superuser operator',
  'hub.see': ' | superuser operator support',
  'mail.read': ' | superuser operator',
  'personal.see': ' | superuser operator',
  'person.manage': ' | superuser operator',
  'audit.retention': ' | superuser',
  'staff.admin': ' | superuser',
};

const allActions = Object.keys(actions) as Action[];
const home = 1;
const elsewhere = 2;

function person(grants: CompanyGrant[], staff: { role?: StaffRole; companyIds?: number[] | null } = {}): Actor {
  const { role: staffRole = null, companyIds = staffRole === null ? [] : null } = staff;
  return { kind: 'user', userId: 'u', username: 'u', staffRole, staffCompanyIds: companyIds, grants };
}

function grantOf(role: CompanyRole, storeIds: number[] | null = null, companyId = home): CompanyGrant {
  const named = memberRoles.find((known) => known === role);
  return {
    companyId,
    isOwner: role === 'owner',
    isAdministrator: role === 'administrator',
    roles: named ? [{ role: named, storeIds }] : [],
  };
}

const words = (action: Action, part: number) => (expected[action].split('|')[part] ?? '').trim().split(' ');
const terminal: Actor = { kind: 'terminal', terminalId: 9, storeId: 11, companyId: home, code: 'POS-001' };
const may = (actor: Actor, action: Action, where?: Parameters<typeof can>[2]) => can({ actor }, action, where);

function codeOf(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('who holds which action', () => {
  it('is stated for every action', () => {
    expect(Object.keys(expected).sort()).toEqual([...allActions].sort());
  });

  for (const action of allActions) {
    it(`${action}: every company role, staff role, terminal and stranger`, () => {
      for (const role of companyRoles) {
        const holds = words(action, 0).includes(role);
        expect(may(person([grantOf(role)]), action, { companyId: home }), role).toBe(holds);
        expect(may(person([grantOf(role)]), action), `${role} anywhere`).toBe(holds);
        expect(may(person([grantOf(role)]), action, { companyId: elsewhere }), `${role} elsewhere`).toBe(false);
      }
      for (const role of staffRoles) {
        const holds = words(action, 1).includes(role);
        expect(may(person([], { role }), action, { companyId: home }), role).toBe(holds);
        expect(may(person([], { role }), action), `${role} anywhere`).toBe(holds);
      }
      const tills = words(action, 2).includes('terminal');
      expect(may(terminal, action, { companyId: home, storeId: 11 }), 'terminal').toBe(tills);
      expect(may(terminal, action, { companyId: elsewhere, storeId: 11 })).toBe(false);
      expect(may({ kind: 'system', name: 'job' }, action, { companyId: home })).toBe(true);
      expect(may({ kind: 'anonymous' }, action, { companyId: home })).toBe(false);
      expect(may({ kind: 'anonymous' }, action)).toBe(false);
    });
  }

  it('support holds no action that changes anything', () => {
    const writing = allActions.filter((action) => !/\.see$/.test(action));
    for (const action of writing) expect(may(person([], { role: 'support' }), action), action).toBe(false);
  });

  it('staff hold whatever a plain member holds', () => {
    for (const action of allActions.filter((name) => words(name, 0).includes('member'))) {
      for (const role of staffRoles) expect(words(action, 1), action).toContain(role);
    }
  });
});

describe('roles for chosen stores', () => {
  const manager = person([grantOf('manager', [11, 12])]);

  it('reach these stores and no other one', () => {
    expect(may(manager, 'figures.see', { companyId: home, storeId: 11 })).toBe(true);
    expect(may(manager, 'figures.see', { companyId: home, storeId: 13 })).toBe(false);
  });

  it('are not enough for the whole company', () => {
    expect(may(manager, 'figures.see', { companyId: home })).toBe(false);
    expect(codeOf(() => authorize({ actor: manager }, 'figures.see', { companyId: home }))).toBe('forbidden');
  });

  it('are enough for what no store divides', () => {
    expect(may(manager, 'catalog.see', { companyId: home })).toBe(true);
  });

  it('with an empty list reach nothing', () => {
    const nobody = person([grantOf('manager', [])]);
    for (const action of allActions.filter((name) => !words(name, 0).includes('member'))) {
      expect(may(nobody, action, { companyId: home, storeId: 11 }), action).toBe(false);
      expect(may(nobody, action), action).toBe(false);
    }
    expect(scopeFor({ actor: nobody }, 'figures.see')).toEqual({ companyIds: [], storeIds: [] });
  });
});

describe('limited staff', () => {
  it('see their companies only', () => {
    const operator = person([], { role: 'operator', companyIds: [home] });
    expect(may(operator, 'company.edit', { companyId: home })).toBe(true);
    expect(may(operator, 'company.edit', { companyId: elsewhere })).toBe(false);
    expect(scopeFor({ actor: operator }, 'figures.see')).toEqual({ companyIds: [home], storeIds: null });
  });

  it('with an empty list see no company', () => {
    const nobody = person([], { role: 'superuser', companyIds: [] });
    expect(may(nobody, 'company.see', { companyId: home })).toBe(false);
    expect(may(nobody, 'company.see')).toBe(false);
    const scope = scopeFor({ actor: nobody }, 'company.see');
    expect(scope).toEqual({ companyIds: [], storeIds: [] });
    expect(scopeWhere(scope)).toEqual({ companyId: { in: [] }, storeId: { in: [] } });
    expect(companyWhere(scope)).toEqual({ companyId: { in: [] } });
  });

  it('keep what they hold as members, store by store where it is mixed', () => {
    const bound = { ...grantOf('manager', [21], elsewhere), allStoreIds: [21, 22] };
    const own = { ...grantOf('member'), allStoreIds: [11, 12] };
    const actor = person([own, bound], { role: 'support', companyIds: [home] });
    expect(scopeFor({ actor }, 'figures.see')).toEqual({ companyIds: [home, elsewhere], storeIds: [11, 12, 21] });
  });
});

describe('scopes', () => {
  it('name no company only for the hub itself and unlimited staff', () => {
    const open: Actor[] = [{ kind: 'system', name: 'job' }, person([], { role: 'support' })];
    for (const actor of open) expect(scopeFor({ actor }, 'figures.see')).toEqual({ companyIds: null, storeIds: null });
    expect(scopeWhere(scopeFor({ actor: open[0] as Actor }, 'figures.see'))).toEqual({});
  });

  it('of a stranger, a plain member and a person without companies are empty', () => {
    const closed: Actor[] = [{ kind: 'anonymous' }, person([]), person([grantOf('member')])];
    for (const actor of closed) expect(scopeFor({ actor }, 'figures.see')).toEqual({ companyIds: [], storeIds: [] });
  });

  it('of somebody with whole and chosen companies name every store', () => {
    const actor = person([
      { ...grantOf('owner'), allStoreIds: [11, 12] },
      { ...grantOf('accountant', [22], elsewhere), allStoreIds: [21, 22] },
    ]);
    expect(scopeFor({ actor }, 'figures.see')).toEqual({ companyIds: [home, elsewhere], storeIds: [11, 12, 22] });
    expect(scopeFor({ actor }, 'catalog.see')).toEqual({ companyIds: [home, elsewhere], storeIds: null });
  });

  it('of somebody whose stores were not loaded fail loudly instead of guessing', () => {
    const actor = person([grantOf('owner'), grantOf('accountant', [22], elsewhere)]);
    expect(() => scopeFor({ actor }, 'figures.see')).toThrow('were not loaded');
  });

  it('of a terminal hold its own store', () => {
    expect(scopeFor({ actor: terminal }, 'document.push')).toEqual({ companyIds: [home], storeIds: [11] });
    expect(scopeFor({ actor: terminal }, 'figures.see')).toEqual({ companyIds: [], storeIds: [] });
  });
});

describe('authorize', () => {
  const member = { actor: person([grantOf('member')]) };

  it('hides what may not be seen and forbids what may', () => {
    expect(codeOf(() => authorize(member, 'company.edit', { companyId: home }))).toBe('forbidden');
    expect(codeOf(() => authorize(member, 'company.edit', { companyId: elsewhere }))).toBe('not_found');
    expect(codeOf(() => authorize(member, 'store.manage', { companyId: home, storeId: 11 }))).toBe('not_found');
    const accountant = { actor: person([grantOf('accountant', [11])]) };
    expect(codeOf(() => authorize(accountant, 'store.manage', { companyId: home, storeId: 11 }))).toBe('forbidden');
    expect(codeOf(() => authorize(accountant, 'store.manage', { companyId: home, storeId: 12 }))).toBe('not_found');
  });

  it('asks a stranger to sign in, whatever is asked for', () => {
    const stranger = { actor: { kind: 'anonymous' } as const };
    for (const where of [undefined, { companyId: home }, { companyId: elsewhere }]) {
      expect(codeOf(() => authorize(stranger, 'company.see', where))).toBe('not_signed_in');
    }
  });

  it('lets pass who holds the action', () => {
    expect(codeOf(() => authorize(member, 'company.see', { companyId: home }))).toBe(null);
  });
});
