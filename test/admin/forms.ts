/** The forms and buttons of the back office, as its pages ask for them. */

import type { Answer, Browser } from './office.ts';

export interface Told {
  id: string;
  message: string;
  faults: Record<string, { message: string }>;
  fields: {
    name: string;
    label: string;
    hint: string;
    input: string;
    isRequired: boolean;
    group: string;
    values?: string[];
  }[];
  values: Record<string, string>;
  seen: number;
}

export const at = (model: string, rest: string) => `/admin/api/hub/records/${model}/${rest}`;

/** Sends the form of a new row. */
export async function make(who: Browser, model: string, values: Record<string, string>) {
  const answer = await who.post(at(model, 'new'), { values: JSON.stringify(values) });
  return { status: answer.status, told: (await answer.json()) as Told };
}

/** Presses a button of a record's page. */
export const press = async (who: Browser, model: string, id: string, action: string, answer = '') =>
  (await (
    await who.post(`/admin/api/resources/${model}/records/${id}/${action}`, { confirmed: 'yes', answer })
  ).json()) as Answer;

/** The form of a row, or of a new one. */
export const form = async (who: Browser, model: string, id?: string) =>
  (await (await who.get(at(model, id ? `${id}/form` : 'form'))).json()) as Told;
