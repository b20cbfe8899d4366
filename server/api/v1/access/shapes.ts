/** What devices are told about their place in the hub. */
import { z } from 'zod';
import type { DevicePlace } from '../../../domain/access/index.ts';

export const placeShape = {
  terminal: z.object({
    uuid: z.string(),
    code: z.string().describe('`terminal_code` of the settings.'),
    name: z.string(),
    number: z.int().describe('`pos_no_in_store`, the integer `pos_id` of pushes.'),
    kind: z.string().describe('pypos, kitchen, office or mobile.'),
  }),
  store: z.object({
    uuid: z.string(),
    code: z.string(),
    name: z.string(),
    time_zone: z.string().describe('IANA name: local times of pushes are read in it.'),
    currency: z.string().describe('ISO 4217 letters.'),
  }),
  company: z.object({ uuid: z.string(), name: z.string(), office_code: z.string() }),
};

export function placeJson({ terminal, store, company }: DevicePlace) {
  const { timeZone, ...shop } = store;
  const { officeCode, ...owner } = company;
  return { terminal, store: { ...shop, time_zone: timeZone }, company: { ...owner, office_code: officeCode } };
}
