/** Uses of campaigns and coupons (protocol 2.4), which tills keep to themselves: derived from the live discount rows of sales. A
 *  row is linked to its campaign before it is stored, as its code is understood at that moment; a campaign that is renamed later
 *  changes nothing. A document uses a campaign once, with the sum of its rows. */
import { newId } from '../../../core/ids.ts';
import { lookUp, statement } from '../../../db/index.ts';
import type { DocumentRows } from '../columns.ts';
import type { Write } from '../kinds.ts';
import { isSale, type NewDocument } from './documents.ts';

type Discount = DocumentRows['discounts'][number];

const codeColumns = { company_id: 'int', code: 'text', type_id: 'text' } as const;

/** The usual case: the code is the beginning of a campaign's code, letter by letter as it was sent to the till. */
const findByCode = statement({
  params: { rows: codeColumns },
  returns: { ...codeColumns, type_code: 'text?', campaign_id: 'text?' },
  sql: (q) => `SELECT r.company_id, r.code, r.type_id,
      (SELECT t.code FROM discount_types t WHERE t.id = r.type_id) AS type_code,
      (SELECT c.id FROM campaigns c WHERE c.company_id = r.company_id AND c.code_prefix = r.code
        AND c.deleted_at IS NULL) AS campaign_id
    FROM ${q.rows('rows', 'r')}`,
});

/** Ignoring case, the whole code too; active ones first, then by code. */
const findLoosely = statement({
  params: { rows: codeColumns },
  returns: { company_id: 'int', code: 'text', campaign_id: 'text' },
  sql: (q) => `SELECT r.company_id, r.code, c.id AS campaign_id FROM ${q.rows('rows', 'r')} ${lookUp(q.provider, {
    table: 'campaigns',
    alias: 'c',
    where: `c.company_id = r.company_id AND (upper(c.code_prefix) = upper(r.code) OR upper(c.code) = upper(r.code))`,
  })}
    ORDER BY CASE WHEN c.deleted_at IS NULL THEN 0 ELSE 1 END, CASE WHEN c.is_active THEN 0 ELSE 1 END, c.code`,
});

/** Links the discount rows of new sales to the campaigns that they come from. To be called before the rows are stored. */
export async function linkCampaigns({ tx, dialect }: Write, documents: readonly NewDocument[]): Promise<void> {
  const rows = documents.filter(isSale).flatMap((document) => document.rows.discounts.filter(mayBeCampaign));
  if (rows.length === 0) return;
  const asked = [...new Map(rows.map((row) => [keyOf(row), wantedOf(row)])).values()];
  const found = await dialect.query(tx, findByCode, { rows: asked });
  const ofCampaign = found.filter(({ type_code: type }) => type === null || type.toUpperCase() === 'CAMPAIGN');
  const campaigns = new Map(ofCampaign.map((each) => [lineOf(each), each.campaign_id]));
  const unknown = ofCampaign.filter(({ campaign_id: id }) => id === null);
  if (unknown.length > 0) {
    for (const each of await dialect.query(tx, findLoosely, { rows: unknown })) {
      for (const one of unknown.filter((other) => other.company_id === each.company_id && other.code === each.code)) {
        if (!campaigns.get(lineOf(one))) campaigns.set(lineOf(one), each.campaign_id);
      }
    }
  }
  for (const row of rows) row.campaign_id = campaigns.get(keyOf(row)) ?? null;
}

function mayBeCampaign(row: Discount): boolean {
  return !row.is_cancelled && row.code !== null && row.code.trim() !== '';
}

function wantedOf({ company_id, code, discount_type_id }: Discount) {
  return { company_id, code: (code ?? '').trim(), type_id: discount_type_id };
}

function keyOf(row: Discount): string {
  return lineOf(wantedOf(row));
}

function lineOf({ company_id, code, type_id }: { company_id: number; code: string; type_id: string }): string {
  return `${company_id}\n${code}\n${type_id}`;
}

