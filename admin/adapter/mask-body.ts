/** A document as a till sent it, for whoever may not see personal data. What a till may write is open-ended, so a text stays only
 *  where its name says that it is about goods, money or moments; everything else becomes the mask. */

import { mask } from './field-rules.ts';

/** Names of fields that lead to people, whatever they hold. */
const personal =
  /phone|mail|address|card|identity|national|tax_?id|passport|account|iban|person|contact|holder|birth|signature|customer_(name|code|number)|first_?name|last_?name|user_?name|plate|driver|courier|guest|approved_by|authori[sz]/i;

/** Names of fields whose texts are about things. */
const harmless =
  /^(id|uuid|code|type|kind|status|currency|symbol|product_name|product_short_name|department_name|main_group_name|sub_group_name|campaign_name|tax_name|vat_name|unit_of_measure|office_code|store_code|terminal_code|order_channel)$|_(id|uuid|code|type|kind|status|currency|date|time|at|day|number|no)$/i;

/** The same document with the mask in place of every text and number that may be about a person. */
export function maskBody(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => maskBody(item, name));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskBody(inner, key)]));
  }
  if (personal.test(name)) return mask;
  if (typeof value !== 'string') return value;
  return harmless.test(name) ? value : mask;
}
