/** What hangs on a till: printers, scale, display, scanner, the server in the shop. Init sends it in `pos_settings` (protocol
 *  1.2); what nobody has said is left out there, so that what was set up at the till holds. */
import { isIPv4 } from 'node:net';
import { z } from 'zod';
import { line } from './codes.ts';

/** A text of the wire; an empty one says nothing. */
const words = line(20).transform((text) => text || null);

const macForm = /^(?:[0-9a-f]{2}[:-]?){5}[0-9a-f]{2}$/i;
const mac = z
  .string()
  .trim()
  .refine((text) => text === '' || macForm.test(text), 'a MAC address such as 00:1A:2B:3C:4D:5E')
  .transform((text) => text || null);

const address = z
  .string()
  .trim()
  .refine((text) => text === '' || isIPv4(text), 'an address such as 192.168.10.5')
  .transform((text) => text || null);

const isPort = (text: string) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
const port = z
  .string()
  .trim()
  .refine((text) => text === '' || isPort(text), 'a port from 1 to 65535')
  .transform((text) => (text === '' ? null : Number(text)));

const choice = z
  .string()
  .refine((text) => ['', 'yes', 'no'].includes(text), 'Choose yes or no.')
  .transform((text) => (text === '' ? null : text === 'yes'));

const rules = {
  receipt_printer_type: words,
  receipt_printer_port: words,
  invoice_printer_type: words,
  invoice_printer_port: words,
  customer_display_type: words,
  customer_display_port: words,
  scale_type: words,
  scale_port: words,
  barcode_reader_port: words,
  mac_address: mac,
  backend_ip1: address,
  backend_port1: port,
  backend_ip2: address,
  backend_port2: port,
  force_to_work_online: choice,
} as const;

export type DeviceName = keyof typeof rules;

/** The settings by the names of the wire, in the order of forms. */
export const deviceNames = Object.keys(rules) as DeviceName[];

/** What people type into the fields of a form; an empty text takes a setting back, and a missing one leaves it. */
export const deviceSettings = z.strictObject(rules).partial();

/** Settings that are stored, as a form shows them; empty: as the till has it. */
export function readDevices(terminalFields: string): Record<DeviceName, string> {
  const stored = JSON.parse(terminalFields) as Record<string, unknown>;
  const shown = (value: unknown) => (value === true ? 'yes' : value === false ? 'no' : String(value ?? ''));
  return Object.fromEntries(deviceNames.map((name) => [name, shown(stored[name])])) as Record<DeviceName, string>;
}

/** The stored fields with what was said in place; other fields of the terminal stay. */
export function withDevices(terminalFields: string, said: z.output<typeof deviceSettings>): string {
  const stored = JSON.parse(terminalFields) as Record<string, unknown>;
  const merged = { ...stored, ...said };
  return JSON.stringify(Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)));
}
