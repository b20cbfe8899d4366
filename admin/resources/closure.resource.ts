import type { Ctx } from '../../server/db/index.ts';
import { verdictWords } from '../../server/domain/reconciliation/index.ts';
import { closureView, judge } from '../actions/closure-view.ts';
import { documentAction } from '../actions/document-action.ts';
import { defineResource, type Row } from '../adapter/definition.ts';
import { sayTo } from '../texts.ts';

export const closure = defineResource({
  model: 'Closure',
  label: 'Closures',
  group: 'Sales',
  title: ['terminalId', 'kind', 'number'],
  search: ['uuid'],
  searchesUuid: true,
  list: ['businessDay', 'endedAt', 'companyId', 'storeId', 'terminalId', 'kind', 'number', 'grossE4', 'verdict'],
  filters: ['companyId', 'storeId', 'terminalId', 'businessDay', 'kind', 'number', 'grossE4', 'cashDifferenceE4'],
  sort: { by: 'businessDay', direction: 'desc' },
  references: { baseCurrencyId: 'Currency', cashierOpenedId: 'Cashier', cashierClosedId: 'Cashier' },
  values: { kind: ['Z', 'X'] },
  labels: { number: 'Period', cashierOpenedId: 'Opened by', cashierClosedId: 'Closed by' },
  virtual: [{ name: 'verdict', kind: 'text', label: 'Verdict' }],
  enrich: addVerdict,
  showComponent: 'DocumentShow',
  actions: [documentAction('closure.see', closureView), judge],
  related: [
    {
      model: 'Transaction',
      by: 'terminalId',
      from: 'terminalId',
      match: { closureNumber: 'number' },
      label: 'Receipts of the period',
      list: ['receiptNumber', 'occurredAt', 'transactionType', 'totalE4', 'isLate', 'isCancelled'],
      order: ['receiptNumber'],
    },
    {
      model: 'Conflict',
      by: 'documentUuid',
      from: 'uuid',
      label: 'Conflicts',
      list: ['lastReceivedAt', 'terminalId', 'repeatCount', 'resolvedAt'],
    },
  ],
});

const words = new Map<string, string>(Object.entries(verdictWords));

async function addVerdict(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  const closureId = { in: rows.map((row) => Number(row['id'])) };
  const found = await ctx.db.reader.closureJudgement.findMany({
    where: { closureId },
    select: { closureId: true, verdict: true },
  });
  const say = sayTo(ctx);
  const verdicts = new Map(found.map((each) => [each.closureId, each.verdict]));
  for (const row of rows) {
    const verdict = verdicts.get(Number(row['id']));
    row['verdict'] = say(verdict ? (words.get(verdict) ?? verdict) : 'Not judged yet');
  }
}
