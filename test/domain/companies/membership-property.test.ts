/** Random sequences of everything that people can do with a company, alone and two at the same moment, against a model. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../../server/db/index.ts';
import {
  acceptInvitation,
  approveRequest,
  askToJoin,
  declineInvitation,
  dropOwnerTag,
  giveOwnerTag,
  grantAdministrator,
  invite,
  leaveCompany,
  rejectRequest,
  removeMember,
  revokeAdministrator,
  revokeInvitation,
  withdrawRequest,
} from '../../../server/domain/companies/index.ts';
import {
  approveDeletion,
  cancelDeletion,
  completeDueDeletions,
  startDeletion,
  withdrawApproval,
} from '../../../server/domain/company-deletion/index.ts';
import { createCompany } from '../../../server/domain/tenancy/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, testClock } from '../../support/people.ts';
import { apply, passDays } from './model.ts';
import { emptyState, operations, type State, type Step } from './model-state.ts';
import { acting, outcomeOf, password, type Somebody, somebody } from './support.ts';

const test = withDatabase();
const dayMs = 86_400_000;
const crowd = 4;

type Move = { kind: 'one'; step: Step } | { kind: 'two'; steps: [Step, Step] } | { kind: 'days' };

const person = fc.nat({ max: crowd - 1 });
const step: fc.Arbitrary<Step> = fc.record({
  operation: fc.constantFrom(...operations),
  actor: person,
  target: person,
});
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: step.map((one) => ({ kind: 'one' as const, step: one })) },
  { weight: 3, arbitrary: fc.tuple(step, step).map((steps) => ({ kind: 'two' as const, steps })) },
  { weight: 1, arbitrary: fc.constant({ kind: 'days' as const }) },
);

/** Sequences that begin with a company and somebody in it reach further than those that begin with nothing. */
const beginnings: readonly Step[][] = [
  [],
  [{ operation: 'create', actor: 0, target: 0 }],
  [
    { operation: 'create', actor: 0, target: 0 },
    { operation: 'ask', actor: 1, target: 1 },
    { operation: 'approve', actor: 0, target: 1 },
    { operation: 'giveTag', actor: 0, target: 1 },
    { operation: 'inviteAdministrator', actor: 1, target: 2 },
    { operation: 'accept', actor: 2, target: 2 },
  ],
];

let worlds = 0;

class World {
  readonly clock = testClock();
  readonly people: Somebody[] = [];
  readonly name: string;
  /** Of the company that has the address, or had it last. */
  companyId = -1;
  state: State = emptyState;
  readonly #db: Database;

  constructor(db: Database) {
    worlds += 1;
    this.#db = db;
    this.name = `World ${worlds}`;
  }

  get slug(): string {
    return this.name.toLowerCase().replace(' ', '-');
  }

