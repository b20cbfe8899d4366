/** Two shops that have one of everything, and a person for every right that exists towards the first of them. */

import { deflateRawSync } from 'node:zlib';
import { newId } from '../../../server/core/ids.ts';
import { createVault } from '../../../server/core/vault.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { putProducts } from '../../../server/domain/catalog/index.ts';
import { askToJoin } from '../../../server/domain/companies/index.ts';
import { saveLayout } from '../../../server/domain/layouts/index.ts';
import { sendNotification } from '../../../server/domain/notifications/index.ts';
import { openCompany } from '../../../server/domain/provisioning/index.ts';
import { judgeDue } from '../../../server/domain/reconciliation/index.ts';
import { addMember, grantRole, memberRoles } from '../../../server/domain/tenancy/index.ts';
import { cleanDays, pushDay } from '../../domain/reconciliation/history.ts';
import { openStore } from '../../portal/shops.ts';
import { goodPassword, hubCtx, makeMember, makeStaff, makeUser, signedIn } from '../../support/people.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { Visitor } from '../../support/visitor.ts';

export const now = new Date('2026-12-20T10:00:00Z');

/** Whatever the second shop calls its own holds this word; nobody of the first may ever read it. */
export const marker = 'Zebulon';

export interface Shop {
  id: number;
  slug: string;
  name: string;
  storeId: number;
  otherStoreId: number;
  terminalId: number;
  /** What can stand in a path, by kind. */
  ids: Readonly<Record<string, string>>;
}

async function openShop(server: TestServer, name: string): Promise<Shop> {
  const { db, config } = server.deps;
  const hub = hubCtx(db, () => now);
  const word = name.toLowerCase();
  const owner = await makeUser(db, `${word}.owner`);
  const company = await openCompany(hub, { name, ownerUserId: owner.id }, createVault(config.secrets.vault));
  const companyId = company.id;
  await addMember(hub, { companyId, userId: (await makeUser(db, `${word}.second`)).id, isOwner: true });
  const member = await makeMember(db, companyId, `${word}.subject`);
  const [s1, s2] = [await openStore(db, company, `${name}-S1`), await openStore(db, company, `${name}-S2`)];
  const [day] = cleanDays(word, 12);
  if (day === undefined) throw new Error('There is no day to push');
  await pushDay(db, s1, day);
  await judgeDue(hub);
  await makeUser(db, `${word}.asks`);
  await askToJoin(await signedIn(db, `${word}.asks`, () => now), { slug: company.slug, message: `${name} please` });
  const reader = db.reader;
  const division = await reader.departmentSubGroup.findFirstOrThrow({ where: { companyId } });
  const put = {
    code: `${name}-P1`,
    name: `${name} bread`,
    mainGroupId: division.mainGroupId ?? '',
    subGroupId: division.id,
  };
  const product = await putProducts(hub, { companyId, rows: [put] });
  const forms = [{ id: newId(), name: 'SALE', form_no: 1, is_startup: true }];
  const layout = await saveLayout(hub, { companyId, name: `${name} screens`, forms, controls: [] });
  const pictureId = newId();
  const invitation = newId();
  const productImport = newId();
  const key = newId();
  const tillKey = newId();
  const [unit, warehouse] = [newId(), newId()];
  await inTransaction(db, async (tx) => {
    const picture = {
      id: pictureId,
      companyId,
      mediaType: 'image/png',
      width: 1,
      height: 1,
      bytes: Buffer.from(marker),
    };
    await tx.picture.create({ data: picture });
    await tx.company.update({ where: { id: companyId }, data: { logoId: pictureId } });
    const keyText = { prefix: `gpk_${word}`, keyHash: `hash of ${word}` };
    await tx.apiKey.create({ data: { id: key, companyId, kind: 'program', name, ...keyText, createdAt: now } });
    const ofTill = { prefix: `gtk_${word}`, keyHash: `hash of the till of ${word}`, terminalId: s1.terminalId };
    await tx.apiKey.create({ data: { id: tillKey, companyId, kind: 'terminal', name, ...ofTill, createdAt: now } });
    await tx.productUnit.create({ data: { id: unit, companyId, code: 'PIECE', name } });
    const room = { companyId, storeId: s1.storeId, code: 'BACK', name, warehouseType: 'BACKROOM' };
    await tx.warehouse.create({ data: { id: warehouse, ...room } });
    await tx.productImport.create({
      data: {
        id: productImport,
        companyId,
        createdByName: name,
        source: deflateRawSync('code;name\n1;One\n'),
        encoding: 'utf-8',
        separator: ';',
        columnNames: '["code","name"]',
        createdAt: now,
      },
    });
    const email = `${word}@example.test`;
    const expiresAt = new Date(now.getTime() + 86_400_000);
    const open = {
      companyId,
      email,
      emailKey: email,
      tokenHash: newId(),
      pendingKey: `${companyId}:${email}`,
      expiresAt,
    };
    await tx.companyInvitation.create({ data: { id: invitation, ...open, createdAt: now } });
  });
  const stain = {
    ...{
      companyId,
      terminalId: s1.terminalId,
      kind: 'transaction',
      codec: 1,
      body: deflateRawSync(`{"head":"${name}"}`),
    },
    ...{ bodyHash: name, documentUuid: newId(), firstReceivedAt: now, lastReceivedAt: now },
  };
  const message = await sendNotification(hub, {
    companyId,
    storeId: s1.storeId,
    type: 'system_alert',
    title: name,
  });
  const reason = `head: "${name}" is not an object`;
  const [refused, differing] = await inTransaction(db, async (tx) => [
    await tx.quarantinedItem.create({ data: { ...stain, reasonCode: 'not_an_object', reason } }),
    await tx.conflict.create({ data: { ...stain, differences: `[{"path":"head","stored":"${name}","received":1}]` } }),
  ]);
  const [store, till] = [s1.storeId, s1.terminalId];
  const first = { where: { companyId } };
  const [request, vat, cashier, customer, receipt, closure] = await Promise.all([
    reader.companyJoinRequest.findFirstOrThrow(first),
    reader.vatRate.findFirstOrThrow(first),
    reader.cashier.findFirstOrThrow(first),
    reader.customer.findFirstOrThrow(first),
    reader.transaction.findFirstOrThrow(first),
    reader.closure.findFirstOrThrow(first),
  ]);
  return {
    id: companyId,
    slug: company.slug,
    name,
    storeId: s1.storeId,
    otherStoreId: s2.storeId,
    terminalId: till,
    ids: {
      slug: company.slug,
      store: (await reader.store.findUniqueOrThrow({ where: { id: store } })).uuid,
      storeCode: `${name}-S1`,
      till: (await reader.terminal.findUniqueOrThrow({ where: { id: till } })).uuid,
      receipt: receipt.uuid,
      closure: closure.uuid,
      layout: layout.layoutId,
      product: product.ids[0] ?? '',
      vat: vat.id,
      unit,
      warehouse,
      department: division.mainGroupId ?? '',
      division: division.id,
      cashier: cashier.id,
      customer: customer.id,
      user: member.id,
      request: request.id,
      invitation,
      picture: pictureId,
      import: productImport,
      message: message.id,
      key,
      tillKey,
      quarantined: String(refused.id),
      conflict: String(differing.id),
      token: 'x'.repeat(43),
    },
  };
}

