/** `/admin/api/hub/imports`: files that are brought, read as somebody says, checked and taken over. */

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import { isLanguage } from '../../server/core/languages.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  bringTable,
  checkTable,
  getTable,
  listPlaces,
  listTables,
  maxFileBytes,
  previewTable,
  readFaults,
  runTable,
} from '../../server/domain/data-import/index.ts';
import { csvLine, harmlessCell } from '../../server/http/files/csv-file.ts';
import {
  columnNamesOf,
  columnViews,
  faultTexts,
  faultViews,
  importViews,
  keysInWords,
  previewRows,
} from '../adapter/import-view.ts';
import type { HubResource } from '../adapter/resource.ts';
import type { ImportDetail } from '../components/import/import-data.ts';
import { formBody } from '../form-body.ts';
import { contextOf } from '../staff.ts';
import { languageOf, sayTo } from '../texts.ts';

type Resources = ReadonlyMap<string, HubResource>;

/** To be mounted before whoever reads forms: files come as bodies of their own. */
export function importsRouter(list: readonly HubResource[]): Router {
  const resources: Resources = new Map(list.map((resource) => [resource.source.model.name as string, resource]));
  const router = Router();
  router.post('/', fileBody(), async (req: Request, res: Response) => {
    res.status(201).json({ id: await bring(ctxOf(req), resources, req) });
  });
  router.use(formBody());
  router.get('/', async (req, res) => {
    const ctx = ctxOf(req);
    const model = textOf(req.query['model']);
    const imports = await importViews(ctx, resources, await listTables(ctx, model === '' ? null : model));
    res.json({ imports, models: modelsOf(ctx, resources) });
  });
  router.get('/places', async (req, res) => {
    const { model, q } = req.query;
    res.json(await listPlaces(ctxOf(req), { model: textOf(model), search: textOf(q).trim().slice(0, 100) }));
  });
  router.get('/:id', async (req, res) => res.json(await detail(ctxOf(req), resources, req.params.id)));
  router.get('/:id/rows', async (req: Request<{ id: string }>, res: Response) =>
    res.json({ rows: await preview(ctxOf(req), resources, req.params.id) }),
  );
  router.get('/:id/faults.csv', (req, res) => sendFaults(ctxOf(req), resources, { id: req.params.id, res }));
  router.get('/:id/rows.csv', (req, res) => sendOutcomes(ctxOf(req), resources, { id: req.params.id, res }));
  router.post('/:id/check', async (req, res) => {
    await checkTable(ctxOf(req), { id: req.params.id, ...wayOf(req) });
    res.json(await detail(ctxOf(req), resources, req.params.id));
  });
  router.post('/:id/run', async (req, res) => {
    await runTable(ctxOf(req), req.params.id);
    res.json(await detail(ctxOf(req), resources, req.params.id));
  });
  return router;
}

type Asking = Request<Record<string, string>> | Request;

