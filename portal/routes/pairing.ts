import { pairDeviceForm, pairDevicePage } from '../pages/pair-device.ts';
import { revokeKeyForm, revokeKeyPage, tillKeyForm, tillKeyPage } from '../pages/till-key.ts';
import type { Route } from '../routes.ts';

const access = 'signed-in';

/** Devices that show a code, and keys of tills. */
export const pairingRoutes: readonly Route[] = [
  { path: '/pair/', access, page: pairDevicePage, form: pairDeviceForm },
  { path: '/tills/:slug/:uuid/key/', access, page: tillKeyPage, form: tillKeyForm },
  { path: '/tills/:slug/:uuid/key/:key/revoke/', access, page: revokeKeyPage, form: revokeKeyForm },
];
