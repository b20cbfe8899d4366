/** Every change of a company that a procedure can make, in an order in which each of them succeeds, and what it leaves on record. */

import { getProduct } from '../../../server/domain/catalog/index.ts';
import { goodPassword, hubCtx } from '../../support/people.ts';
import { halves } from '../../support/pictures.ts';
import type { Visitor } from '../../support/visitor.ts';
import { now, type World } from './world.ts';

/** Where the walk is. */
export interface Stage {
  world: World;
  /** Somebody else's browser, by the name that an entry's `by` gives it. */
  visitors: Map<string, Visitor>;
  /** What the change before has answered. */
  answered: unknown;
}

export interface Change {
  procedure: string;
  /** Who does it; otherwise the owner. */
  by?: string;
  /** What must be said in other words than the walk would draw. */
  says?: (stage: Stage) => object | Promise<object>;
  /** What each entry holds: before it, after it, or both; `neither`: the deed is all there is to say. */
  holds?: 'before' | 'after' | 'both' | 'neither';
  /** Done over again with nothing new: the record says that it was. */
  isSame?: true;
  /** In whose record it stands; otherwise the company's. */
  of?: 'company' | 'hub' | 'new company';
}

type Reader = World['server']['deps']['db']['reader'];
const reader = ({ world }: Stage): Reader => world.server.deps.db.reader;
const ofUs = ({ world }: Stage) => ({ companyId: world.ours.id });
const idOf = ({ world }: Stage, kind: string) => world.ours.ids[kind] ?? '';
/** The last row of a kind, and the version that a form would have shown. */
const latest = { orderBy: { createdAt: 'desc' } } as const;

const productSeen = async (stage: Stage) => {
  const { ours, server } = stage.world;
  const which = { companyId: ours.id, productId: idOf(stage, 'product') };
  return {
    seen: (
      await getProduct(
        hubCtx(server.deps.db, () => now),
        which,
      )
    ).seen,
  };
};
const newCashier = async (stage: Stage) => {
  const { id, version } = await reader(stage).cashier.findFirstOrThrow({
    where: { ...ofUs(stage), userName: 'walked' },
  });
  return { id, seen: version };
};
const warehouseSeen = async (stage: Stage) => {
  const { version } = await reader(stage).warehouse.findUniqueOrThrow({ where: { id: idOf(stage, 'warehouse') } });
  return { seen: version };
};
const newCustomer = async (stage: Stage) => {
  const { id, version } = await reader(stage).customer.findFirstOrThrow({
    where: { ...ofUs(stage), name: 'Walked in' },
  });
  return { id, seen: version };
};
const otherStore = async (stage: Stage) => {
  const { uuid, version } = await reader(stage).store.findUniqueOrThrow({
    where: { id: stage.world.ours.otherStoreId },
  });
  return { uuid, version, warehouseId: '' };
};
const waitingRequest = async (stage: Stage) => {
  const where = { ...ofUs(stage), status: 'pending' };
  return { requestId: (await reader(stage).companyJoinRequest.findFirstOrThrow({ where, ...latest })).id };
};
const invitationOf = (username: string) => async (stage: Stage) => {
  const user = await reader(stage).user.findUniqueOrThrow({ where: { usernameFolded: username } });
  return {
    id: (await reader(stage).companyInvitation.findFirstOrThrow({ where: { ...ofUs(stage), userId: user.id } })).id,
  };
};
const shownSecret = async (stage: Stage) => {
  const where = { id: stage.world.ours.terminalId };
  const { secretIssuedAt } = await reader(stage).terminal.findUniqueOrThrow({ where });
  return { graceHours: 0, replaces: secretIssuedAt };
};
const invitedBy = (to: string) => ({ by: 'username', to, isOwner: false, isAdministrator: false, roles: [] });

