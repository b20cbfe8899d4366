import { z } from 'zod';
import { DomainError } from '../../../core/errors.ts';
import { normalizeWireId } from '../../../core/ids.ts';
import type { Ctx } from '../../../db/index.ts';
import { findResource, storeOfBody, terminalSource } from '../../../domain/resources/index.ts';
import { createTerminal, retireTerminal, updateTerminal } from '../../../domain/stores/index.ts';
import type { Operation } from '../../../http/operation.ts';
import { changedSince, containsAny, inStore, isFlag, isNumber, isOneOf, isText } from './filters.ts';
import { changing, creating } from './resource.ts';
import { resourceOperations } from './resource-operations.ts';
import { saidOf } from './said.ts';
import { at, atOrNull, id, shown, text } from './values.ts';

const kinds = ['pypos', 'kitchen', 'office', 'mobile'] as const;
const states = ['live', 'silent', 'never', 'off', 'revoked', 'retired'] as const;

const item = z
  .object({
    id: shown.id,
    store_id: shown.id,
    store_code: shown.text,
    code: z.string().describe('Third part of what it identifies itself by; fixed.'),
    name: shown.text,
    number: z.int().describe('`pos_no_in_store`.'),
    kind: z.enum(kinds),
    state: z.enum(states).describe('How it is doing, by when it was last heard of.'),
    is_active: z.boolean(),
    is_paired: z.boolean().describe('It has a secret.'),
    secret_issued_at: shown.instant.nullable(),
    revoked_at: shown.instant.nullable(),
    networks: z.array(z.string()).describe('Networks that it may come from; empty: any.'),
    sync_minutes: z.int().describe('Minutes between two deliveries of its outbox.'),
    serial_number: shown.text.nullable(),
    operating_system: shown.text.nullable(),
    closure_number: z.int().describe('Of the open period.'),
    receipt_number: z.int().describe('The next one, as it said.'),
    heard_at: shown.instant.nullable().describe('When it was last heard of, by any call.'),
    created_at: shown.instant,
    updated_at: shown.instant,
    version: shown.version,
  })
  .meta({ id: 'Terminal' });

const profile = z
  .strictObject({
    name: text(100),
    number: z.int().min(1).max(9999),
    networks: z.array(text(100)).max(1000),
    serial_number: text(100).nullable(),
    operating_system: text(100).nullable(),
    sync_minutes: z.int().min(1).max(1440),
  })
  .partial();

const body = profile
  .extend({ store_id: id, code: text(50), kind: z.enum(kinds).optional() })
  .meta({ id: 'NewTerminal' });
const changes = profile.extend({ is_active: z.boolean().optional() }).meta({ id: 'TerminalChanges' });

type Row = Awaited<ReturnType<ReturnType<typeof terminalSource>['read']>>[number];

const show = (row: Row): z.input<typeof item> => ({
  ...{ id: row.uuid, store_id: row.store.uuid, store_code: row.store.code, code: row.code, name: row.name },
  ...{ number: row.number, kind: kinds.find((each) => each === row.kind) ?? 'pypos', state: row.state },
  ...{ is_active: row.isActive, is_paired: row.isPaired, secret_issued_at: atOrNull(row.secretIssuedAt) },
  ...{ revoked_at: atOrNull(row.revokedAt), networks: [...row.networks], sync_minutes: row.syncMinutes },
  ...{ serial_number: row.serialNumber, operating_system: row.operatingSystem },
  ...{ closure_number: row.closureNumber, receipt_number: row.receiptNumber, heard_at: atOrNull(row.heardAt) },
  ...{ created_at: at(row.createdAt), updated_at: at(row.updatedAt), version: row.version },
});

const named = (name: string) => {
  const uuid = normalizeWireId(name);
  return uuid === null ? null : [{ is: 'equal', column: 'uuid', value: uuid } as const];
};

/** Parameters of what is of one terminal. */
export const inTerminal = z.object({
  company: z.string().max(96).describe('Slug or id of the company.'),
  terminal: z.string().max(96).describe('Id of the terminal.'),
});

/** The terminal that an address names.
 *  @throws not_found there is none, or none that the actor sees
 *  @throws forbidden the actor sees no terminals of the company */
export async function findTerminal(ctx: Ctx, companyId: number, name: string): Promise<Row> {
  const source = terminalSource(companyId);
  // Who sees nothing of the kind is told so, whatever the address names.
  source.reach(ctx);
  const which = named(name);
  if (which === null) throw new DomainError('not_found');
  return findResource(ctx, source, which);
}

export function terminalOperations(): Operation[] {
  return resourceOperations(terminalSource, {
    ...{ one: 'Terminal', many: 'Terminals', tag: 'Terminals', path: 'terminals', item },
    words: { one: 'terminal', many: 'terminals' },
    description: 'Terminals that were retired are not among them.',
    namedBy: 'Id of the terminal.',
    named,
    filters: {
      ...{ store: inStore(), search: containsAny(['name', 'code']), code: isText('code', 50, 'Exactly this code.') },
      ...{ kind: isOneOf('kind', kinds), number: isNumber('number'), is_active: isFlag('isActive'), ...changedSince },
    },
    sorts: { id: 'id', code: 'code', name: 'name', number: 'number', created_at: 'createdAt', updated_at: 'updatedAt' },
    defaultSort: 'id',
    versionOf: ({ version }) => version,
    show,
    create: creating({
      ...{ right: 'terminal.manage', isOfStore: true },
      summary: 'Register a terminal',
      description: 'It has no secret yet: pair it in the portal.',
      body,
      async run({ ctx, companyId }, { store_id: uuid, ...said }) {
        const storeId = await storeOfBody(ctx, { companyId, uuid, action: 'terminal.manage', path: 'store_id' });
        const terminal = await createTerminal(ctx, { ...saidOf(said), storeId });
        return terminal.id;
      },
    }),
    change: changing({
      ...{ right: 'terminal.manage', storeOf: ({ storeId }: Row) => storeId },
      summary: 'Change a terminal, or switch it on or off',
      body: changes,
      run: ({ ctx, row }, said) => updateTerminal(ctx, { ...saidOf(said), terminalId: row.id, seen: row.version }),
    }),
    remove: {
      ...{ right: 'terminal.manage', storeOf: ({ storeId }) => storeId },
      summary: 'Retire a terminal for good',
      description: 'Its documents stay. Whoever has its secret is a stranger; what it had not delivered is lost.',
      run: ({ ctx, row }) => retireTerminal(ctx, row.id, row.version),
    },
  });
}
