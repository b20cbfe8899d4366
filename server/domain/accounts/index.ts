/** People's own accounts: how they come to be, how their owners prove themselves, and how they end. */
export { proveIdentity } from './prove-identity.ts';