const company: readonly Change[] = [
  { procedure: 'companies.update', says: () => ({ details: { name: 'Alder & Sons', vatNumber: 'GB 123' } }) },
  { procedure: 'messages.setPrices', says: () => ({ notifiesPrices: true }) },
  {
    procedure: 'pictures.putLogo',
    says: async () => ({ bytes: new Uint8Array(await halves('png', { width: 64, height: 32 })) }),
  },
  { procedure: 'pictures.removeLogo' },
  {
    procedure: 'companies.setRoles',
    says: ({ world }) => ({ roles: [{ role: 'manager', storeId: world.ours.storeId }] }),
  },
  { procedure: 'companies.grantAdministrator' },
  { procedure: 'companies.revokeAdministrator' },
  { procedure: 'companies.removeMember', holds: 'before' },
  { procedure: 'companies.leave', by: 'plain.member', holds: 'before' },
  { procedure: 'joining.approve' },
  { procedure: 'joining.ask', by: 'no.company', says: ({ world }) => ({ slug: world.ours.slug }), holds: 'after' },
  { procedure: 'joining.reject', says: waitingRequest },
  { procedure: 'joining.ask', by: 'zebulon.owner', says: ({ world }) => ({ slug: world.ours.slug }), holds: 'after' },
  { procedure: 'joining.withdraw', by: 'zebulon.owner', says: waitingRequest },
  { procedure: 'joining.resend' },
  { procedure: 'joining.revoke' },
  { procedure: 'joining.invite', holds: 'after' },
  { procedure: 'joining.invite', says: () => invitedBy('no.company'), holds: 'after' },
  { procedure: 'joining.accept', by: 'no.company', says: invitationOf('no.company') },
  { procedure: 'joining.invite', says: () => invitedBy('staff.of.none'), holds: 'after' },
  { procedure: 'joining.decline', by: 'staff.of.none', says: invitationOf('staff.of.none') },
  { procedure: 'companies.giveOwnerTag', says: () => ({ username: 'the.administrator' }) },
  {
    procedure: 'deletion.start',
    says: async (stage) => ({
      name: (await reader(stage).company.findUniqueOrThrow({ where: { id: stage.world.ours.id } })).name,
      proof: goodPassword,
    }),
    holds: 'after',
  },
  { procedure: 'deletion.approve', by: 'the.administrator', says: () => ({ proof: goodPassword }) },
  { procedure: 'deletion.withdraw', by: 'the.administrator' },
  { procedure: 'deletion.cancel' },
  { procedure: 'companies.dropOwnerTag', by: 'the.administrator' },
  { procedure: 'companies.create', says: () => ({ name: 'Walked shop' }), of: 'new company', holds: 'after' },
  {
    procedure: 'groups.useCountry',
    says: async (stage) => {
      const { slug } = await reader(stage).company.findFirstOrThrow({ where: { name: 'Walked shop' } });
      return { company: slug, country: 'DE' };
    },
    of: 'new company',
  },
];

const catalogue: readonly Change[] = [
  { procedure: 'catalog.create', holds: 'after' },
  { procedure: 'catalog.change', says: async (stage) => ({ ...(await productSeen(stage)), code: 'WALK-8' }) },
  { procedure: 'catalog.setPrice', says: () => ({ priceE4: 12_500n, store: null }) },
  { procedure: 'catalog.remove', says: productSeen },
  { procedure: 'catalog.restore', says: productSeen },
  { procedure: 'groups.saveVatRate', says: () => ({ number: 77 }) },
  { procedure: 'groups.saveDepartment', says: () => ({ code: 77 }) },
  { procedure: 'groups.saveDivision' },
  {
    procedure: 'groups.saveVatRate',
    says: async (stage) => {
      const rate = await reader(stage).vatRate.findFirstOrThrow({ where: { ...ofUs(stage), name: 'Walked' } });
      return { id: rate.id, seen: rate.version, number: 77, name: 'Walked on' };
    },
  },
  {
    procedure: 'groups.move',
    says: async (stage) => {
      const rate = await reader(stage).vatRate.findFirstOrThrow({ where: { ...ofUs(stage), name: 'Walked on' } });
      return { kind: 'vat', id: rate.id, seen: rate.version };
    },
  },
  {
    procedure: 'imports.bring',
    says: () => ({
      fileName: 'walked.csv',
      bytes: new TextEncoder().encode('code;name\nWALK-9;Walked in\n'),
      numberForm: 'en',
    }),
    holds: 'after',
  },
  {
    procedure: 'imports.check',
    says: (stage) => ({ id: (stage.answered as { id: string }).id, hasHeader: true, storeId: null }),
  },
  {
    procedure: 'imports.run',
    says: async (stage) => {
      const where = { ...ofUs(stage), fileName: 'walked.csv' };
      return {
        id: (await until(() => reader(stage).productImport.findFirst({ where: { ...where, state: 'checked' } }))).id,
      };
    },
    holds: 'after',
  },
  { procedure: 'customers.save', says: () => ({ email: '', name: 'Walked in' }) },
  {
    procedure: 'customers.save',
    says: async (stage) => ({ ...(await newCustomer(stage)), email: '', name: 'Walked in', lastName: 'Again' }),
  },
  { procedure: 'customers.setActive', says: newCustomer },
  { procedure: 'customers.erase', says: newCustomer, holds: 'neither' },
];

