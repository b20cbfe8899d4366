import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor, CompanyGrant } from '../../../server/core/scope.ts';
import {
  type Action,
  actions,
  can,
  holdsStill,
  memberRoles,
  type Standing,
  staffRoles,
  standingOf,
} from '../../../server/domain/tenancy/index.ts';

const companies = [1, 2];
const stores = [11, 12, 21];

const someStores = fc.option(fc.subarray(stores), { nil: null });
const roles = fc.array(fc.record({ role: fc.constantFrom(...memberRoles), storeIds: someStores }), { maxLength: 3 });
const grants = fc.uniqueArray(
  fc.record({ companyId: fc.constantFrom(...companies), isOwner: fc.boolean(), isAdministrator: fc.boolean(), roles }),
  { selector: ({ companyId }) => companyId, maxLength: 2 },
);
const person = fc.record({
  ...{ kind: fc.constant('user' as const), userId: fc.constant('u'), username: fc.constant('anna') },
  staffRole: fc.option(fc.constantFrom(...staffRoles), { nil: null, freq: 3 }),
  staffCompanyIds: fc.option(fc.subarray(companies), { nil: null }),
  grants,
});
const allActions = Object.keys(actions) as Action[];
const program = fc.record({
  ...{ kind: fc.constant('program' as const), keyId: fc.constant('k'), name: fc.constant('ERP') },
  ...{ companyId: fc.constant(1), actions: fc.subarray(allActions), storeIds: someStores },
});

/** What an actor may do, where there is anything. */
function rightsOf(actor: Actor): Set<string> {
  const places = companies.flatMap((companyId) => [
    { companyId },
    ...stores.map((storeId) => ({ companyId, storeId })),
  ]);
  return new Set(
    allActions.flatMap((action) =>
      places.filter((where) => can({ actor }, action, where)).map((where) => JSON.stringify([action, where])),
    ),
  );
}

const kept = (actor: Actor): Standing => JSON.parse(JSON.stringify(standingOf(actor)));

describe('what somebody held', () => {
  it.each([
    ['person', person],
    ['program', program],
  ] as [string, fc.Arbitrary<Actor>][])('is held still by the same %s, also after it was kept', (_kind, someone) => {
    fc.assert(fc.property(someone, (actor) => holdsStill(actor, kept(actor))));
  });

  it.each([
    ['person', person],
    ['program', program],
  ] as [string, fc.Arbitrary<Actor>][])('is held still only by a %s who may do all of it', (_kind, someone) => {
    fc.assert(
      fc.property(someone, someone, (then, now) => {
        if (!holdsStill(now, kept(then))) return;
        const [had, has] = [rightsOf(then), rightsOf(now)];
        expect([...had].filter((right) => !has.has(right))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  const member: CompanyGrant = { companyId: 1, isOwner: false, isAdministrator: false, roles: [] };
  const anna = (...held: CompanyGrant[]): Actor => ({
    ...{ kind: 'user', userId: 'u', username: 'anna', staffRole: null, staffCompanyIds: null, grants: held },
  });
  const manager = (storeIds: number[] | null): CompanyGrant => ({ ...member, roles: [{ role: 'manager', storeIds }] });

  it.each([
    ['nothing was held', anna(), anna(), true],
    ['another company came', anna(member), anna(member, { ...member, companyId: 2 }), true],
    ['the company is left', anna(member), anna(), false],
    ['a manager becomes administrator', anna(manager([11])), anna({ ...member, isAdministrator: true }), true],
    ['an administrator becomes manager', anna({ ...member, isAdministrator: true }), anna(manager(null)), false],
    [
      'an owner becomes administrator',
      anna({ ...member, isOwner: true }),
      anna({ ...member, isAdministrator: true }),
      false,
    ],
    ['a store comes', anna(manager([11])), anna(manager([12, 11])), true],
    ['a store goes', anna(manager([11, 12])), anna(manager([12])), false],
    ['every store becomes some', anna(manager(null)), anna(manager([11, 12, 21])), false],
    ['some stores become every one', anna(manager([11])), anna(manager(null)), true],
  ])('when %s: %j, %j', (_what, then, now, isHeld) => {
    expect(holdsStill(now, kept(then))).toBe(isHeld);
  });

  it('of a terminal is what its key says: it is shut out or let in', () => {
    const till: Actor = { kind: 'terminal', terminalId: 1, storeId: 11, companyId: 1, code: 'POS-001' };
    expect(holdsStill({ ...till, storeId: 12 }, kept(till))).toBe(true);
  });
});
