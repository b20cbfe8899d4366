import { z } from 'zod';
import { DomainError } from '../../../core/errors.ts';
import { normalizeWireId } from '../../../core/ids.ts';
import { grantAdministrator, removeMember, revokeAdministrator, setRoles } from '../../../domain/companies/index.ts';
import { memberSource, storeOfBody } from '../../../domain/resources/index.ts';
import { memberRoles } from '../../../domain/tenancy/index.ts';
import type { Operation } from '../../../http/operation.ts';
import { isFlag, isId } from './filters.ts';
import { changing } from './resource.ts';
import { resourceOperations } from './resource-operations.ts';
import { at, id, shown } from './values.ts';

const role = z.enum(memberRoles);

const item = z
  .object({
    id: z.string().describe('Of the person.'),
    username: shown.text,
    display_name: shown.text,
    is_owner: z.boolean(),
    is_administrator: z.boolean(),
    roles: z
      .array(z.object({ role, store_id: shown.id.nullable().describe('Null: every store.') }))
      .describe('Those that you may see.'),
    joined_at: shown.instant,
  })
  .meta({ id: 'Member' });

const changes = z
  .strictObject({
    is_administrator: z.boolean().optional(),
    roles: z
      .array(z.strictObject({ role, store_id: id.nullable() }))
      .max(500)
      .optional()
      .describe('Exactly these from now on.'),
  })
  .refine(
    (said) => Number(said.is_administrator !== undefined) + Number(said.roles !== undefined) === 1,
    'Say either is_administrator or roles: each is a change of its own.',
  )
  .meta({ id: 'MemberChanges' });

type Row = Awaited<ReturnType<ReturnType<typeof memberSource>['read']>>[number];

const show = (row: Row): z.input<typeof item> => ({
  ...{ id: row.user.id, username: row.user.username, display_name: row.user.displayName },
  ...{ is_owner: row.isOwner, is_administrator: row.isAdministrator, joined_at: at(row.joinedAt) },
  roles: row.roles.flatMap((held) => {
    const known = memberRoles.find((each) => each === held.role);
    return known ? [{ role: known, store_id: held.storeUuid }] : [];
  }),
});

export function memberOperations(): Operation[] {
  return resourceOperations(memberSource, {
    ...{ one: 'Member', many: 'Members', tag: 'Members', path: 'members', item },
    words: { one: 'member', many: 'members' },
    namedBy: 'Id of the person.',
    named: (name) => {
      const value = normalizeWireId(name);
      return value === null ? null : [{ is: 'equal', column: 'userId', value }];
    },
    filters: {
      is_owner: isFlag('isOwner'),
      is_administrator: isFlag('isAdministrator'),
      user_id: isId('userId', 'This person.'),
    },
    sorts: { id: 'userId', joined_at: 'joinedAt' },
    defaultSort: 'id',
    show,
    instead: {
      ofList: {
        POST: 'Nobody is added unasked: invite them (…/invitations), or approve their request (…/join-requests).',
      },
    },
    change: changing({
      right: 'member.manage',
      summary: 'Give or take roles, or the administrator flag',
      description: 'One of the two at a time. Roles that are said replace those that the person has.',
      body: changes,
      async run({ ctx, companyId, row }, { is_administrator: isAdministrator, roles }) {
        const target = { companyId, userId: row.user.id };
        if (isAdministrator !== undefined) {
          await (isAdministrator ? grantAdministrator(ctx, target) : revokeAdministrator(ctx, target));
          return;
        }
        if (roles === undefined) throw new DomainError('invalid_input');
        const wanted = [];
        for (const [index, { role: name, store_id: uuid }] of roles.entries()) {
          const named = { companyId, uuid: uuid ?? '', action: 'store.see', path: `roles.${index}.store_id` } as const;
          wanted.push({ role: name, storeId: uuid === null ? null : await storeOfBody(ctx, named) });
        }
        await setRoles(ctx, { ...target, roles: wanted });
      },
    }),
    remove: {
      right: 'member.manage',
      summary: 'Remove somebody from the company',
      description: 'With every role. Owners cannot be removed.',
      async run({ ctx, companyId, row }) {
        await removeMember(ctx, { companyId, userId: row.user.id });
      },
    },
  });
}
