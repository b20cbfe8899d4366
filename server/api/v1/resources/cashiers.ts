import { z } from 'zod';
import { normalizeWireId } from '../../../core/ids.ts';
import { cashierSource, deletedCashierSource, storeOfBody, terminalsOfBody } from '../../../domain/resources/index.ts';
import { addCashier, changeCashier, removeCashier, setCashierActive } from '../../../domain/stores/index.ts';
import { can } from '../../../domain/tenancy/index.ts';
import type { Operation } from '../../../http/operation.ts';
import type { ApiDeps } from '../operations.ts';
import { changedSince, containsAny, isFlag, isNumber } from './filters.ts';
import { changing, creating, type Within } from './resource.ts';
import { resourceOperations } from './resource-operations.ts';
import { saidOf } from './said.ts';
import { at, atOrNull, id, shown, text } from './values.ts';

const terminalIds = z.array(shown.id).nullable().describe('Null: every active terminal of the store.');

const item = z
  .object({
    id: shown.id,
    number: z.int().describe('What tills show.'),
    user_name: z.string().describe('What is typed at a till, in lower case.'),
    ...{ first_name: shown.text, last_name: shown.text, identity_number: shown.text, description: shown.text },
    is_administrator: z.boolean().describe('May close the day, in every store.'),
    is_manager: z.boolean(),
    is_active: z.boolean(),
    password_set_at: shown.instant.nullable().describe('Null: nobody has chosen one yet.'),
    places: z.array(z.object({ store_id: shown.id, store_code: shown.text, terminal_ids: terminalIds })),
    created_at: shown.instant,
    updated_at: shown.instant,
    version: shown.version,
  })
  .meta({ id: 'Cashier' });

const places = z
  .array(z.strictObject({ store_id: id, terminal_ids: z.array(id).max(1000).nullish() }))
  .max(1000)
  .describe('All stores where they work, as far as you may send them.');

const profile = {
  ...{ number: z.int().min(1).max(999_999).optional(), last_name: text(50).optional() },
  ...{
    description: text(100).optional(),
    is_administrator: z.boolean().optional(),
    is_manager: z.boolean().optional(),
  },
  places: places.optional(),
};
const password = text(50).describe('What is typed at a till. It is never answered.');

const body = z
  .strictObject({ ...profile, user_name: text(50), first_name: text(50), password })
  .meta({ id: 'NewCashier' });
const changes = z
  .strictObject({
    ...profile,
    user_name: text(50).optional(),
    first_name: text(50).optional(),
    password: password.optional(),
    is_active: z.boolean().optional(),
  })
  .meta({ id: 'CashierChanges' });

type Places = z.output<typeof places>;

/** Stores and terminals by their numbers. */
async function placesOf({ ctx, companyId }: Within, wanted: Places) {
  const found: { storeId: number; terminalIds: number[] | null }[] = [];
  for (const [index, { store_id: uuid, terminal_ids: terminals }] of wanted.entries()) {
    const path = `places.${index}`;
    const storeId = await storeOfBody(ctx, { companyId, uuid, action: 'cashier.manage', path: `${path}.store_id` });
    const named = { companyId, uuids: terminals ?? [], path: `${path}.terminal_ids` };
    found.push({ storeId, terminalIds: terminals ? await terminalsOfBody(ctx, named) : null });
  }
  return found;
}

type Row = Awaited<ReturnType<ReturnType<typeof cashierSource>['read']>>[number];

/** Where they work now, as far as the caller may say it. */
function placesNow({ ctx, companyId }: Within, { stores }: Row) {
  return stores
    .filter(({ store }) => can(ctx, 'cashier.manage', { companyId, storeId: store.id }))
    .map(({ store, allTerminals, terminals }) => ({
      storeId: store.id,
      terminalIds: allTerminals ? null : terminals.map(({ terminal }) => terminal.id),
    }));
}

/** Who they are, with what is to be otherwise; undefined: nothing is. */
function profileOf(row: Row, said: Omit<z.output<typeof changes>, 'places' | 'password' | 'is_active'>) {
  if (Object.values(said).every((value) => value === undefined)) return {};
  const { number, userName, firstName, lastName, description, isAdministrator, isManager } = row;
  const now = { number, userName, firstName, lastName, description, isAdministrator, isManager };
  return { profile: { ...now, ...saidOf(said) } };
}