function ctxOf(req: Asking): Ctx {
  return contextOf((req as Asking & { session?: { adminUser?: object } }).session?.adminUser);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** @throws unsupported_media_type; an error of 413 */
function fileBody(): RequestHandler[] {
  return [
    (req, _res, next) => {
      if (!req.is('application/octet-stream')) throw new DomainError('unsupported_media_type');
      next();
    },
    express.raw({ type: 'application/octet-stream', limit: maxFileBytes, inflate: false }),
  ];
}

function bring(ctx: Ctx, resources: Resources, req: Request): Promise<string> {
  const { model, companyId, name } = req.query;
  const resource = resourceOf(resources, textOf(model));
  const place = textOf(companyId);
  if (!/^\d{0,9}$/.test(place)) throw new DomainError('not_found', { companyId });
  const body: unknown = req.body;
  return bringTable(ctx, {
    model: resource.source.model.name,
    companyId: place === '' ? null : Number(place),
    fileName:
      textOf(name)
        .replace(/\p{Cc}|\p{Cf}/gu, '')
        .trim() || 'table',
    bytes: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
    names: columnNamesOf(resource),
  });
}

/** @throws not_found */
function resourceOf(resources: Resources, model: string): HubResource {
  const resource = resources.get(model);
  if (!resource?.source.operations) throw new DomainError('not_found', { model });
  return resource;
}

function modelsOf(ctx: Ctx, resources: Resources) {
  const say = sayTo(ctx);
  return [...resources.values()]
    .filter(({ source }) => source.operations?.comesInFiles && source.operations.isAllowed(ctx))
    .map(({ source }) => ({ model: source.model.name, label: say(source.definition.label) }))
    .sort((a, b) => a.label.localeCompare(b.label, languageOf(ctx)));
}

const mappingText = z.record(z.string().max(100), z.int());

function wayOf(req: Asking) {
  const { mapping = '', numberForm = '' } = (req as Asking & { fields?: Record<string, string> }).fields ?? {};
  try {
    return {
      mapping: mappingText.parse(JSON.parse(mapping)),
      numberForm: isLanguage(numberForm) ? numberForm : 'en',
    } as const;
  } catch (cause) {
    throw new DomainError('invalid_input', { cause: String(cause) }, 'The form could not be read.');
  }
}

async function detail(ctx: Ctx, resources: Resources, id: string): Promise<ImportDetail> {
  const table = await getTable(ctx, id);
  const resource = resourceOf(resources, table.model);
  const [view] = await importViews(ctx, resources, [table]);
  const { columnNames, sample, mapping, numberForm } = table;
  return {
    ...(view as ImportDetail),
    ...{ columnNames, sample, mapping, numberForm },
    columns: columnViews(ctx, resource, table.columns),
    keys: keysInWords(ctx, resource),
    faults: faultViews(ctx, resource, table.faults),
  };
}

async function preview(ctx: Ctx, resources: Resources, id: string) {
  const { model, mapping } = await getTable(ctx, id);
  for await (const rows of previewTable(ctx, id)) {
    return previewRows(ctx, { resource: resourceOf(resources, model), mapping, rows: rows.slice(0, 50) });
  }
  return [];
}

interface Sent {
  id: string;
  res: Response;
}

/** The rows that are wrong: the line, why, and the cells as they were, so that the file can be repaired and brought again. */
async function sendFaults(ctx: Ctx, resources: Resources, { id, res }: Sent): Promise<void> {
  const { model, columnNames } = await getTable(ctx, id);
  const resource = resourceOf(resources, model);
  const say = sayTo(ctx);
  await sendCsv(res, `wrong-rows-${id}`, async function* () {
    yield [say('Line'), say('Why'), ...columnNames];
    for await (const rows of readFaults(ctx, id)) {
      for (const { line, faults, cells } of rows) {
        yield [String(line), faultTexts(ctx, resource, faults).join(' '), ...cells];
      }
    }
  });
}

/** Every row with what would become of it. */
async function sendOutcomes(ctx: Ctx, resources: Resources, { id, res }: Sent): Promise<void> {
  const { model, columnNames } = await getTable(ctx, id);
  const resource = resourceOf(resources, model);
  const say = sayTo(ctx);
  const words = { new: say('new'), changed: say('changed'), unchanged: say('unchanged'), wrong: say('wrong') };
  await sendCsv(res, `rows-${id}`, async function* () {
    yield [say('Line'), say('Outcome'), say('Why'), ...columnNames];
    for await (const planned of previewTable(ctx, id)) {
      for (const { row, outcome, faults } of planned) {
        yield [String(row.line), words[outcome], faultTexts(ctx, resource, faults).join(' '), ...row.cells];
      }
    }
  });
}

async function sendCsv(res: Response, name: string, lines: () => AsyncGenerator<string[]>): Promise<void> {
  res.set({ 'Content-Type': 'text/csv; charset=utf-8' }).attachment(`${name}.csv`);
  const text = async function* () {
    yield '\uFEFF';
    for await (const cells of lines()) yield csvLine(cells.map(harmlessCell));
  };
  await pipeline(Readable.from(text()), res).catch((error: unknown) => {
    if (!res.destroyed) throw error;
  });
}
