/** Who meets what, by operation. */
import type { Company } from './everybody.ts';
import type { Input } from './walk.ts';

/** The places of a row, in this order. */
export const whoWalks = [
  'nobody',
  'owner',
  'member',
  'manager elsewhere',
  'other owner',
  'device',
  'other device',
  'program',
  'program without rights',
  'program elsewhere',
  'other program',
] as const;

/** `+` let in, `1` not known (401), `3` may not (403), `4` is told that it does not exist (404). */
export const verdicts: Readonly<Record<string, string>> = {
  whoAmI: '1++++++++++',
  getDeviceToken: '11111111111',
  renewDeviceKey: '11111111111',
  startPairing: '+++++++++++',
  fetchPairedKey: '44444444444',
  getKeySet: '+++++++++++',
  signIn: '11111111111',
  refreshTokens: '11111111111',
  signOut: '1++++333333',
  listSessions: '1++++333333',
  endSession: '14444333333',
  push: '13333++3333',
  pushTransaction: '13333++3333',
  pushClosure: '13333++3333',
  pushMovement: '13333++3333',
  pushErpSync: '13333++3333',
  pushProduct: '13333++3333',
  calculateCampaigns: '13333++3333',
  requestPayment: '13333++3333',
  pushEvent: '13333++3333',
  pull: '1+444+++444',
  snapshot: '1+444+++444',
  checksums: '1+444+++444',
  getSequences: '13333++3333',
  productUpdates: '1+444+++444',
  prices: '1+444+++444',
  taxes: '1+444+++444',
  activeCampaigns: '1+444+++444',
  listNotifications: '13333++3333',
  streamNotifications: '13333++3333',
  markNotificationRead: '13333443333',
  markNotificationFailed: '13333443333',
  sendNotification: '1+33433+334',
  listMessages: '1+3+433+3+4',
  withdrawNotification: '14444334444',
  listCompanies: '1++++33++++',
  createCompany: '1++++333333',
  getCompany: '1+++433+++4',
  changeCompany: '1+33433+3+4',
  listStores: '1+3+433+3+4',
  createStore: '1+33433+3+4',
  getStore: '1+34433+344',
  changeStore: '1+34433+344',
  listTerminals: '1+3+433+3+4',
  createTerminal: '1+3+433+3+4',
  getTerminal: '1+34433+344',
  changeTerminal: '1+34433+344',
  deleteTerminal: '1+34433+344',
  getTerminalDevices: '1+34433+344',
  putTerminalDevices: '1+34433+344',
  deleteTerminalDevices: '1+34433+344',
  listCashiers: '1+3+433+3+4',
  createCashier: '1+3+433+3+4',
  getCashier: '1+34433+344',
  changeCashier: '1+34433+344',
  deleteCashier: '1+34433+344',
  listDeletedCashiers: '1+3+433+3+4',
  getDeletedCashier: '14344334344',
  restoreCashier: '14344334344',
  listProducts: '1+3+433+3+4',
  createProduct: '1+33433+3+4',
  getProduct: '1+3+433+3+4',
  changeProduct: '1+33433+3+4',
  deleteProduct: '1+33433+3+4',
  listDeletedProducts: '1+3+433+3+4',
  getDeletedProduct: '14344334344',
  restoreProduct: '14344334344',
  listVatRates: '1+3+433+3+4',
  createVatRate: '1+33433+3+4',
  getVatRate: '1+3+433+3+4',
  changeVatRate: '1+33433+3+4',
  deleteVatRate: '1+33433+3+4',
  listDeletedVatRates: '1+3+433+3+4',
  getDeletedVatRate: '14344334344',
  restoreVatRate: '14344334344',
  listDepartments: '1+3+433+3+4',
  createDepartment: '1+33433+3+4',
  getDepartment: '1+3+433+3+4',
  changeDepartment: '1+33433+3+4',
  deleteDepartment: '1+33433+3+4',
  listDeletedDepartments: '1+3+433+3+4',
  getDeletedDepartment: '14344334344',
  restoreDepartment: '14344334344',
  listDivisions: '1+3+433+3+4',
  createDivision: '1+33433+3+4',
  getDivision: '1+3+433+3+4',
  changeDivision: '1+33433+3+4',
  deleteDivision: '1+33433+3+4',
  listDeletedDivisions: '1+3+433+3+4',
  getDeletedDivision: '14344334344',
  restoreDivision: '14344334344',
  listPrices: '1+3+433+3+4',
  createPrice: '1+33433+334',
  getPrice: '1+3+433+3+4',
  changePrice: '1+33433+334',
  deletePrice: '1+33433+334',
  listCustomers: '1+3+433+3+4',
  createCustomer: '1+33433+3+4',
  getCustomer: '1+3+433+3+4',
  changeCustomer: '1+33433+3+4',
  deleteCustomer: '1+33433+3+4',
  listStockLevels: '1+3+433+3+4',
  getStockLevel: '1+34433+344',
  listStockMovements: '1+3+433+3+4',
  getStockMovement: '1+34433+344',
  listTransactions: '1+3+433+3+4',
  getTransaction: '1+34433+344',
  listClosures: '1+3+433+3+4',
  getClosure: '1+34433+344',
  listMembers: '1+++433+3+4',
  getMember: '1+++433+3+4',
  changeMember: '1+33433+3+4',
  deleteMember: '14444334344',
  listJoinRequests: '1+33433+3+4',
  getJoinRequest: '14334334344',
  changeJoinRequest: '14334334344',
  listInvitations: '1+33433+3+4',
  createInvitation: '1+334333333',
  getInvitation: '14334334344',
  deleteInvitation: '14334334344',
  resendInvitation: '14334333333',
  listKeys: '1+334333333',
  getKey: '1+334333333',
  createKey: '1+334333333',
  changeKey: '1+334333333',
  rotateKey: '1+334333333',
  deleteKey: '1+334333333',
  listTerminalKeys: '1+344333333',
  createTerminalKey: '1+344333333',
  deleteTerminalKey: '1+344333333',
  listReports: '1++++33++++',
  askReport: '1+4+433+4+4',
  readOpenApiDocument: '+++++++++++',
};

