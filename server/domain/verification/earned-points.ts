/** Points that follow from documents: what the loyalty rows of counted sales say, under the membership that they are linked to. */

import type { SumCheck } from './compare.ts';

const linked = `SELECT t.company_id, t.uuid AS document, l.membership_id, l.points_earned, l.points_redeemed
  FROM transactions t JOIN transaction_loyalties l ON l.transaction_id = t.id WHERE l.membership_id IS NOT NULL AND t.sign > 0`;

const positive = (column: string) => `CASE WHEN ${column} > 0 THEN ${column} ELSE 0 END`;

export const earnedPoints: SumCheck = {
  kind: 'points.document',
  stored: `(SELECT e.company_id, e.transaction_uuid AS document, e.membership_id,
      CASE WHEN e.entry_type = 'EARNED' THEN e.points ELSE 0 END AS earned,
      CASE WHEN e.entry_type = 'REDEEMED' THEN -e.points ELSE 0 END AS redeemed
    FROM loyalty_entries e
    JOIN (SELECT company_id, document, membership_id FROM (${linked}) AS rows
      GROUP BY company_id, document, membership_id) AS l
      ON l.company_id = e.company_id AND l.document = e.transaction_uuid AND l.membership_id = e.membership_id)`,
  keys: { company_id: 'int', document: 'text', membership_id: 'text' },
  values: ['earned', 'redeemed'],
  expected: (q) => `SELECT company_id, document, membership_id, ${q.sumBig(positive('points_earned'))} AS earned,
      ${q.sumBig(positive('points_redeemed'))} AS redeemed
    FROM (${linked}) AS rows GROUP BY company_id, document, membership_id`,
};
