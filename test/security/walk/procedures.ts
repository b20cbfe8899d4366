/** Every procedure with the right that it takes; one without a row fails the walk. */
import type { Rule } from './rules.ts';

const of = (rule: Rule, names: string): [string, Rule][] => names.split(/\s+/).map((name) => [name, rule]);
const hidden = (action: 'document.see' | 'closure.see') => ({ action, refusal: 'hidden' }) as const;

export const procedureRules: ReadonlyMap<string, Rule> = new Map([
  ...of(
    'everyone',
    `account.signIn account.isAskedForCode account.completeSignIn account.signOut account.register account.askPasswordReset
     account.passwordReset account.resetPassword account.confirmation account.confirmAddress account.setUpLink account.setUp
     account.external.offer account.external.begin account.external.finish account.external.pending
     joining.invitation joining.accept joining.decline`,
  ),
  ...of(
    'person',
    `account.external.link account.external.identities account.external.unlink account.own.profile account.own.updateProfile account.own.address account.own.changeAddress account.own.resendConfirmation
     account.own.changePassword account.own.twoFactor account.own.startTwoFactor account.own.confirmTwoFactor
     account.own.stopTwoFactor account.own.replaceRecoveryCodes account.own.sessions account.own.endSession
     account.own.endOtherSessions account.own.signOutEverywhere account.own.stopActing account.own.end account.own.delete closures.companies
     companies.list companies.create dashboard.today joining.ask joining.withdraw pictures.avatar pictures.putAvatar
     pictures.removeAvatar pairing.find pairing.approve pairing.deny reports.list reports.run stores.companies`,
  ),
  ...of('company.see', 'companies.get companies.people companies.member companies.leave home.get pictures.get'),
  ...of(
    'company.edit',
    'companies.update messages.setPrices home.hideChecklist pictures.logo pictures.putLogo pictures.removeLogo',
  ),
  ...of(
    'member.manage',
    `companies.roleStores companies.setRoles companies.grantAdministrator companies.revokeAdministrator companies.removeMember
     joining.history joining.approve joining.reject joining.invite joining.resend joining.revoke`,
  ),
  ...of('owner.grant', 'companies.giveOwnerTag companies.dropOwnerTag'),
  ...of('company.delete', 'deletion.get deletion.start deletion.approve deletion.withdraw deletion.cancel'),
  ...of('company.export', 'deletion.contents deletion.export'),
  ...of('catalog.see', 'catalog.list catalog.get catalog.uses catalog.groups imports.products'),
  ...of(
    'catalog.write',
    `catalog.blank catalog.create catalog.change catalog.remove catalog.restore groups.saveVatRate groups.saveDepartment
     groups.saveDivision groups.move groups.useCountry imports.list imports.bring imports.get imports.check imports.run
     imports.faults`,
  ),
  ...of('key.manage', 'keys.list keys.get keys.blank keys.create keys.change keys.rotate keys.revoke'),
  ...of('price.write', 'catalog.setPrice'),
  ...of('cashier.see', 'cashiers.list'),
  ...of('cashier.manage', 'cashiers.blank cashiers.get cashiers.add cashiers.change cashiers.setActive'),
  ...of('stock.see', 'warehouses.list'),
  ...of('stock.write', 'warehouses.save warehouses.move'),
  ...of('customer.see', 'customers.list customers.get customers.uses'),
  ...of('customer.write', 'customers.blank customers.save customers.setActive customers.erase customers.export'),
  ...of(hidden('closure.see'), 'closures.list closures.open closures.get'),
  ...of('closure.judge', 'closures.judge'),
  ...of('store.see', 'layouts.list layouts.get layouts.content layouts.keys'),
  ...of('layout.manage', 'layouts.save layouts.useVersion layouts.assign'),
  ...of(
    'store.manage',
    'layouts.chooseKeys stores.profile stores.check stores.update stores.closing stores.close stores.reopen stores.setCodeOnly',
  ),
  ...of(hidden('document.see'), 'receipts.list receipts.get'),
  ...of(
    'terminal.see',
    'stores.list stores.get tills.get tills.targets tillKeys.list messages.list messages.get sync.list',
  ),
  ...of('notification.send', 'messages.send messages.withdraw'),
  ...of('quarantine.see', 'quarantine.list quarantine.item quarantine.conflict'),
  ...of('quarantine.resolve', 'quarantine.process quarantine.dismiss quarantine.settle'),
  ...of('store.create', 'stores.blank stores.create'),
  ...of(
    'terminal.manage',
    'stores.register tills.update tills.pair tills.revoke tills.retire tills.move tillKeys.issue tillKeys.revoke',
  ),
]);