/** What somebody is towards the first shop. `storeIds` null: in every store. */
export interface Standing {
  name: string;
  /** Company roles held in the first shop, as the permission table names them. */
  roles: readonly { role: string; storeIds: readonly number[] | null }[];
  /** Of the hub's staff, where this shop is among the companies that they see. */
  staff: string | null;
  isMember: boolean;
}

export interface Actor extends Standing {
  visitor: Visitor;
}

/** Everybody there can be, but who is signed out. */
export const actorNames: readonly string[] = [
  'no.company',
  'plain.member',
  ...memberRoles.flatMap((role) => [`${role}.everywhere`, `${role}.elsewhere`]),
  'the.administrator',
  'zebulon.owner',
  'staff.of.theirs',
  'staff.of.none',
  'staff.of.ours',
  'staff.support',
  'alder.owner',
];

export interface World extends AsyncDisposable {
  server: TestServer;
  ours: Shop;
  theirs: Shop;
  actors: readonly Actor[];
  stranger: Visitor;
  actor(name: string): Actor;
}

export async function makeWorld(): Promise<World> {
  const server = await startTestServer({ now: () => now, env: { LOG_LEVEL: 'error' } });
  const ours = await openShop(server, 'Alder');
  const theirs = await openShop(server, marker);
  const standings = await makePeople(server, ours, theirs);
  const actors: Actor[] = [];
  for (const standing of standings) {
    const visitor = new Visitor(server.url);
    const { status } = await visitor.signIn(standing.name, goodPassword);
    if (status !== 302) throw new Error(`${standing.name} could not sign in: ${status}`);
    actors.push({ ...standing, visitor });
  }
  return {
    server,
    ours,
    theirs,
    actors,
    stranger: new Visitor(server.url),
    actor(name) {
      const found = actors.find((each) => each.name === name);
      if (found === undefined) throw new Error(`nobody is called ${name}`);
      return found;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function makePeople(server: TestServer, ours: Shop, theirs: Shop): Promise<Standing[]> {
  const { db } = server.deps;
  const hub = hubCtx(db, () => now);
  const companyId = ours.id;
  const nobody = { roles: [], staff: null, isMember: false };
  const people: Standing[] = [];
  await makeUser(db, 'no.company');
  people.push({ ...nobody, name: 'no.company' });
  await makeMember(db, companyId, 'plain.member');
  people.push({ ...nobody, name: 'plain.member', isMember: true });
  for (const role of memberRoles) {
    for (const [where, storeId] of [
      ['everywhere', null],
      ['elsewhere', ours.otherStoreId],
    ] as const) {
      const name = `${role}.${where}`;
      const { id: userId } = await makeMember(db, companyId, name);
      await grantRole(hub, { companyId, userId, role, storeId });
      people.push({
        ...nobody,
        name,
        isMember: true,
        roles: [{ role, storeIds: storeId === null ? null : [storeId] }],
      });
    }
  }
  const { id: userId } = await makeUser(db, 'the.administrator');
  await addMember(hub, { companyId, userId, isAdministrator: true });
  const whole = (role: string) => ({ role, storeIds: null });
  people.push({ ...nobody, name: 'the.administrator', isMember: true, roles: [whole('administrator')] });
  people.push({ ...nobody, name: 'zebulon.owner' });
  await makeStaff(db, 'staff.of.theirs', { role: 'superuser', companyIds: [theirs.id] });
  people.push({ ...nobody, name: 'staff.of.theirs' });
  await makeStaff(db, 'staff.of.none', { role: 'superuser', companyIds: [] });
  people.push({ ...nobody, name: 'staff.of.none' });
  await makeStaff(db, 'staff.of.ours', { role: 'operator', companyIds: [ours.id] });
  people.push({ ...nobody, name: 'staff.of.ours', staff: 'operator' });
  await makeStaff(db, 'staff.support', { role: 'support' });
  people.push({ ...nobody, name: 'staff.support', staff: 'support' });
  people.push({ ...nobody, name: 'alder.owner', isMember: true, roles: [whole('owner'), whole('administrator')] });
  return people;
}
