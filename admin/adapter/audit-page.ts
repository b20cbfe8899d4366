/** The audit trail for whoever looks for something in it: newest first, page by page over the indexes of the table. */

import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import { seesPersonalData } from '../../server/domain/tenancy/index.ts';
import type { AuditItem, AuditPage, FieldDiff } from '../components/audit/audit-view.ts';
import { companiesOf } from '../staff.ts';
import { formatInstant } from './display.ts';
import { actorTitle, mask } from './field-rules.ts';

/** What is looked for, as it stands in an address; an empty text: nothing. */
export interface AuditAsked {
  person: string;
  company: string;
  model: string;
  id: string;
  door: string;
  action: string;
  from: string;
  to: string;
}

export const auditFields = ['person', 'company', 'model', 'id', 'door', 'action', 'from', 'to'] as const;

/** One page of entries with what they changed.
 *  @param before the id after which the page begins; null: the newest
 *  @throws invalid_input */
export async function readAudit(
  ctx: Ctx,
  { asked, before, take }: { asked: AuditAsked; before: number | null; take: number },
): Promise<AuditPage> {
  const wanted = await resolved(ctx, asked);
  const rows = await ctx.db.reader.auditEntry.findMany({
    where: { AND: [whereOf(ctx, wanted), before === null ? {} : { id: { lt: before } }] },
    orderBy: { id: 'desc' },
    take: take + 1,
  });
  const shown = rows.slice(0, take);
  const companies = await namesOf(ctx, shown);
  return {
    chain: /^\d+$/.test(wanted.company) ? Number(wanted.company) : 0,
    entries: shown.map((row) => itemOf(ctx, row, companies)),
    next: rows.length > take ? (shown.at(-1)?.id ?? null) : null,
  };
}

type Entry = Awaited<ReturnType<Ctx['db']['reader']['auditEntry']['findMany']>>[number];

function itemOf(ctx: Ctx, row: Entry, companies: ReadonlyMap<number, string>): AuditItem {
  const seesAll = seesPersonalData(ctx);
  const isPerson = row.actorKind === 'user';
  return {
    id: row.id,
    chain: row.chain,
    position: row.position,
    at: formatInstant(row.at, 'UTC'),
    action: row.action,
    door: row.door,
    who: actorTitle(ctx, row),
    whoHref: isPerson ? linkTo('User', row.actorId) : null,
    company: row.companyId === null ? null : (companies.get(row.companyId) ?? `#${row.companyId}`),
    companyHref: row.companyId === null ? null : linkTo('Company', String(row.companyId)),
    subject: `${row.subjectType} ${row.subjectId}`,
    subjectHref: subjectLink(row),
    diff: row.content === null ? null : seesAll ? diffOf(row.content) : [],
    isMasked: !seesAll,
  };
}

/** Kinds of things as the trail names them, and the list that has them. */
const subjects: Readonly<Record<string, string>> = {
  user: 'User',
  company: 'Company',
  store: 'Store',
  terminal: 'Terminal',
  cashier: 'Cashier',
  product: 'Product',
  customer: 'Customer',
  invitation: 'CompanyInvitation',
  layout: 'TerminalLayout',
  closure: 'Closure',
  quarantine: 'QuarantinedItem',
};

function subjectLink({ subjectType, subjectId }: Entry): string | null {
  const model = subjects[subjectType] ?? null;
  return model === null || subjectId.endsWith(' rows') ? null : linkTo(model, subjectId);
}

function linkTo(model: string, id: string): string {
  return `/admin/resources/${model}/records/${encodeURIComponent(id)}/show`;
}

/** Field by field what it was and what it became; a batch is one field. */
function diffOf(content: string): FieldDiff[] {
  const { before, after } = JSON.parse(content) as { before?: unknown; after?: unknown };
  const old = fieldsOf(before);
  const fresh = fieldsOf(after);
  return [...new Set([...old.keys(), ...fresh.keys()])].map((field) => {
    const [was, became] = [old.get(field) ?? null, fresh.get(field) ?? null];
    const kind = was === null ? 'added' : became === null ? 'removed' : was === became ? 'same' : 'changed';
    return { field, before: was, after: became, kind };
  });
}

