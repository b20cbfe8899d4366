/** Cashiers, people with accounts, and what companies ask of them. */

import { DomainError } from '../../core/errors.ts';
import { openAccount, updatePersonIn } from '../accounts/index.ts';
import { invite, listMembersById, setRoles } from '../companies/index.ts';
import { addCashier, assignCashier, updateCashierIn } from '../stores/index.ts';
import { authorize, can, foldUsername, memberRoles } from '../tenancy/index.ts';
import { ofEntity } from './entity-operations.ts';
import { allowing, as, fixed, free, needed, renaming, saidOf, text, texts, tillVaultOf } from './entity-rules.ts';
import type { ColumnRule, RowOperations } from './operations.ts';

const flag: ColumnRule = { isRequired: false, values: ['', 'yes'] };
const isYes = (value: unknown) => value === 'yes';

const cashierRules = {
  number: { isRequired: true },
  userName: needed(50),
  firstName: needed(50),
  lastName: text(50),
  identityNumber: text(24),
  description: text(100),
  isAdministrator: free,
  isManager: free,
};
const { identityNumber: _, ...cashierMaking } = cashierRules;

const personRules = {
  displayName: text(150),
  firstName: text(150),
  lastName: text(150),
  language: { isRequired: false, values: ['', 'en', 'tr', 'de'] },
  timeZone: text(60),
  theme: { isRequired: false, values: ['', 'light', 'dark'] },
  notifyByMail: free,
};

const refused = (path: string, message: string) => new DomainError('invalid_input', { errors: [{ path, message }] });

export const people: readonly RowOperations[] = [
  ofEntity({
    model: 'Cashier',
    subject: 'cashier',
    key: ['number'],
    rules: cashierRules,
    making: {
      ...cashierMaking,
      // Nothing said: the next free one.
      number: free,
      password: needed(20),
      storeId: { isRequired: false, reference: 'Store' },
    },
    isAllowed: allowing('cashier.manage'),
    update: (at, { row, values, seen }) =>
      updateCashierIn(at, as({ ...texts(values), cashierId: String(row['id']), seen })),
    async open(ctx, { companyId, values }) {
      const { storeId, number, isAdministrator = false, isManager = false, ...said } = values;
      const cashier = { ...{ lastName: '', description: '' }, ...texts(said), companyId, isAdministrator, isManager };
      const places = storeId ? [{ storeId: Number(storeId), terminalIds: null }] : [];
      return addCashier(ctx, as({ ...cashier, ...saidOf({ number }), places }), tillVaultOf(ctx));
    },
  }),
  ofEntity({
    model: 'CashierStore',
    subject: 'cashier',
    key: ['cashierId', 'storeId'],
    rules: { cashierId: fixed({ isRequired: true }), storeId: fixed({ isRequired: true }) },
    isAllowed: allowing('cashier.manage'),
    async open(ctx, { values }) {
      const { cashierId, storeId } = values;
      await assignCashier(ctx, { cashierId: String(cashierId ?? ''), storeId: Number(storeId) });
      const key = { cashierId: String(cashierId), storeId: Number(storeId) };
      return ctx.db.reader.cashierStore.findUniqueOrThrow({ where: { cashierId_storeId: key }, select: { id: true } });
    },
  }),
  ofEntity({
    model: 'User',
    subject: 'user',
    key: ['username'],
    rules: personRules,
    making: {
      username: needed(150),
      email: needed(254),
      firstName: personRules.firstName,
      lastName: personRules.lastName,
      language: personRules.language,
    },
    // Whose account it may be, the operation says.
    isAllowed: (ctx) => ctx.actor.kind === 'user' && ctx.actor.staffRole !== null && can(ctx, 'member.manage'),
    mayCreate: (ctx) => ctx.actor.kind === 'user' && ctx.actor.staffCompanyIds === null && can(ctx, 'person.manage'),
    update: (at, { row, values, seen }) =>
      updatePersonIn(at, as({ ...texts(values), userId: String(row['id']), seen })),
    open: (ctx, { values }) => openAccount(ctx, as(texts(values))),
  }),
  ofEntity({
    model: 'CompanyInvitation',
    subject: 'invitation',
    key: [],
    rules: {},
    making: { email: text(254), invitedName: text(150), administrator: flag, message: text(500) },
    isAllowed: allowing('member.manage'),
    open: (ctx, { companyId, values }) => {
      const { email, invitedName, administrator, message } = texts(values);
      const to = email === '' ? { by: 'username', to: invitedName } : { by: 'email', to: email };
      const offer = { ...to, companyId, isAdministrator: isYes(administrator), message };
      return renaming({ to: email === '' ? 'invitedName' : 'email' }, () => invite(ctx, as(offer)));
    },
  }),
  ofEntity({
    model: 'MembershipRole',
    subject: 'user',
    key: [],
    rules: {},
    making: {
      member: needed(150),
      role: { isRequired: true, values: memberRoles, initial: memberRoles[0] },
      // Nothing said: every store.
      storeId: { isRequired: false, reference: 'Store' },
    },
    isAllowed: allowing('member.manage'),
    async open(ctx, { companyId, values }) {
      authorize(ctx, 'member.manage', { companyId });
      const user = { usernameFolded: foldUsername(String(values['member'] ?? '')) };
      const found = await ctx.db.reader.companyMembership.findFirst({
        where: { companyId, user },
        select: { id: true },
      });
      const membershipId = found?.id ?? '';
      const [member] = await listMembersById(ctx, companyId, [membershipId]);
      if (!member) throw refused('member', 'Nobody of this name is a member of this company.');
      const role = { role: String(values['role']), storeId: values['storeId'] ? Number(values['storeId']) : null };
      const held = member.roles.map((each) => ({ role: each.role, storeId: each.storeId }));
      const wanted = { companyId, userId: member.user.id, roles: [...held, role] };
      await renaming({ roles: 'storeId' }, () => setRoles(ctx, as(wanted)));
      const where = { membershipId, ...role };
      const made = await ctx.db.reader.membershipRole.findFirst({ where, select: { id: true } });
      if (!made) throw refused('storeId', 'They hold this role for every store already.');
      return made;
    },
  }),
];
