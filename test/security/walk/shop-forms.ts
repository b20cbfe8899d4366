/** Every change of a shop that a form of the portal can make, in an order in which each of them succeeds. */
import { type Stage, until, waitingDevice } from './changes.ts';
import { type FormChange, form, ofUs, reader, saying } from './form.ts';

const newVat = async (stage: Stage) => {
  const { id } = await reader(stage).vatRate.findFirstOrThrow({ where: { ...ofUs(stage), number: 77 } });
  return { vat: id };
};
const newDepartment = async (stage: Stage) => {
  const { id } = await reader(stage).departmentMainGroup.findFirstOrThrow({ where: { ...ofUs(stage), code: '77' } });
  return { department: id };
};
const newDivision = async (stage: Stage) => {
  const { id } = await reader(stage).departmentSubGroup.findFirstOrThrow({ where: { ...ofUs(stage), code: '777' } });
  return { division: id };
};
const newCashier = async (stage: Stage) => {
  const { id } = await reader(stage).cashier.findFirstOrThrow({ where: { ...ofUs(stage), userName: 'walked' } });
  return { cashier: id };
};
const newCustomer = async (stage: Stage) => {
  const { id } = await reader(stage).customer.findFirstOrThrow({ where: { ...ofUs(stage), name: 'Walked in' } });
  return { customer: id };
};
const newImport = async (stage: Stage) => {
  const where = { ...ofUs(stage), createdByName: 'alder.owner' };
  return { import: (await reader(stage).productImport.findFirstOrThrow({ where })).id };
};
const checkedImport = async (stage: Stage) => {
  const { import: id } = await newImport(stage);
  await until(() => reader(stage).productImport.findFirst({ where: { id, state: 'checked' } }));
  return { import: id };
};
const otherStore = async (stage: Stage) => {
  const { uuid } = await reader(stage).store.findUniqueOrThrow({ where: { id: stage.world.ours.otherStoreId } });
  return { store: uuid };
};

const catalogue: readonly FormChange[] = [
  form('/catalog/:slug/new/', 'catalog.create product.create', {
    says: ({ world }) => ({ code: 'WALK-8', name: 'Walked in', divisionId: world.ours.ids['division'] ?? '' }),
  }),
  form('/catalog/:slug/products/:id/', 'catalog.change product.update', { says: saying({ name: 'Walked on' }) }),
  form('/catalog/:slug/', 'catalog.setPrice product.price', { says: saying({ price: '1.25' }) }),
  form('/catalog/:slug/products/:id/delete/', 'catalog.remove product.delete'),
  form('/catalog/:slug/products/:id/delete/', 'catalog.restore product.restore', { says: saying({ way: 'restore' }) }),
  form('/catalog/:slug/vat/new/', 'groups.saveVatRate vat_rate.put', {
    says: saying({ name: 'Walked', number: '77', rateBasisPoints: '7' }),
  }),
  form('/catalog/:slug/vat/:id/', 'groups.saveVatRate vat_rate.put', {
    at: newVat,
    says: saying({ name: 'Walked on' }),
  }),
  form('/catalog/:slug/vat/:id/delete/', 'groups.move vat_rate.put', { at: newVat }),
  form('/catalog/:slug/departments/new/', 'groups.saveDepartment department.put', {
    says: saying({ name: 'Walked', code: '77' }),
  }),
  form('/catalog/:slug/divisions/new/', 'groups.saveDivision sub_department.put', {
    says: async (stage) => ({ name: 'Walked', code: '777', departmentId: (await newDepartment(stage)).department }),
  }),
  form('/catalog/:slug/departments/:id/', 'groups.saveDepartment department.put', {
    at: newDepartment,
    says: saying({ name: 'Walked on' }),
  }),
  form('/catalog/:slug/divisions/:id/', 'groups.saveDivision sub_department.put', {
    at: newDivision,
    says: saying({ name: 'Walked on' }),
  }),
  form('/catalog/:slug/divisions/:id/delete/', 'groups.move sub_department.put', { at: newDivision }),
  form('/catalog/:slug/departments/:id/delete/', 'groups.move department.put', { at: newDepartment }),
  form('/catalog/:slug/import/', 'imports.bring product-import.bring', {
    says: saying({ text: 'code;name\nWALK-9;Walked in\n' }),
  }),
  form('/catalog/:slug/import/:id/', 'imports.check product-import.check', {
    at: newImport,
    says: saying({ way: 'check' }),
  }),
  form('/catalog/:slug/import/:id/', 'imports.run product-import.run', {
    at: checkedImport,
    says: saying({ way: 'run' }),
  }),
  form('/customers/:slug/new/', 'customers.save customer.put', { says: saying({ name: 'Walked in' }) }),
  form('/customers/:slug/:id/', 'customers.save customer.put', {
    at: newCustomer,
    says: saying({ lastName: 'Again' }),
  }),
  form('/customers/:slug/:id/active/', 'customers.setActive customer.put', { at: newCustomer }),
  form('/customers/:slug/:id/erase/', 'customers.erase customer.erase', { at: newCustomer }),
];