function fieldsOf(value: unknown): Map<string, string> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== 'object' || Array.isArray(value)) return new Map([['', textOf(value)]]);
  return new Map(Object.entries(value).map(([name, inner]) => [name, textOf(inner)]));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function namesOf(ctx: Ctx, rows: readonly Entry[]): Promise<ReadonlyMap<number, string>> {
  const ids = [...new Set(rows.flatMap(({ companyId }) => (companyId === null ? [] : [companyId])))];
  if (ids.length === 0) return new Map();
  const companies = await ctx.db.reader.company.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
  });
  return new Map(companies.map(({ id, name }) => [id, name]));
}

/** Names in place of ids, as people type them; what names nobody is looked for as it is. */
async function resolved(ctx: Ctx, asked: AuditAsked): Promise<AuditAsked> {
  const { reader } = ctx.db;
  const limits = companiesOf(ctx);
  const isName = asked.company !== '' && asked.company !== 'hub' && !/^\d+$/.test(asked.company);
  const [person, company] = await Promise.all([
    asked.person === '' || !seesPersonalData(ctx)
      ? null
      : reader.user.findFirst({
          where: { usernameFolded: asked.person.normalize('NFKC').toLowerCase() },
          select: { id: true },
        }),
    isName
      ? reader.company.findFirst({
          where: {
            OR: [{ slug: asked.company.toLowerCase() }, { name: asked.company }],
            ...(limits === null ? {} : { id: { in: [...limits] } }),
          },
          select: { id: true },
        })
      : null,
  ]);
  const named = isName ? String(company?.id ?? noCompany) : asked.company;
  return { ...asked, person: person?.id ?? asked.person, company: named };
}

/** The number of no company. */
const noCompany = 0;

/** Only what the person may see, and only columns of the table that say who, whose, what, where and when. */
function whereOf(ctx: Ctx, asked: AuditAsked): object {
  const limits = companiesOf(ctx);
  const scope = limits === null ? {} : { companyId: { in: [...limits] } };
  const given: [keyof AuditAsked, string, unknown][] = [
    ['person', 'actorId', asked.person],
    ['company', 'companyId', asked.company === 'hub' ? null : numberOf('company', asked.company)],
    ['model', 'subjectType', asked.model],
    ['id', 'subjectId', asked.id],
    ['door', 'door', asked.door],
    ['action', 'action', { startsWith: asked.action }],
  ];
  const wanted = given.filter(([name]) => asked[name] !== '').map(([, column, value]) => ({ [column]: value }));
  const from = asked.from === '' ? {} : { gte: instantOf('from', asked.from) };
  const to = asked.to === '' ? {} : { lte: instantOf('to', asked.to) };
  return { AND: [scope, ...wanted, asked.from === '' && asked.to === '' ? {} : { at: { ...from, ...to } }] };
}

function numberOf(path: string, text: string): number | null {
  if (text === '') return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new DomainError('invalid_input', { errors: [{ path, message: 'a number' }] });
}

function instantOf(path: string, text: string): Date {
  const at = new Date(text);
  if (!Number.isNaN(at.getTime())) return at;
  throw new DomainError('invalid_input', { errors: [{ path, message: 'a date and time' }] });
}

/** Cells of an entry in a file. */
export function auditCells(item: AuditItem): string[] {
  const changes = item.isMasked
    ? mask
    : (item.diff ?? []).map(({ field, before, after }) => `${field}: ${before ?? ''} → ${after ?? ''}`);
  return [
    item.at,
    item.who,
    item.company ?? '',
    item.action,
    item.subject,
    item.door,
    String(item.chain),
    String(item.position),
    typeof changes === 'string' ? changes : changes.join('\n'),
  ];
}