const shop: readonly Change[] = [
  { procedure: 'stores.create', says: () => ({ warehouseId: '' }), holds: 'after' },
  { procedure: 'stores.update', says: otherStore },
  { procedure: 'stores.setCodeOnly', says: () => ({ networks: ['10.1.0.0/16'] }) },
  { procedure: 'stores.register', says: () => ({ code: 'POS-077' }), holds: 'after' },
  { procedure: 'stores.close', says: otherStore },
  { procedure: 'stores.reopen', says: otherStore },
  { procedure: 'cashiers.add', says: () => ({ number: 77, password: '447788' }), holds: 'after' },
  {
    procedure: 'cashiers.change',
    says: async (stage) => ({
      ...(await newCashier(stage)),
      places: [{ storeId: stage.world.ours.storeId, terminalIds: null }],
    }),
  },
  { procedure: 'cashiers.setActive', says: newCashier },
  { procedure: 'warehouses.save', says: () => ({ storeId: null }) },
  { procedure: 'warehouses.move', says: warehouseSeen },
  { procedure: 'messages.send', says: () => ({ terminal: '' }), holds: 'after' },
  { procedure: 'messages.withdraw', holds: 'before' },
  { procedure: 'closures.judge', isSame: true },
  { procedure: 'quarantine.process', isSame: true, holds: 'after' },
  { procedure: 'quarantine.dismiss', holds: 'after' },
  { procedure: 'quarantine.settle', holds: 'after' },
  { procedure: 'layouts.save', holds: 'after' },
  { procedure: 'layouts.useVersion' },
  { procedure: 'layouts.assign' },
  { procedure: 'layouts.chooseKeys', says: () => ({ codes: 'WALK-8' }) },
  { procedure: 'keys.create', says: () => ({ actions: ['catalog.see'] }), holds: 'after' },
  { procedure: 'keys.change' },
  { procedure: 'keys.rotate', holds: 'after' },
  { procedure: 'keys.revoke', holds: 'neither' },
  { procedure: 'tillKeys.revoke', holds: 'before' },
  { procedure: 'tillKeys.issue', says: () => ({ replaces: null }), holds: 'after' },
  { procedure: 'tills.update' },
  { procedure: 'tills.pair', says: () => ({ graceHours: 0, replaces: null }) },
  { procedure: 'home.hideChecklist' },
  {
    procedure: 'tills.move',
    says: async (stage) => ({ ...(await shownSecret(stage)), storeId: stage.world.ours.otherStoreId }),
  },
  { procedure: 'tills.revoke', says: () => ({ graceHours: 0 }) },
  {
    procedure: 'pairing.approve',
    says: async (stage) => ({ code: await waitingDevice(stage), as: asNew(stage) }),
    holds: 'after',
  },
  {
    procedure: 'pairing.deny',
    says: async (stage) => ({ code: await waitingDevice(stage) }),
    of: 'hub',
    holds: 'after',
  },
  { procedure: 'tills.retire' },
];

/** In the order in which they are made. */
export const companyChanges: readonly Change[] = [...catalogue, ...shop, ...company];

const asNew = (stage: Stage) => ({ store: idOf(stage, 'store'), code: 'POS-088', name: 'Walked in' });

export async function waitingDevice({ world }: Stage): Promise<string> {
  const response = await fetch(`${world.server.url}/api/v1/pairing`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ device_name: 'Walked', software: 'PyPOS' }),
  });
  return ((await response.json()) as { user_code: string }).user_code;
}

/** Looks again until there is something: the hub works on it in the background. */
export async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < 400; tries += 1) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the hub has not done in ten seconds what it does in the background');
}