  async settle(): Promise<void> {
    for (let index = 0; index < crowd; index += 1) this.people.push(await somebody(this.#db));
  }

  async make(next: Move): Promise<void> {
    if (next.kind === 'days') {
      this.clock.pass(8 * dayMs);
      await this.#checkApprovals();
      await completeDueDeletions(hubCtx(this.#db, this.clock.now));
      this.state = passDays(this.state);
      expect(await this.#read()).toEqual(shown(this.state));
      return;
    }
    const steps = next.kind === 'one' ? [next.step] : next.steps;
    const runs = [];
    // What each page shows is read before any button is pressed.
    for (const one of steps) runs.push(await this.#prepare(one));
    const outcomes = await Promise.all(runs.map((run) => run()));
    const found = { outcomes, state: await this.#read() };
    const possible = orders(this.state, steps);
    const match = possible.find((one) => same(found, { outcomes: one.outcomes, state: shown(one.state) }));
    if (!match) expect(found).toEqual(possible.map((one) => ({ outcomes: one.outcomes, state: shown(one.state) }))[0]);
    this.state = match?.state ?? this.state;
    if (this.state.company !== 0) expect(await this.#owners()).not.toEqual([]);
  }

  /** What a step does, with the ids and rights of the page that it is done from. */
  async #prepare({ operation, actor, target }: Step): Promise<() => Promise<string>> {
    const { companyId, slug } = this;
    const ctx = await acting(this.#db, this.#person(actor), this.clock.now);
    const userId = this.#person(target).id;
    const username = this.#person(target).username;
    const requestId = await this.#requestOf(operation === 'withdraw' ? actor : target, operation === 'withdraw');
    const invitationId = await this.#invitationOf(this.#person(operation === 'revokeInvitation' ? target : actor));
    const there = { companyId, userId };
    const offer = { companyId, by: 'username', to: username } as const;
    const mine = invitationId !== null && (await this.#isOpen(invitationId)) ? { id: invitationId } : null;
    const proof = { companyId, proof: password };
    const work: Record<Step['operation'], () => Promise<unknown>> = {
      create: () => this.#create(ctx),
      ask: () => askToJoin(ctx, { slug }).then(({ outcome }) => outcome),
      withdraw: () => withdrawRequest(ctx, requestId),
      approve: () => approveRequest(ctx, { companyId, requestId }),
      reject: () => rejectRequest(ctx, { companyId, requestId, reason: '' }),
      inviteMember: () => invite(ctx, offer),
      inviteAdministrator: () => invite(ctx, { ...offer, isAdministrator: true }),
      inviteOwner: () => invite(ctx, { ...offer, isOwner: true }),
      revokeInvitation: () => revokeInvitation(ctx, { companyId, invitationId: invitationId ?? 'none' }),
      accept: () => (mine ? acceptInvitation(ctx, mine) : Promise.resolve('none')),
      decline: () => (mine ? declineInvitation(ctx, mine) : Promise.resolve('none')),
      giveTag: () => giveOwnerTag(ctx, { companyId, username }),
      dropTag: () => dropOwnerTag(ctx, companyId),
      grantAdministrator: () => grantAdministrator(ctx, there),
      revokeAdministrator: () => revokeAdministrator(ctx, there),
      leave: () => leaveCompany(ctx, companyId),
      remove: () => removeMember(ctx, there),
      startDeletion: () => startDeletion(ctx, { ...proof, name: this.name, coolOffDays: 7 }),
      approveDeletion: () => approveDeletion(ctx, proof),
      withdrawApproval: () => withdrawApproval(ctx, companyId),
      cancelDeletion: () => cancelDeletion(ctx, companyId),
    };
    return async () => {
      let said: unknown;
      const outcome = await outcomeOf(work[operation]().then((result) => (said = result)));
      return typeof said === 'string' && words.has(said) ? said : outcome;
    };
  }

  async #create(ctx: Awaited<ReturnType<typeof acting>>): Promise<string> {
    if (this.state.company !== 0) return 'elsewhere';
    const { id, slug } = await createCompany(ctx, { name: this.name });
    if (slug !== this.slug) return 'elsewhere';
    this.companyId = id;
    return 'created';
  }

  async #requestOf(index: number, isAnywhere: boolean): Promise<string> {
    const where = {
      userId: this.#person(index).id,
      status: 'pending',
      ...(!isAnywhere && { companyId: this.companyId }),
    };
    const row = await this.#db.reader.companyJoinRequest.findFirst({ where, select: { id: true } });
    return row?.id ?? 'none';
  }

  async #invitationOf({ id: userId }: Somebody): Promise<string | null> {
    const where = { userId, companyId: this.companyId, status: 'pending' };
    return (await this.#db.reader.companyInvitation.findFirst({ where, select: { id: true } }))?.id ?? null;
  }

  async #isOpen(id: string): Promise<boolean> {
    const where = { id, expiresAt: { gt: this.clock.now() }, company: { deletedAt: null } };
    return (await this.#db.reader.companyInvitation.count({ where })) === 1;
  }

  async #owners(): Promise<string[]> {
    const where = { companyId: this.companyId, isOwner: true };
    return (await this.#db.reader.companyMembership.findMany({ where })).map(({ userId }) => userId);
  }

  /** Independently of the model: what is about to be deleted was approved by each of its owners. */
  async #checkApprovals(): Promise<void> {
    const due = await this.#db.reader.companyDeletionRequest.findFirst({
      where: { companyId: this.companyId, closedAt: null, eraseAt: { lte: this.clock.now() } },
      include: { approvals: true },
    });
    if (due === null) return;
    const approved = due.approvals.map(({ userId }) => userId);
    for (const owner of await this.#owners()) expect(approved).toContain(owner);
  }

  #person(index: number): Somebody {
    return this.people[index] as Somebody;
  }

  async #read(): Promise<Shown> {
    const { companyId } = this;
    const numberOf = (id: string | null) => this.people.findIndex((one) => one.id === id);
    const isThere = (await this.#db.reader.company.count({ where: { id: companyId, deletedAt: null } })) === 1;
    const now = this.clock.now();
    const waiting = { status: 'pending', expiresAt: { gt: now } };
    const [people, requests, invitations, deletion] = await Promise.all([
      this.#db.reader.companyMembership.findMany({ where: { companyId: isThere ? companyId : -1 } }),
      this.#db.reader.companyJoinRequest.findMany({ where: { slug: this.slug, ...waiting } }),
      this.#db.reader.companyInvitation.findMany({ where: { companyId: isThere ? companyId : -1, ...waiting } }),
      this.#db.reader.companyDeletionRequest.findUnique({
        where: { pendingKey: companyId },
        include: { approvals: true },
      }),
    ]);
    return {
      isThere,
      people: people.map((row) => `${numberOf(row.userId)} ${row.isOwner} ${row.isAdministrator}`).sort(),
      requests: requests.map((row) => `${numberOf(row.userId)} ${isThere && row.companyId === companyId}`).sort(),
      invitations: invitations
        .map((row) => `${numberOf(row.invitedById)} ${numberOf(row.userId)} ${row.isOwner} ${row.isAdministrator}`)
        .sort(),
      deletion: deletion && {
        approvals: deletion.approvals.map(({ userId }) => numberOf(userId)).sort(),
        isComplete: deletion.approvedAt !== null,
      },
    };
  }
}

/** Outcomes that operations say in words. */
const words = new Set(['elsewhere', 'asked', 'already', 'member', 'none', 'tagged', 'invited']);

interface Shown {
  isThere: boolean;
  people: string[];
  requests: string[];
  invitations: string[];
  deletion: { approvals: number[]; isComplete: boolean } | null;
}

/** The part of the model that the database shows. */
function shown({ day, company, people, requests, invitations, deletion }: State): Shown {
  return {
    isThere: company !== 0,
    people: Object.entries(people).map(([who, is]) => `${who} ${is.isOwner} ${is.isAdministrator}`),
    requests: Object.entries(requests)
      .filter(([, request]) => request.until > day)
      .map(([who, request]) => `${who} ${company !== 0 && request.company === company}`),
    invitations: Object.entries(invitations)
      .filter(([, offer]) => offer.until > day)
      .map(([to, offer]) => `${offer.by} ${to} ${offer.isOwner} ${offer.isAdministrator}`)
      .sort(),
    deletion: deletion && { ...deletion, approvals: [...deletion.approvals].sort() },
  };
}

/** What may come of steps at the same moment: one after the other, in either order. */
function orders(state: State, steps: readonly Step[]): { outcomes: string[]; state: State }[] {
  const indexes = steps.map((_step, index) => index);
  return [indexes, [...indexes].reverse()].map((order) => {
    const outcomes: string[] = [];
    let current = state;
    for (const index of order) {
      const result = apply(current, steps[index] as Step, state);
      outcomes[index] = result.outcome;
      current = result.state;
    }
    return { outcomes, state: current };
  });
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

describe('random sequences of membership operations', () => {
  it('never reach a company without owner, a right nobody granted, or a deletion that an owner did not approve', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...beginnings),
        fc.array(move, { maxLength: 60, size: 'max' }),
        async (beginning, moves) => {
          const world = new World(test.db);
          await world.settle();
          for (const one of beginning) await world.make({ kind: 'one', step: one });
          for (const next of moves) await world.make(next);
        },
      ),
      // On PostgreSQL for what meets at the same moment: the rules are the same.
      { numRuns: test.provider === 'sqlite' ? 30 : 12, endOnFailure: true },
    );
  }, 240_000);
});