/** What is of our company, where a drawn value would name nothing or break a rule of its own. */
export function inputsOf(company: Company): Readonly<Record<string, Input>> {
  const code = `W-${crypto.randomUUID().slice(0, 8)}`;
  const body = { name: 'Walked' };
  const ofStore = { store: company.storeUuid };
  const pulls = ['pull', 'snapshot', 'checksums', 'productUpdates', 'prices', 'taxes', 'activeCampaigns'];
  const ofTerminal = ['getTerminalDevices', 'deleteTerminalDevices', 'listTerminalKeys'];
  const goods = { name: 'Walked tea', division_id: company.subGroupId };
  return {
    ...Object.fromEntries(pulls.map((id) => [id, { peoplesQuery: ofStore }])),
    ...itemsOf('Terminal', company.terminalUuid, body),
    ...itemsOf('Cashier', company.cashierId, { first_name: 'Walked' }),
    ...itemsOf('Product', company.productId, body),
    ...itemsOf('VatRate', company.vatRateId, body),
    ...itemsOf('Department', company.mainGroupId, body),
    ...itemsOf('Division', company.subGroupId, body),
    getMember: { params: { member: company.memberId } },
    changeMember: { params: { member: company.memberId }, body: { is_administrator: false } },
    ...Object.fromEntries(ofTerminal.map((id) => [id, { params: { terminal: company.terminalUuid } }])),
    ...inputsOfBooks(company),
    putTerminalDevices: { params: { terminal: company.terminalUuid }, body: { scale_type: 'WALKED' } },
    createTerminalKey: { params: { terminal: company.terminalUuid }, body: { overlap_hours: 24 } },
    createKey: { body: { name: 'Walked', actions: ['catalog.see'] } },
    changeCompany: { body },
    createCompany: { body: { name: 'Walked company' } },
    createStore: { body: { code, name: 'Walked store' } },
    ...itemsOf('Store', company.storeUuid, body),
    createTerminal: { body: { store_id: company.storeUuid, code } },
    createVatRate: { body: { name: 'Walked', percent: '8.5' } },
    createDepartment: { body: { name: 'Walked', vat_rate_id: company.vatRateId } },
    createDivision: { body: { name: 'Walked', department_id: company.mainGroupId } },
    createProduct: { body: { code: code.slice(2), ...goods } },
    createCashier: {
      body: {
        ...{ user_name: code.toLowerCase(), first_name: 'Walked', last_name: 'In', password: 'TILL2026' },
        places: [{ store_id: company.storeUuid }],
      },
    },
    createPrice: { body: { product_id: company.productId, currency: 'GBP', price: '2.50', valid_from: aDay() } },
    createCustomer: { body: { name: 'Walked', last_name: 'In' } },
    changeJoinRequest: { body: { status: 'rejected' } },
    createInvitation: { body: { by: 'username', to: code.toLowerCase() } },
    sendNotification: { body: { type: 'terminal_message', title: 'Walked', body: 'Walked' } },
    askReport: { params: { name: 'sales-by-day' } },
    getDeviceToken: { body: { api_key: 'gtk_nothing' } },
    renewDeviceKey: { body: { api_key: 'gtk_nothing', request_id: crypto.randomUUID() } },
    signIn: { body: { username: `nobody-${code}`, password: 'walks in' } },
  };
}

function inputsOfBooks({ books, terminalUuid }: Company): Record<string, Input> {
  if (books === null) return {};
  const facts = ['transaction', 'closure', 'stockLevel', 'stockMovement'] as const;
  const key = { key: books.programKey };
  const ofKeys = ['getKey', 'rotateKey'].map((id) => [id, { params: key }]);
  return {
    ...Object.fromEntries(
      facts.map((name) => [`get${name.charAt(0).toUpperCase()}${name.slice(1)}`, { params: { [name]: books[name] } }]),
    ),
    ...itemsOf('Price', books.price, { price: '2.80' }),
    ...itemsOf('Customer', books.customer, { last_name: 'Walked' }),
    ...Object.fromEntries(ofKeys),
    changeKey: { params: key, body: { name: 'Walked' } },
    deleteKey: { params: { key: books.spareKey } },
    deleteTerminalKey: { params: { terminal: terminalUuid, key: books.terminalKey } },
  };
}

function itemsOf(name: string, id: string, body: object): Record<string, Input> {
  const params = { [name.charAt(0).toLowerCase() + name.slice(1)]: id };
  return { [`get${name}`]: { params }, [`change${name}`]: { params, body }, [`delete${name}`]: { params } };
}

let days = 0;

/** Each one a later one: two prices of one product begin on different days. */
function aDay(): string {
  days += 1;
  return new Date(Date.parse('2027-01-01T00:00:00Z') + days * 86_400_000).toISOString();
}