const stores: readonly FormChange[] = [
  form('/stores/:slug/create/', 'stores.create store.create', { says: saying({ code: 'WALK-S', name: 'Walked' }) }),
  form('/stores/:slug/:uuid/edit/', 'stores.update store.update', {
    at: otherStore,
    says: saying({ name: 'Walked on' }),
  }),
  form('/stores/:slug/:uuid/code-only/', 'stores.setCodeOnly store.code-only-access', {
    says: saying({ networks: '10.1.0.0/16', understood: 'yes' }),
  }),
  form('/stores/:slug/:uuid/register/', 'stores.register terminal.create', { says: saying({ code: 'POS-077' }) }),
  form('/stores/:slug/:uuid/close/', 'stores.close store.close', { at: otherStore, says: saying({ step: 'close' }) }),
  form('/stores/:slug/:uuid/close/', 'stores.reopen store.reopen', {
    at: otherStore,
    says: saying({ step: 'reopen' }),
  }),
  form('/cashiers/:slug/new/', 'cashiers.add cashier.create', {
    says: ({ world }) => ({
      number: '77',
      firstName: 'Walked',
      lastName: 'In',
      userName: 'walked',
      password: '447788',
      [`store.${world.ours.storeId}`]: 'all',
    }),
  }),
  form('/cashiers/:slug/:id/', 'cashiers.change cashier.update', { at: newCashier, says: saying({ lastName: 'On' }) }),
  form('/cashiers/:slug/:id/deactivate/', 'cashiers.setActive cashier.deactivate', { at: newCashier }),
  form('/warehouses/:slug/new/', 'warehouses.save warehouse.put', { says: saying({ code: 'WALK-W', name: 'Walked' }) }),
  form('/warehouses/:slug/:id/', 'warehouses.save warehouse.put', { says: saying({ name: 'Walked on' }) }),
  form('/warehouses/:slug/:id/delete/', 'warehouses.move warehouse.put'),
  form('/messages/:slug/', 'messages.send notification.send', { says: saying({ do: 'send', title: 'Walked' }) }),
  form('/messages/:slug/', 'messages.setPrices company.update', {
    says: saying({ do: 'prices', notifiesPrices: 'yes' }),
  }),
  form('/messages/:slug/:id/', 'messages.withdraw notification.withdraw'),
  form('/closures/:slug/:uuid/', 'closures.judge closure.judge'),
  form('/quarantine/:slug/items/:id/', 'quarantine.process quarantine.reprocess', { says: saying({ do: 'process' }) }),
  form('/quarantine/:slug/items/:id/', 'quarantine.dismiss quarantine.dismiss', { says: saying({ note: 'walked' }) }),
  form('/quarantine/:slug/conflicts/:id/', 'quarantine.settle conflict.settle', { says: saying({ note: 'walked' }) }),
];

const tills: readonly FormChange[] = [
  form('/layouts/:slug/:id/edit/', 'layouts.save layout.change', {
    says: saying({
      content: '{"forms":[{"name":"SALE","form_no":1,"is_startup":true,"caption":"Walked"}],"controls":[]}',
    }),
  }),
  form('/layouts/:slug/:id/', 'layouts.useVersion layout.use-version', { says: saying({ number: '1' }) }),
  form('/layouts/:slug/', 'layouts.assign layout.assign', {
    says: ({ world }) => ({ target: `store:${world.ours.storeId}`, layout: world.ours.ids['layout'] ?? '' }),
  }),
  form('/layouts/:slug/keys/:store/', 'layouts.chooseKeys store.key-products', { says: saying({ codes: 'WALK-8' }) }),
  form('/keys/:slug/new/', 'keys.create key.create', { says: saying({ name: 'Walked', 'may-catalog.see': 'yes' }) }),
  form('/keys/:slug/:id/', 'keys.change key.update', { says: saying({ name: 'Walked on' }) }),
  form('/keys/:slug/:id/rotate/', 'keys.rotate key.rotate'),
  form('/keys/:slug/:id/revoke/', 'keys.revoke key.revoke'),
  form('/tills/:slug/:uuid/key/:key/revoke/', 'tillKeys.revoke terminal.revoke-key'),
  form('/tills/:slug/:uuid/key/', 'tillKeys.issue terminal.issue-key'),
  form('/tills/:slug/:uuid/edit/', 'tills.update terminal.update', { says: saying({ name: 'Walked on' }) }),
  form('/tills/:slug/:uuid/pair/', 'tills.pair terminal.issue-secret', { says: saying({ grace: '0' }) }),
  form('/home/:slug/checklist/', 'home.hideChecklist company.hide-checklist', { on: 'nowhere' }),
  form('/tills/:slug/:uuid/move/', 'tills.move terminal.move', {
    says: ({ world }) => ({ store: String(world.ours.otherStoreId), code: 'POS-099', grace: '0' }),
  }),
  form('/tills/:slug/:uuid/revoke/', 'tills.revoke terminal.revoke', { says: saying({ grace: '0' }) }),
  form('/pair/', 'pairing.approve terminal.pair-device', {
    on: 'nowhere',
    says: async (stage) => ({
      code: await waitingDevice(stage),
      as: `store:${stage.world.ours.ids['store']}`,
      newCode: 'POS-088',
      newName: 'Walked in',
    }),
  }),
  form('/pair/', 'pairing.deny pairing.deny', {
    on: 'nowhere',
    says: async (stage) => ({ code: await waitingDevice(stage), do: 'deny' }),
  }),
  form('/tills/:slug/:uuid/retire/', 'tills.retire terminal.retire', {
    says: async (stage) => ({
      code: (await reader(stage).terminal.findUniqueOrThrow({ where: { id: stage.world.ours.terminalId } })).code,
    }),
  }),
];

export const shopForms: readonly FormChange[] = [...catalogue, ...stores, ...tills];
