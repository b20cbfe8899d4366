/** Two companies, and everybody who could call: what walks and fuzzers act as. */
import { createVault } from '../../../server/core/vault.ts';
import type { Ctx } from '../../../server/db/index.ts';
import { putDepartments, putProducts, putSubDepartments, putVatRates } from '../../../server/domain/catalog/index.ts';
import {
  assignCashier,
  createCashier,
  createStore,
  createTerminal,
  issueTerminalSecret,
} from '../../../server/domain/stores/index.ts';
import { actions, grantRole } from '../../../server/domain/tenancy/index.ts';
import type { AppDeps } from '../../../server/http/deps.ts';
import { goodPassword, hubCtx, makeCompany, makeMember } from '../../support/people.ts';
import { type Books, keepBooks } from './books.ts';
import { bearer, programKey } from './support.ts';

export interface Hub {
  url: string;
  deps: AppDeps;
}

export interface Caller {
  name: string;
  kind: 'nobody' | 'device' | 'person' | 'program';
  /** Of the company that the walk looks at. */
  isOurs: boolean;
  headers: Readonly<Record<string, string>>;
  /** Gets a new token where the old one has ended. */
  renew(): Promise<void>;
}

export interface Company {
  id: number;
  uuid: string;
  slug: string;
  storeId: number;
  storeUuid: string;
  otherStoreId: number;
  otherStoreUuid: string;
  terminalUuid: string;
  cashierId: string;
  productId: string;
  vatRateId: string;
  mainGroupId: string;
  subGroupId: string;
  /** Of `plain.member` in ours; else of the owner. */
  memberId: string;
  /** Null: it has never traded. */
  books: Books | null;
}

export interface Everybody {
  ours: Company;
  theirs: Company;
  callers: Readonly<Record<string, Caller>>;
}

/** Stands in names of ours that nobody of the others may read. */
export const marker = 'kestrel';

const everyAction = Object.keys(actions);

/** @param options.withBooks both companies have traded */
export async function makeEverybody(hub: Hub, options: { withBooks?: boolean } = {}): Promise<Everybody> {
  const ours = await makeShop(hub, { name: 'First', mark: marker, ...options });
  const theirs = await makeShop(hub, { name: 'Second', mark: 'plover', ...options });
  const { db } = hub.deps;
  const member = await makeMember(db, ours.company.id, 'plain.member');
  const bound = await makeMember(db, ours.company.id, 'bound.manager');
  const grant = { companyId: ours.company.id, role: 'manager', storeId: ours.company.otherStoreId } as const;
  await grantRole(
    hubCtx(db, () => hub.deps.now()),
    { ...grant, userId: bound.id },
  );
  const ourKeys = { companyId: ours.company.id };
  const list = await Promise.all([
    nobody,
    person(hub, 'owner', ours.ownerName, true),
    person(hub, 'member', 'plain.member', true),
    person(hub, 'manager elsewhere', 'bound.manager', true),
    person(hub, 'other owner', theirs.ownerName, false),
    device(hub, 'device', ours.secret, true),
    device(hub, 'other device', theirs.secret, false),
    program(hub, 'program', { ...ourKeys, actions: everyAction }, true),
    program(hub, 'program without rights', ourKeys, true),
    program(
      hub,
      'program elsewhere',
      { ...ourKeys, actions: everyAction, storeIds: [ours.company.otherStoreId] },
      true,
    ),
    program(hub, 'other program', { companyId: theirs.company.id, actions: everyAction }, false),
  ]);
  return {
    ours: { ...ours.company, memberId: member.id },
    theirs: theirs.company,
    callers: Object.fromEntries(list.map((each) => [each.name, each])),
  };
}

const nobody: Caller = { name: 'nobody', kind: 'nobody', isOurs: false, headers: {}, renew: async () => undefined };

interface Wanted {
  name: string;
  mark: string;
  withBooks?: boolean;
}

