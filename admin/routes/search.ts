/** `GET /admin/api/hub/search?q=`: what a text finds, by kind, each with the address of its page. */

import { type Request, Router } from 'express';
import { DomainError } from '../../server/core/errors.ts';
import { localeOf } from '../../server/core/languages.ts';
import { formatMoney } from '../../server/core/money.ts';
import type { Ctx } from '../../server/db/index.ts';
import { type Detail, type FoundGroup, type FoundKind, searchHub } from '../../server/domain/search/index.ts';
import { formatInstant } from '../adapter/display.ts';
import type { HubResource } from '../adapter/resource.ts';
import type { SearchAnswer } from '../components/palette/search-data.ts';
import { rootPath } from '../paths.ts';
import { contextOf, staffOf } from '../staff.ts';
import { languageOf, sayTo } from '../texts.ts';

const models: Readonly<Record<FoundKind, string>> = {
  receipt: 'Transaction',
  closure: 'Closure',
  product: 'Product',
  customer: 'Customer',
  company: 'Company',
  store: 'Store',
  terminal: 'Terminal',
  campaign: 'Campaign',
  cashier: 'Cashier',
  person: 'User',
};

export function searchRouter(resources: readonly HubResource[]): Router {
  const definitions = new Map(resources.map(({ source }) => [source.model.name as string, source.definition]));
  const router = Router();
  router.get('/', async (req, res) => {
    const ctx = contextOf((req as Request & { session?: { adminUser?: object } }).session?.adminUser);
    const { q } = req.query;
    if (typeof q !== 'string') throw new DomainError('invalid_input', { errors: [{ path: 'q', message: 'a text' }] });
    const { staffRole } = staffOf(ctx);
    const groups = await searchHub(ctx, { text: q });
    const seen = groups.filter(({ kind }) => {
      const definition = definitions.get(models[kind]);
      const { visibleTo } = definition ?? {};
      return definition && (!visibleTo || (staffRole !== null && visibleTo.includes(staffRole)));
    });
    res.json(answerOf(ctx, seen));
  });
  return router;
}

function answerOf(ctx: Ctx, groups: readonly FoundGroup[]): SearchAnswer {
  const say = sayTo(ctx);
  const labels: Readonly<Record<FoundKind, string>> = {
    receipt: say('Receipts'),
    closure: say('Closures'),
    product: say('Products'),
    customer: say('Customers'),
    company: say('Companies'),
    store: say('Stores'),
    terminal: say('Terminals'),
    campaign: say('Campaigns'),
    cashier: say('Cashiers'),
    person: say('People'),
  };
  return {
    groups: groups.map(({ kind, found, hasMore }) => ({
      ...{ kind, label: labels[kind], hasMore },
      found: found.map(({ id, title, details }) => ({
        title,
        detail: details.map((detail) => detailText(ctx, detail)).join(' · '),
        address: `${rootPath}/resources/${models[kind]}/records/${encodeURIComponent(id)}/show`,
      })),
    })),
  };
}

function detailText(ctx: Ctx, detail: Detail): string {
  if ('text' in detail) return detail.text;
  if ('at' in detail) return formatInstant(detail.at, detail.timeZone);
  return formatMoney(detail.amountE4, detail.currency, localeOf[languageOf(ctx)]);
}
