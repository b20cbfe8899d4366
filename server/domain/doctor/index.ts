/** What a terminal would miss, store by store. */
export { examineStores, type Finding, type StoreHealth } from './examine-stores.ts';