const show = (row: Row): z.input<typeof item> => ({
  ...{ id: row.id, number: row.number, user_name: row.userName, first_name: row.firstName },
  ...{ last_name: row.lastName, identity_number: row.identityNumber, description: row.description },
  ...{ is_administrator: row.isAdministrator, is_manager: row.isManager, is_active: row.isActive },
  password_set_at: atOrNull(row.passwordSetAt),
  places: row.stores.map(({ store, allTerminals, terminals }) => ({
    ...{ store_id: store.uuid, store_code: store.code },
    terminal_ids: allTerminals ? null : terminals.map(({ terminal }) => terminal.uuid),
  })),
  ...{ created_at: at(row.createdAt), updated_at: at(row.updatedAt), version: row.version },
});

const listed = {
  ...{ tag: 'Cashiers', item, show, namedBy: 'Id of the cashier.', defaultSort: 'number' },
  description: 'Whoever manages chosen stores sees those who work there.',
  named: (name: string) => {
    const value = normalizeWireId(name);
    return value === null ? null : [{ is: 'equal', column: 'id', value } as const];
  },
  filters: {
    ...{ search: containsAny(['firstName', 'lastName', 'userName']), number: isNumber('number') },
    ...{ is_active: isFlag('isActive'), is_administrator: isFlag('isAdministrator'), ...changedSince },
  },
  sorts: { number: 'number', user_name: 'userName', last_name: 'lastName', version: 'version' },
};

/** Held for a single store, the right may be enough: the operation looks where else somebody works. */
const anyStore = { right: 'cashier.manage', storeOf: () => undefined } as const;

export function cashierOperations(deps: ApiDeps): Operation[] {
  return [...presentOperations(deps), ...deletedOperations()];
}

function deletedOperations(): Operation[] {
  return resourceOperations(deletedCashierSource, {
    ...{ ...listed, one: 'DeletedCashier', many: 'DeletedCashiers', path: 'deleted-cashiers' },
    words: { one: 'deleted cashier', many: 'deleted cashiers' },
    acts: [
      {
        ...{ ...anyStore, id: 'restoreCashier', path: 'restore', summary: 'Take a deleted cashier back' },
        description: 'With the password that they had, to where they worked: they may sign in at tills again.',
        run: ({ ctx, companyId, row: { id: cashierId, version: seen } }) =>
          setCashierActive(ctx, { companyId, cashierId, seen, isActive: true }),
      },
    ],
  });
}

function presentOperations({ vault }: ApiDeps): Operation[] {
  return resourceOperations(cashierSource, {
    ...{ ...listed, one: 'Cashier', many: 'Cashiers', path: 'cashiers' },
    words: { one: 'cashier', many: 'cashiers' },
    fieldNames: { storeId: 'store_id', terminalIds: 'terminal_ids' },
    versionOf: ({ version }) => version,
    create: creating({
      ...{ right: 'cashier.manage', isOfStore: true },
      summary: 'Add a cashier',
      body,
      async run(within, { places: wanted = [], ...said }) {
        const { ctx, companyId } = within;
        const usual = { lastName: '', description: '', isAdministrator: false, isManager: false };
        const input = { ...usual, ...saidOf(said), companyId, places: await placesOf(within, wanted) };
        const { id: made } = await addCashier(ctx, input, vault);
        return made;
      },
    }),
    change: changing({
      ...anyStore,
      summary: 'Change a cashier, or let one go',
      description:
        'From the next refresh on no till knows somebody with `is_active` false; documents keep naming them.',
      body: changes,
      async run({ row, ...within }, { places: wanted, password: typed, is_active: isActive, ...said }) {
        const change = {
          ...{ companyId: within.companyId, cashierId: row.id, seen: row.version },
          ...profileOf(row, said),
          ...(typed !== undefined && { password: typed }),
          ...(isActive !== undefined && { isActive }),
          places: wanted ? await placesOf(within, wanted) : placesNow(within, row),
        };
        await changeCashier(within.ctx, change, vault);
      },
    }),
    remove: {
      ...{ ...anyStore, summary: 'Delete a cashier' },
      description:
        'From the next refresh on no till knows them; documents keep naming them, and user name and number stay taken. They can be restored. Not the last administrator: nobody else could close the day.',
      run: ({ ctx, companyId, row: { id: cashierId, version: seen } }) =>
        removeCashier(ctx, { companyId, cashierId, seen }),
    },
  });
}
