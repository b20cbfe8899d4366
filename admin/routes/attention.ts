/** `GET /admin/api/hub/attention`: what waits for somebody, for the menu; each count with the list of just these rows. */

import { Router } from 'express';
import { attentionCap, readAttention } from '../../server/domain/hub-status/index.ts';
import { contextOf } from '../../server/http/user-context.ts';
import type { AttentionData } from '../components/attention-data.ts';
import { rootPath } from '../paths.ts';
import { companiesOf } from '../staff.ts';

export function attentionRouter(): Router {
  const router = Router();
  router.get('/', async (_req, res) => {
    const ctx = contextOf(res);
    const found = await readAttention(ctx, companiesOf(ctx));
    const rows: [model: string, count: number, filter: Record<string, string>][] = [
      ['QuarantinedItem', found.quarantined, { 'resolvedAt~~is': 'empty' }],
      ['Conflict', found.conflicts, { 'resolvedAt~~is': 'empty' }],
      ['ClosureJudgement', found.unexplained, { verdict: 'unexplained' }],
      ['SeenRecord', found.seen, { 'settledAt~~is': 'empty' }],
      ['MailMessage', found.mails, { 'failedAt~~is': 'filled', 'erasedAt~~is': 'empty' }],
      ['OutboxEvent', found.events, { 'failedAt~~is': 'filled' }],
      ['CompanyJoinRequest', found.joinRequests, { status: 'pending' }],
      ['CompanyDeletionRequest', found.deletionRequests, { 'closedAt~~is': 'empty' }],
      ['TerminalState', found.silent, { 'lastSeenAt~~to': found.silentSince.toISOString() }],
    ];
    const { differing } = found;
    const counts = rows
      .filter(([, count]) => count > 0)
      .map(([model, count, filter]) => [model, { count, href: hrefOf(model, filter) }] as const);
    const data: AttentionData = { cap: attentionCap, counts: Object.fromEntries(counts) };
    // The receipts of the day whose figures they should be.
    if (differing) {
      const { storeId, businessDay } = differing;
      const filter = { storeId: String(storeId), 'businessDay~~from': businessDay, 'businessDay~~to': businessDay };
      data.counts['Transaction'] = { count: 1, href: hrefOf('Transaction', filter), isDiffering: true };
    }
    res.json(data);
  });
  return router;
}

function hrefOf(model: string, filter: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(filter).map(([name, value]) => [`filters.${name}`, value]));
  return `${rootPath}/resources/${model}?${query}`;
}
