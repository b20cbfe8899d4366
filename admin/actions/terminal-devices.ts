/** What hangs on a till, as forms and pages name it. */

import { type DeviceName, deviceNames, readDevices } from '../../server/domain/stores/index.ts';
import type { Section } from '../components/document-view.ts';
import { table } from './view-parts.ts';

const devices: Readonly<Record<DeviceName, { label: string }>> = {
  receipt_printer_type: { label: 'Receipt printer' },
  receipt_printer_port: { label: 'Connection of the receipt printer' },
  invoice_printer_type: { label: 'Invoice printer' },
  invoice_printer_port: { label: 'Connection of the invoice printer' },
  customer_display_type: { label: 'Customer display' },
  customer_display_port: { label: 'Connection of the display' },
  scale_type: { label: 'Scale' },
  scale_port: { label: 'Connection of the scale' },
  barcode_reader_port: { label: 'Connection of the scanner' },
  mac_address: { label: 'MAC address' },
  backend_ip1: { label: 'Server in the shop' },
  backend_port1: { label: 'Port of the server' },
  backend_ip2: { label: 'Second server' },
  backend_port2: { label: 'Port of the second server' },
  force_to_work_online: { label: 'Sells only while it is online' },
};

/** Labels by the names of the wire. */
export const deviceLabels: Readonly<Record<string, string>> = Object.fromEntries(
  deviceNames.map((name) => [name, devices[name].label]),
);

/** What was said here; the rest is as it was set up at the till. */
export function deviceSection(terminalFields: string): Section[] {
  const stored = readDevices(terminalFields);
  const said = deviceNames.filter((name) => stored[name] !== '');
  return table('Devices', said, [
    ['Device', (name) => devices[name].label, 'word'],
    ['Setting', (name) => stored[name]],
  ]);
}
