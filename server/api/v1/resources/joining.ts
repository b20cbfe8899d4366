import { z } from 'zod';
import { normalizeWireId } from '../../../core/ids.ts';
import {
  approveRequest,
  invite,
  rejectRequest,
  resendInvitation,
  revokeInvitation,
} from '../../../domain/companies/index.ts';
import { invitationSource, joinRequestSource, storeOfBody } from '../../../domain/resources/index.ts';
import { memberRoles } from '../../../domain/tenancy/index.ts';
import type { Operation } from '../../../http/operation.ts';
import { isOneOf } from './filters.ts';
import { changing, creating } from './resource.ts';
import { resourceOperations } from './resource-operations.ts';
import { at, atOrNull, id, shown, text } from './values.ts';

const requestStates = ['pending', 'approved', 'rejected', 'withdrawn', 'expired', 'superseded'] as const;
const invitationStates = ['pending', 'accepted', 'declined', 'revoked', 'expired'] as const;
const role = z.enum(memberRoles);

const request = z
  .object({
    id: shown.id,
    username: shown.text,
    display_name: shown.text,
    message: shown.text,
    status: z.enum(requestStates),
    reason: z.string().describe('Why it was rejected.'),
    created_at: shown.instant,
    expires_at: shown.instant.nullable(),
    resolved_at: shown.instant.nullable(),
  })
  .meta({ id: 'JoinRequest' });

const answer = z
  .strictObject({
    status: z.enum(['approved', 'rejected']),
    reason: text(500).optional().describe('Told to the person whose request is rejected.'),
  })
  .meta({ id: 'JoinRequestAnswer' });

const invitation = z
  .object({
    id: shown.id,
    email: shown.text.nullable(),
    username: shown.text.nullable().describe('As it was typed: it says nothing of whether anybody has that name.'),
    is_owner: z.boolean(),
    is_administrator: z.boolean(),
    roles: z.array(z.object({ role, store_id: shown.id.nullable().describe('Null: every store.') })),
    message: shown.text,
    status: z.enum(invitationStates),
    sent_count: z.int().describe('How often its link was mailed.'),
    invited_by: shown.text.nullable(),
    created_at: shown.instant,
    expires_at: shown.instant,
    resolved_at: shown.instant.nullable(),
  })
  .meta({ id: 'Invitation' });

const offer = z
  .strictObject({
    by: z.enum(['email', 'username']),
    to: text(254),
    is_owner: z.boolean().optional(),
    is_administrator: z.boolean().optional(),
    roles: z
      .array(z.strictObject({ role, store_id: id.nullable() }))
      .max(500)
      .optional(),
    message: text(500).optional(),
  })
  .meta({ id: 'NewInvitation' });

const byId = (name: string) => {
  const value = normalizeWireId(name);
  return value === null ? null : [{ is: 'equal', column: 'id', value } as const];
};
const sorts = { created_at: 'createdAt', id: 'id' };

function requestOperations(): Operation[] {
  return resourceOperations(joinRequestSource, {
    ...{ one: 'JoinRequest', many: 'JoinRequests', tag: 'Members', path: 'join-requests', item: request },
    words: { one: 'request to join', many: 'requests to join' },
    ...{ namedBy: 'Id of the request.', named: byId, sorts, defaultSort: '-created_at' },
    filters: { status: isOneOf('status', requestStates) },
    show: (row) => ({
      ...{ id: row.id, username: row.user.username, display_name: row.user.displayName, message: row.message },
      ...{ status: requestStates.find((each) => each === row.status) ?? 'expired', reason: row.reason },
      ...{ created_at: at(row.createdAt), expires_at: atOrNull(row.expiresAt), resolved_at: atOrNull(row.resolvedAt) },
    }),
    change: changing({
      right: 'member.manage',
      summary: 'Answer a request to join',
      body: answer,
      async run({ ctx, companyId, row }, { status, reason = '' }) {
        const which = { companyId, requestId: row.id };
        await (status === 'approved' ? approveRequest(ctx, which) : rejectRequest(ctx, { ...which, reason }));
      },
    }),
  });
}

function invitationOperations(): Operation[] {
  return resourceOperations(invitationSource, {
    ...{ one: 'Invitation', many: 'Invitations', tag: 'Members', path: 'invitations', item: invitation },
    words: { one: 'invitation', many: 'invitations' },
    ...{ namedBy: 'Id of the invitation.', named: byId, sorts, defaultSort: '-created_at' },
    filters: { status: isOneOf('status', invitationStates) },
    show: (row) => ({
      ...{ id: row.id, email: row.email, username: row.invitedName === '' ? null : row.invitedName },
      ...{ is_owner: row.isOwner, is_administrator: row.isAdministrator, message: row.message },
      // A role for a store that is gone is none for every store.
      roles: row.roles
        .filter(({ isEverywhere, storeUuid }) => isEverywhere || storeUuid !== null)
        .map((given) => ({ role: given.role, store_id: given.storeUuid })),
      ...{ status: invitationStates.find((each) => each === row.status) ?? 'expired', sent_count: row.sentCount },
      ...{ invited_by: row.invitedBy?.username ?? null, created_at: at(row.createdAt), expires_at: at(row.expiresAt) },
      resolved_at: atOrNull(row.resolvedAt),
    }),
    create: creating({
      right: 'member.manage',
      summary: 'Invite somebody',
      description:
        'A link is mailed, or the named person finds it on their list. The answer is the same whether anybody has that address or name.',
      callers: ['person'],
      body: offer,
      async run({ ctx, companyId }, { roles = [], is_owner = false, is_administrator = false, message = '', ...said }) {
        const wanted = [];
        for (const [index, { role: name, store_id: uuid }] of roles.entries()) {
          const named = { companyId, uuid: uuid ?? '', action: 'store.see', path: `roles.${index}.store_id` } as const;
          wanted.push({ role: name, storeId: uuid === null ? null : await storeOfBody(ctx, named) });
        }
        const flags = { isOwner: is_owner, isAdministrator: is_administrator };
        const { id: made } = await invite(ctx, { ...said, ...flags, companyId, message, roles: wanted });
        return made;
      },
    }),
    remove: {
      right: 'member.manage',
      summary: 'Revoke an invitation',
      description: 'It stays on the list as revoked.',
      async run({ ctx, companyId, row }) {
        await revokeInvitation(ctx, { companyId, invitationId: row.id });
      },
    },
    acts: [
      {
        ...{ id: 'resendInvitation', path: 'resend', summary: 'Mail an invitation again', callers: ['person'] },
        right: 'member.manage',
        description:
          'With a new link and a new time to accept it in: the link before is worth nothing from now on. Five times at most.',
        async run({ ctx, companyId, row }) {
          await resendInvitation(ctx, { companyId, invitationId: row.id });
        },
      },
    ],
  });
}

/** Ways into a company: requests to join and invitations, for whoever manages its people. */
export function joiningOperations(): Operation[] {
  return [...requestOperations(), ...invitationOperations()];
}
