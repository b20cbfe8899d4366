/** Uses of campaigns that follow from documents: for every document and campaign that live discount rows are linked to, one usage
 *  with their sum. Usages that no document of the hub tells of (adopted from a till) are left out. */

import type { SumCheck } from './compare.ts';

const linked = `SELECT t.company_id, t.uuid AS document, d.campaign_id, t.sign, d.is_cancelled, d.amount_e4
  FROM transactions t JOIN transaction_discounts d ON d.transaction_id = t.id WHERE d.campaign_id IS NOT NULL`;

export const campaignUsages: SumCheck = {
  kind: 'usage.campaign',
  stored: `(SELECT u.company_id, u.transaction_uuid AS document, u.campaign_id, 1 AS usages, u.discount_e4
    FROM campaign_usages u
    JOIN (SELECT company_id, document, campaign_id FROM (${linked}) AS rows GROUP BY company_id, document, campaign_id) AS l
      ON l.company_id = u.company_id AND l.document = u.transaction_uuid AND l.campaign_id = u.campaign_id)`,
  keys: { company_id: 'int', document: 'text', campaign_id: 'text' },
  values: ['usages', 'discount_e4'],
  expected: (q) => `SELECT company_id, document, campaign_id, 1 AS usages, ${q.sumBig('amount_e4')} AS discount_e4
    FROM (${linked}) AS rows WHERE sign > 0 AND NOT is_cancelled
    GROUP BY company_id, document, campaign_id HAVING sum(amount_e4) > 0`,
};

/** Uses of campaigns that name the coupon and follow from linked rows. */
const withCoupon = `campaign_usages a
  JOIN coupons c ON c.company_id = a.company_id AND c.campaign_id = a.campaign_id AND c.code = a.coupon_code
  JOIN (SELECT company_id, document, campaign_id FROM (${linked}) AS rows GROUP BY company_id, document, campaign_id) AS l
    ON l.company_id = a.company_id AND l.document = a.transaction_uuid AND l.campaign_id = a.campaign_id`;

/** The coupon that such a use names was used by the same document, with the same discount. */
export const couponUsages: SumCheck = {
  kind: 'usage.coupon',
  stored: `(SELECT a.company_id, a.transaction_uuid AS document, c.id AS coupon_id, 1 AS usages, u.discount_e4
    FROM ${withCoupon}
    JOIN coupon_usages u ON u.company_id = a.company_id AND u.transaction_uuid = a.transaction_uuid AND u.coupon_id = c.id)`,
  keys: { company_id: 'int', document: 'text', coupon_id: 'text' },
  values: ['usages', 'discount_e4'],
  expected: () => `SELECT a.company_id, a.transaction_uuid AS document, c.id AS coupon_id, 1 AS usages, a.discount_e4
    FROM ${withCoupon}`,
};