async function makeShop({ url, deps }: Hub, { name, mark, withBooks = false }: Wanted) {
  const { db } = deps;
  const ctx = hubCtx(db, () => deps.now());
  const company = await makeCompany(db, name);
  const store = await createStore(ctx, { companyId: company.id, code: 'STORE-001', name: `${mark} High Street` });
  const other = await createStore(ctx, { companyId: company.id, code: 'STORE-002', name: `${mark} Low Street` });
  const terminal = await createTerminal(ctx, { storeId: store.id, code: 'POS-001' });
  const { secret, baseUrl } = await issueTerminalSecret(ctx, terminal.id, url);
  const vault = createVault(deps.config.secrets.vault);
  const names = { userName: `admin${mark}`, firstName: mark, lastName: 'Admin' };
  const cashier = await createCashier(
    ctx,
    { companyId: company.id, ...names, password: 'till-password', isAdministrator: true },
    vault,
  );
  await assignCashier(ctx, { cashierId: cashier.id, storeId: store.id });
  const row = await db.reader.company.findUniqueOrThrow({ where: { id: company.id } });
  const goods = await makeProduct(ctx, company.id, mark);
  const codes = { office_code: company.officeCode, store_code: 'STORE-001', terminal_code: 'POS-001' };
  const till = { id: terminal.id, uuid: terminal.uuid, secret, url: baseUrl, codes };
  const place = { companyId: company.id, storeId: store.id, productId: goods.productId };
  const books = withBooks ? await keepBooks({ ctx, ...place, mark, till }) : null;
  return {
    ...{ secret, ownerName: company.ownerName },
    company: {
      ...{ id: company.id, uuid: row.uuid, slug: row.slug, storeId: store.id, storeUuid: store.uuid },
      ...{ otherStoreId: other.id, otherStoreUuid: other.uuid, terminalUuid: terminal.uuid },
      ...{ cashierId: cashier.id, ...goods, memberId: company.ownerId, books },
    },
  };
}

async function makeProduct(ctx: Ctx, companyId: number, mark: string) {
  const rate = { number: 1, name: 'Standard', rateBasisPoints: 2000 };
  const [vatRateId = ''] = (await putVatRates(ctx, { companyId, rows: [rate] })).ids;
  const drinks = { code: '1', name: 'Drinks', vatRateId };
  const [mainGroupId = ''] = (await putDepartments(ctx, { companyId, rows: [drinks] })).ids;
  const divisions = await putSubDepartments(ctx, { companyId, rows: [{ code: '101', name: 'Tea', mainGroupId }] });
  const [subGroupId = ''] = divisions.ids;
  const rows = [{ code: '1', name: `${mark} tea`, mainGroupId, subGroupId, purchasePriceE4: 10_000n }];
  const [productId = ''] = (await putProducts(ctx, { companyId, rows })).ids;
  return { productId, vatRateId, mainGroupId, subGroupId };
}

async function program(
  { deps }: Hub,
  name: string,
  key: Parameters<typeof programKey>[1],
  isOurs: boolean,
): Promise<Caller> {
  const { text } = await programKey(deps.db, key);
  return { name, kind: 'program', isOurs, headers: bearer(text), renew: async () => undefined };
}

/** By a token, which ends by itself. */
async function byToken(
  facts: Pick<Caller, 'name' | 'kind' | 'isOurs'>,
  ask: { url: string; body: object },
): Promise<Caller> {
  const caller = { ...facts, headers: {}, renew };
  async function renew(): Promise<void> {
    const answer = await fetch(ask.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ask.body),
    });
    const { access } = (await answer.json()) as { access?: string };
    if (access === undefined) throw new Error(`${facts.name} got no token: ${answer.status}`);
    caller.headers = bearer(access);
  }
  await renew();
  return caller;
}

function device({ url }: Hub, name: string, secret: string, isOurs: boolean): Promise<Caller> {
  const body = { api_key: secret, terminal_id: '' };
  return byToken({ name, kind: 'device', isOurs }, { url: `${url}/api/v1/auth/token/`, body });
}

function person({ url }: Hub, name: string, username: string, isOurs: boolean): Promise<Caller> {
  const body = { username, password: goodPassword };
  return byToken({ name, kind: 'person', isOurs }, { url: `${url}/api/v1/auth/sign-in`, body });
}
