/** What a till knows and the hub does not: where it was seen, and who says what it is. */

import { formatQuantity } from '../../server/core/quantity.ts';
import type { Ctx } from '../../server/db/index.ts';
import { adoptSeen, getSeen, mergeSeen, reopenSeen, type Seen } from '../../server/domain/seen/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import type { RecordAction } from '../adapter/definition.ts';
import { formatInstant } from '../adapter/display.ts';
import type { DocumentView, Fact } from '../components/document-view.ts';
import { sayTo } from '../texts.ts';
import { aboutPeople, fact, facts, linkTo, raw } from './view-parts.ts';

const models = { product: 'Product', customer: 'Customer', cashier: 'Cashier' } as const;
const rights = { product: 'catalog.write', customer: 'customer.write', cashier: 'cashier.manage' } as const;

export async function seenView(ctx: Ctx, id: string): Promise<DocumentView> {
  const seen = await getSeen(ctx, Number(id));
  const { reader } = ctx.db;
  const [company, terminal, levels] = await Promise.all([
    reader.company.findUniqueOrThrow({ where: { id: seen.companyId }, select: { name: true } }),
    reader.terminal.findUniqueOrThrow({
      where: { id: seen.terminalId },
      select: { code: true, store: { select: { code: true, name: true, timeZone: true } } },
    }),
    seen.kind === 'product'
      ? reader.stockLevel.findMany({ where: { productId: seen.uuid }, select: { onHandE4: true } })
      : [],
  ]);
  const { store } = terminal;
  return {
    title: sayTo(ctx)('{kind} that only a till knows', { kind: sayTo(ctx)(models[seen.kind]) }),
    facts: facts(
      fact('Company', company.name, { href: linkTo('Company', seen.companyId) }),
      fact('Store', `${store.code} ${store.name}`, { href: linkTo('Store', seen.storeId) }),
      fact('Terminal', terminal.code, { href: linkTo('Terminal', seen.terminalId) }),
      fact('Code', aboutPeople(ctx, seen.code)),
      fact('Name', aboutPeople(ctx, seen.name)),
      fact('First seen', formatInstant(seen.seenAt, store.timeZone)),
      fact('First document', sayTo(ctx)('show'), { href: linkTo('Transaction', seen.transactionId) }),
      levels.length === 0 ? null : fact('Stock under this id', formatQuantity(sum(levels))),
      ...(await settledFacts(ctx, seen, store.timeZone)),
      fact('Id at the till', seen.uuid),
    ),
    sections: [],
    raw: [raw('What its first document says', aboutPeople(ctx, JSON.stringify(JSON.parse(seen.details), null, 2)))],
    buttons: buttonsOf(ctx, seen),
  };
}

function sum(levels: readonly { onHandE4: bigint }[]): bigint {
  return levels.reduce((total, { onHandE4 }) => total + onHandE4, 0n);
}

async function settledFacts(ctx: Ctx, { kind, mergedIntoId, settledAt }: Seen, zone: string): Promise<(Fact | null)[]> {
  if (mergedIntoId === null) return [fact('State', sayTo(ctx)('waits for somebody'), { tone: 'bad' })];
  const name = aboutPeople(ctx, await nameOf(ctx, kind, mergedIntoId));
  return [
    fact('It is', name ?? sayTo(ctx)('deleted meanwhile'), { href: linkTo(models[kind], mergedIntoId), tone: 'good' }),
    settledAt && fact('Settled', formatInstant(settledAt, zone)),
  ];
}

async function nameOf({ db: { reader } }: Ctx, kind: Seen['kind'], id: string): Promise<string | null> {
  if (kind === 'product') {
    const row = await reader.product.findUnique({ where: { id }, select: { code: true, name: true } });
    return row && `${row.code} ${row.name}`;
  }
  if (kind === 'customer') {
    const row = await reader.customer.findUnique({ where: { id }, select: { name: true, lastName: true } });
    return row && `${row.name} ${row.lastName}`.trim();
  }
  const row = await reader.cashier.findUnique({ where: { id }, select: { firstName: true, lastName: true } });
  return row && `${row.firstName} ${row.lastName}`.trim();
}

function buttonsOf(ctx: Ctx, seen: Seen): DocumentView['buttons'] {
  const { kind, companyId, storeId, mergedIntoId, uuid, name } = seen;
  if (!can(ctx, rights[kind], { companyId, storeId })) return [];
  if (mergedIntoId === uuid) return [];
  const say = sayTo(ctx);
  const mergeButton = {
    action: merge.name,
    label: mergedIntoId === null ? 'It is one that the hub has' : 'It is another one',
    question: say(
      'Which one is it? Receipts keep the id of the till; names and stock count for the row that you choose, those of later receipts too.',
    ),
    asksFor: { model: models[kind], companyId },
  };
  if (mergedIntoId !== null) {
    const question = say('Take back what was said? The record waits for somebody again.');
    return [mergeButton, { action: reopen.name, label: 'Take back', question }];
  }
  if (kind === 'cashier') return [mergeButton];
  const question = say('What is it called? A row is made under the id of the till, and goes down to every till.');
  return [
    mergeButton,
    { action: adopt.name, label: 'It is a new one', question, asksWhy: true, ...(name && { proposal: name }) },
  ];
}

export const merge: RecordAction = {
  name: 'merge',
  isRead: false,
  isAllowed: (ctx) => Object.values(rights).some((right) => can(ctx, right)),
  async run(ctx, id, intoId) {
    await mergeSeen(ctx, { id: Number(id), intoId });
    return { notice: sayTo(ctx)('Settled: names and stock count for this row from now on.') };
  },
};

export const adopt: RecordAction = {
  name: 'adopt',
  isRead: false,
  isAllowed: (ctx) => Object.values(rights).some((right) => can(ctx, right)),
  async run(ctx, id, name) {
    await adoptSeen(ctx, { id: Number(id), name });
    return { notice: sayTo(ctx)('The row is there, with everything that was sold under its id.') };
  },
};

export const reopen: RecordAction = {
  name: 'reopen',
  isRead: false,
  isAllowed: (ctx) => Object.values(rights).some((right) => can(ctx, right)),
  async run(ctx, id) {
    await reopenSeen(ctx, Number(id));
    return { notice: sayTo(ctx)('Taken back: the record waits for somebody again.') };
  },
};