const usageColumns = {
  id: 'text',
  company_id: 'int',
  campaign_id: 'text',
  customer_id: 'text?',
  transaction_uuid: 'text',
  store_id: 'int',
  cashier_id: 'text?',
  coupon_code: 'text?',
  discount_e4: 'bigint',
  used_at: 'instant',
  created_at: 'instant',
} as const;

const insertUsages = statement({
  params: { rows: usageColumns },
  sql: (
    q,
  ) => `INSERT INTO campaign_usages (${q.names('rows')}) SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')}
    WHERE true ON CONFLICT (company_id, transaction_uuid, campaign_id) DO NOTHING`,
});

const {
  campaign_id: _campaign,
  coupon_code: _code,
  ...couponColumns
} = { coupon_id: 'text', ...usageColumns } as const;

const insertCouponUsages = statement({
  params: { rows: couponColumns },
  sql: (q) => `INSERT INTO coupon_usages (${q.names('rows')}) SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')}
    WHERE true ON CONFLICT (company_id, transaction_uuid, coupon_id) DO NOTHING`,
});

/** No push says which coupon was handed in. It is known where a campaign that needs one has a single one that it can have been. */
const findOnlyCoupons = statement({
  params: { rows: { usage_id: 'text', campaign_id: 'text', customer_id: 'text?', used_at: 'instant' } },
  returns: { usage_id: 'text', coupon_id: 'text', code: 'text' },
  sql: (q) => `SELECT r.usage_id, min(k.id) AS coupon_id, min(k.code) AS code FROM ${q.rows('rows', 'r')}
    ${lookUp(q.provider, { table: 'campaigns', alias: 'c', where: 'c.id = r.campaign_id AND c.requires_coupon' })}
    ${lookUp(q.provider, {
      table: 'coupons',
      alias: 'k',
      where: `k.campaign_id = c.id AND (k.customer_id IS NULL OR k.customer_id = r.customer_id) AND k.deleted_at IS NULL
        AND (k.starts_at IS NULL OR k.starts_at <= r.used_at) AND (k.ends_at IS NULL OR k.ends_at >= r.used_at)`,
    })}
    GROUP BY r.usage_id HAVING count(*) = 1`,
});

/** Notes the uses that follow from the linked rows. */
export async function noteUsages({ tx, dialect }: Write, documents: readonly NewDocument[]): Promise<void> {
  const usages = documents.flatMap(usagesOf);
  if (usages.length === 0) return;
  const asked = usages.map(({ id, campaign_id, customer_id, used_at }) => ({
    usage_id: id,
    campaign_id,
    customer_id,
    used_at,
  }));
  const coupons = new Map(
    (await dialect.query(tx, findOnlyCoupons, { rows: asked })).map((row) => [row.usage_id, row] as const),
  );
  for (const usage of usages) usage.coupon_code = coupons.get(usage.id)?.code ?? null;
  await dialect.execute(tx, insertUsages, { rows: usages });
  const ofCoupons = usages.flatMap(({ campaign_id: _campaign, coupon_code: _code, ...usage }) => {
    const coupon = coupons.get(usage.id);
    return coupon ? [{ ...usage, id: newId(), coupon_id: coupon.coupon_id }] : [];
  });
  if (ofCoupons.length > 0) await dialect.execute(tx, insertCouponUsages, { rows: ofCoupons });
}

function usagesOf({ head, rows }: NewDocument) {
  const sums = new Map<string, bigint>();
  for (const { campaign_id: id, amount_e4: amountE4 } of rows.discounts) {
    if (id !== null) sums.set(id, (sums.get(id) ?? 0n) + amountE4);
  }
  return [...sums]
    .filter(([, sumE4]) => sumE4 > 0n)
    .map(([campaign_id, discount_e4]) => ({
      id: newId(),
      company_id: head.company_id,
      campaign_id,
      customer_id: head.customer_id,
      transaction_uuid: head.uuid,
      store_id: head.store_id,
      cashier_id: head.cashier_id,
      coupon_code: null as string | null,
      discount_e4,
      used_at: head.occurred_at,
      created_at: head.received_at,
    }));
}
