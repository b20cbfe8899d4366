/** The audit explorer: `GET /admin/api/hub/audit`, its file, the proof of a chain, and how long contents are kept. */

import { once } from 'node:events';
import { stringify } from 'csv-stringify/sync';
import { type Request, type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  dropRetention,
  getProof,
  getRetention,
  type Keeper,
  proveChain,
  setRetention,
  tryRetention,
} from '../../server/domain/audit/index.ts';
import { recordExport } from '../../server/domain/data-export/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import { type AuditAsked, auditCells, auditFields, readAudit } from '../adapter/audit-page.ts';
import type { ProofView, RetentionView } from '../components/audit/audit-view.ts';
import { contextOf } from '../staff.ts';
import { sayTo } from '../texts.ts';

const pageRows = 50;
const fileRows = 500;
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

const months = z.union([z.literal('ever'), z.literal('default'), z.coerce.number().int()]);
const rule = z.object({ of: z.string().max(20), months });

export function auditRouter(): Router {
  const router = Router();
  router.get('/', page);
  router.get('/export.csv', file);
  router.get('/proof', proof);
  router.post('/proof', prove);
  router.get('/retention', retention);
  router.get('/try', tryOut);
  router.post('/retention', change);
  return router;
}

function ctxOf(req: Request): Ctx {
  return contextOf((req as Request & { session?: { adminUser?: object } }).session?.adminUser);
}

const page: RequestHandler = async (req, res) => {
  const before = textOf(req, 'before');
  const at = before === '' ? null : /^\d{1,10}$/.test(before) ? Number(before) : 0;
  res.json(await readAudit(ctxOf(req), { asked: askedOf(req), before: at, take: pageRows }));
};

/** Everything that is filtered, newest first, bit by bit; that it was taken along is on record. */
const file: RequestHandler = async (req, res) => {
  const ctx = ctxOf(req);
  const say = sayTo(ctx);
  const asked = askedOf(req);
  let found = await readAudit(ctx, { asked, before: null, take: fileRows });
  let rows = 0;
  res.set({ 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': 'attachment; filename="audit.csv"' });
  const head = [say('When'), say('Who'), say('Company'), say('Action'), say('Subject'), say('Door'), say('Chain')];
  res.write(`\uFEFF${csv([[...head, say('Entry'), say('What changed')]])}`);
  let isWhole = false;
  while (!res.destroyed) {
    rows += found.entries.length;
    if (!res.write(csv(found.entries.map(auditCells)))) await Promise.race([once(res, 'drain'), once(res, 'close')]);
    isWhole = found.next === null;
    if (found.next === null) break;
    found = await readAudit(ctx, { asked, before: found.next, take: fileRows });
  }
  await recordExport(ctx, {
    ...{
      model: 'AuditEntry',
      companyId: null,
      format: 'csv',
      filter: asked,
      columns: ['at', 'actorName', 'companyId', 'action', 'subjectId', 'door', 'chain', 'position', 'content'],
    },
    ...{ rows, isWhole: isWhole && !res.destroyed },
  });
  res.end();
};

const proof: RequestHandler = async (req, res) => {
  res.json(await proofView(ctxOf(req), chainOf(req)));
};

const prove: RequestHandler = async (req, res) => {
  const ctx = ctxOf(req);
  const chain = chainOf(req);
  proveChain(ctx, chain);
  res.json(await proofView(ctx, chain));
};

const retention: RequestHandler = async (req, res) => {
  res.json(await retentionView(ctxOf(req)));
};

const tryOut: RequestHandler = async (req, res) => {
  const asked = ruleOf({ of: textOf(req, 'of'), months: textOf(req, 'months') });
  const entries = asked.months === 'default' ? 0 : await tryRetention(ctxOf(req), { ...asked, months: asked.months });
  res.json({ entries });
};

const change: RequestHandler = async (req, res) => {
  const ctx = ctxOf(req);
  const { of, months: wanted } = ruleOf((req as Request & { fields?: object }).fields);
  if (wanted !== 'default') await setRetention(ctx, { of, months: wanted });
  else if (typeof of === 'number') await dropRetention(ctx, of);
  res.json(await retentionView(ctx));
};

async function retentionView(ctx: Ctx): Promise<RetentionView> {
  const { hub, companies, byCompany } = await getRetention(ctx);
  return { hub, companies, byCompany: { ...byCompany }, mayChange: can(ctx, 'audit.retention') };
}

async function proofView(ctx: Ctx, chain: number): Promise<ProofView> {
  const { entries, progress, last } = await getProof(ctx, chain);
  const verdict = last?.verdict;
  return {
    entries,
    progress,
    last:
      last && verdict
        ? { at: last.at, ok: verdict.ok, upTo: verdict.entries, erased: verdict.erased, reason: verdict.reason }
        : null,
  };
}

function ruleOf(raw: unknown): { of: Keeper; months: number | null | 'default' } {
  const read = rule.safeParse(raw);
  if (!read.success) {
    const message = 'Write a number of months, or leave it empty: for ever.';
    throw new DomainError('invalid_input', { errors: [{ path: 'months', message }] }, message);
  }
  const { of, months: wanted } = read.data;
  if (of !== 'hub' && of !== 'companies' && !/^\d{1,9}$/.test(of)) throw new DomainError('not_found', { of });
  return { of: of === 'hub' || of === 'companies' ? of : Number(of), months: wanted === 'ever' ? null : wanted };
}

function askedOf(req: Request): AuditAsked {
  const texts = auditFields.map((name) => [name, textOf(req, name)] as const);
  return Object.fromEntries(texts) as unknown as AuditAsked; // every name of the list has its text
}

function chainOf(req: Request): number {
  const text = textOf(req, 'chain');
  if (!/^\d{1,9}$/.test(text)) throw new DomainError('not_found', { chain: text });
  return Number(text);
}

function textOf(req: Request, name: string): string {
  const value: unknown = req.query[name];
  return typeof value === 'string' ? value.trim().slice(0, 200) : '';
}

function csv(rows: readonly (readonly string[])[]): string {
  const safe = rows.map((cells) => cells.map((cell) => (formulaStart.test(cell) ? `'${cell}` : cell)));
  return stringify(safe, { record_delimiter: 'windows' });
}
