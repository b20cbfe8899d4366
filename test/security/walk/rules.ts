/** The rules that the walk goes by: the portal's own table, and the reports'. */
import { routeRules as portalRules, type RouteRule, type Rule } from '../../../portal/access.ts';

export type { Rule };

const hidden = (action: 'figures.see') => ({ action, refusal: 'hidden' }) as const;

export const routeRules: Readonly<Record<string, RouteRule>> = {
  ...portalRules,
  '/reports': { get: hidden('figures.see') },
  '/reports/sales-by-day': { get: hidden('figures.see') },
  '/reports/sales-by-day.csv': { get: hidden('figures.see') },
  '/reports/day': { get: hidden('figures.see') },
};
