import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import { linkIdentity, listIdentities, signInExternally, unlinkIdentity } from '../../server/domain/accounts/index.ts';
import type { PortalContext } from './context.ts';
import { openProcedure, router, signedInProcedure } from './procedures.ts';

const proof = z.string().max(10_000);
const next = z.string().max(2000);

/** Signing in by another service, where the operator of the hub has named one. */
export const accountExternalRouter = router({
  /** What people call the service; null: there is none. */
  offer: openProcedure.query(({ ctx }) => ({ name: ctx.browser.external.service?.name ?? null })),

  /** Where the person is sent. */
  begin: openProcedure.input(z.object({ next })).mutation(async ({ ctx, input }) => {
    const { href, ticket } = await serviceOf(ctx).begin(ctx.ctx.log);
    await ctx.browser.external.keepTicket({ ...ticket, next: input.next });
    return { href };
  }),

  /** Whoever comes back. `unknown`: nobody is linked with them yet. */
  finish: openProcedure.input(z.object({ search: z.string().max(8000) })).mutation(async ({ ctx, input }) => {
    const { external, visitor } = ctx.browser;
    const service = serviceOf(ctx);
    const ticket = await external.takeTicket();
    if (ticket === null) throw new DomainError('expired', {}, 'The sign-in was not finished. Please try again.');
    const person = await service.finish(ticket, input.search, ctx.ctx.log);
    const signedIn = await signInExternally(ctx.ctx, { ...person, visitor });
    if (signedIn === null) {
      await external.keepPerson(person);
      return { outcome: 'unknown', next: ticket.next } as const;
    }
    const { isPartial, ...session } = signedIn;
    await (isPartial ? ctx.browser.beginPartly(session) : ctx.browser.begin(session));
    return { outcome: isPartial ? 'code' : 'in', next: ticket.next } as const;
  }),

  /** Who has come back in this browser and is not linked yet; null: nobody. */
  pending: openProcedure.query(async ({ ctx }) => {
    const { service, person } = ctx.browser.external;
    const found = service && (await person());
    return found && { service: service.name, email: found.email };
  }),

  link: signedInProcedure.input(z.object({ proof })).mutation(async ({ ctx, input }) => {
    const person = await ctx.browser.external.person();
    if (person === null) throw new DomainError('expired', {}, 'The sign-in was not finished. Please try again.');
    await linkIdentity(ctx.ctx, person, input.proof);
    ctx.browser.external.dropPerson();
  }),

  identities: signedInProcedure.query(({ ctx: { ctx } }) => listIdentities(ctx)),

  unlink: signedInProcedure
    .input(z.object({ issuer: z.string().max(1000), subject: z.string().max(1000), proof }))
    .mutation(({ ctx: { ctx }, input: { proof: said, ...identity } }) => unlinkIdentity(ctx, identity, said)),
});

function serviceOf({ browser }: PortalContext) {
  const { service } = browser.external;
  if (service === null) throw new DomainError('not_found');
  return service;
}
