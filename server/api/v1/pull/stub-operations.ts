/** The pulls that PyPOS announces (protocol, section 2), for clients without a cursor. */
import { type PullHub, productUpdates, shortRows } from '../../../domain/pull/index.ts';
import { type Operation, operation } from '../../../http/operation.ts';
import * as shapes from './shapes.ts';

const callers = ['device', 'person', 'program'] as const;

type Row = Awaited<ReturnType<typeof productUpdates>>['rows'][number];

export function stubPullOperations(hub: PullHub): Operation[] {
  return [productUpdatesOperation(hub), pricesOperation(hub), taxesOperation(hub), campaignsOperation(hub)];
}

function productUpdatesOperation(hub: PullHub): Operation {
  return operation({
    id: 'productUpdates',
    method: 'GET',
    path: '/products/updates',
    tag: 'Pull',
    summary: 'Products that changed since a time',
    description: `${sinceText} A product counts as changed when one of its prices did; gone ones have "is_deleted": true.`,
    callers,
    query: shapes.updatesQuery,
    answers: { 200: { description: 'Products, in the order in which they changed.', schema: shapes.results } },
    async handle({ ctx, query: { since = '', after = null, limit, store = null } }) {
      const { rows, next } = await productUpdates(ctx, hub, { since, after, limit, store });
      return { body: { results: rows, next } };
    },
  });
}

function pricesOperation(hub: PullHub): Operation {
  return operation({
    id: 'prices',
    method: 'GET',
    path: '/prices',
    tag: 'Pull',
    summary: 'Prices of the store as they hold now',
    description: sinceText,
    callers,
    query: shapes.updatesQuery,
    answers: { 200: { description: 'A price of each product.', schema: shapes.results } },
    async handle({ ctx, query: { since = '', after = null, limit, store = null } }) {
      const { rows, next } = await productUpdates(ctx, hub, { since, after, limit, store });
      return { body: { results: rows.map(priceOf), next } };
    },
  });
}

function taxesOperation(hub: PullHub): Operation {
  return operation({
    id: 'taxes',
    method: 'GET',
    path: '/taxes',
    tag: 'Pull',
    summary: 'VAT rates of the company',
    callers,
    query: shapes.storeQuery,
    answers: { 200: { description: 'All of them by their numbers, gone ones too.', schema: shapes.results } },
    async handle({ ctx, query: { store = null } }) {
      const { vat_rates = [] } = await shortRows(ctx, hub, { types: ['vat_rates'], store });
      const results = vat_rates.toSorted((a, b) => Number(a['no']) - Number(b['no']));
      return { body: { results, next: null } };
    },
  });
}

function campaignsOperation(hub: PullHub): Operation {
  return operation({
    id: 'activeCampaigns',
    method: 'GET',
    path: '/campaigns/active',
    tag: 'Pull',
    summary: 'Campaigns of the store that run now',
    description: 'Each with its rules and products. Times of day and weekdays are for the till to judge.',
    callers,
    query: shapes.storeQuery,
    answers: { 200: { description: 'Those between their first and last moment.', schema: shapes.campaignResults } },
    async handle({ ctx, query: { store = null } }) {
      const types = ['campaigns', 'campaign_rules', 'campaign_products'];
      const {
        campaigns = [],
        campaign_rules = [],
        campaign_products = [],
      } = await shortRows(ctx, hub, { types, store });
      const now = ctx.now();
      const partsOf = (parts: readonly Row[], id: unknown) =>
        parts.filter((part) => part['fk_campaign_id'] === id && part['is_deleted'] === false);
      const results = campaigns
        .filter((campaign) => runs(campaign, now))
        .map((campaign) => ({
          ...campaign,
          campaign_rules: partsOf(campaign_rules, campaign['id']),
          campaign_products: partsOf(campaign_products, campaign['id']),
        }));
      return { body: { results, next: null } };
    },
  });
}

const sinceText = `"since" is the time of the last synchronisation, in whatever form a clock writes it; without it all are sent. Rather too \
much comes than too little. When "next" is a number, more is waiting: ask again with after=<next>. Programs that can keep a cursor should \
pull instead.`;

function priceOf(row: Row) {
  const {
    id = null,
    code = null,
    sale_price = null,
    purchase_price = null,
    updated_at = null,
    is_deleted = false,
  } = row;
  return { fk_product_id: id, code, sale_price, purchase_price, updated_at, is_deleted };
}

function runs(campaign: Row, now: Date): boolean {
  const at = (name: string) => (typeof campaign[name] === 'string' ? new Date(`${campaign[name]}Z`) : null);
  if (campaign['is_deleted'] !== false || campaign['is_active'] !== true) return false;
  const start = at('start_date');
  const end = at('end_date');
  return (start === null || start <= now) && (end === null || end > now);
}
