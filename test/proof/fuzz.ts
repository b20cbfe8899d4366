/** Damaged bodies over HTTP: the hub answers each with a JSON object of the office dialect and never with a fault, keeps no half
 *  of anything, and what was sound beside the damage is stored. */

import { createRandom } from '../../server/cli/simulator/random.ts';
import { normalizeWireId } from '../../server/core/ids.ts';
import { unpackBody } from '../../server/domain/sales/index.ts';
import { audit, readStored, type StoredDocument } from './books.ts';
import { send } from './client.ts';
import { type Json, type JsonObject, sameJson } from './documents.ts';
import { makeFleet, withDatabase } from './fleet.ts';
import { drawCase, type FuzzCase } from './fuzz-cases.ts';
import { type HubProcess, type Installation, startHub } from './hub-process.ts';
import { firstAnswer, rawPost, sendRaw } from './raw-request.ts';

export interface FuzzOptions {
  seed: string;
  /** Bodies to send. */
  count: number;
  onProgress?: (line: string) => void;
}

export interface FuzzReport {
  sent: number;
  /** How often each status was answered; 0: the connection was closed without an answer, which only lies about lengths get. */
  statuses: Record<string, number>;
  /** Documents that were taken as they are in spite of the damage, and those that went to quarantine. */
  accepted: number;
  quarantined: number;
  /** Empty: proven. */
  problems: string[];
}

interface Answered {
  sent: FuzzCase;
  status: number;
  body: JsonObject | null;
}

/** Cases that are on their way at once, so that broken and sound documents meet in one transaction. */
const width = 8;
const mostProblems = 30;

/** Runs the proof on a migrated, empty database that nobody serves. */
export async function fuzz(installation: Installation, options: FuzzOptions): Promise<FuzzReport> {
  const tills = await makeFleet(installation.databaseUrl, 4);
  const random = createRandom(`fuzz/${options.seed}`);
  const hub = await startHub({ ...installation, env: { MAX_BODY_MB: '2', ...installation.env } });
  const report: FuzzReport = { sent: 0, statuses: {}, accepted: 0, quarantined: 0, problems: [] };
  try {
    const answered: Answered[] = [];
    while (report.sent < options.count && report.problems.length < mostProblems) {
      const cases = Array.from({ length: Math.min(width, options.count - report.sent) }, () => drawCase(tills, random));
      const answers = await Promise.all(cases.map((sent) => answer(hub, sent)));
      for (const each of answers) report.problems.push(...judgeAnswer(each));
      answered.push(...answers);
      report.sent += cases.length;
      options.onProgress?.(`${report.sent} bodies`);
    }
    count(report, answered);
    await judgeStored(installation.databaseUrl, answered, report.problems);
    const health = await send(`${hub.url}/healthz`).catch(() => null);
    if (health?.status !== 200) report.problems.push('the hub does not answer any more');
    hub.signal('SIGTERM');
    if ((await hub.ended) !== 0) report.problems.push('the hub did not end well');
    const faults = hub
      .output()
      .split('\n')
      .filter((line) => /"code":"(internal|unavailable)"/.test(line));
    report.problems.push(...faults.map((line) => `the hub took it for a fault of its own: ${line.slice(0, 600)}`));
    if (report.problems.length > 0) report.problems.push(`the hub wrote:\n${hub.output()}`);
  } finally {
    await hub.kill();
  }
  return report;
}

async function answer(hub: HubProcess, sent: FuzzCase): Promise<Answered> {
  const path = `${sent.till.prefix}/pos/${sent.kind}`;
  const { bytes, headers, length } = sent;
  try {
    const received =
      length === 'right'
        ? await send(`${hub.url}${path}`, { text: bytes, headers })
        : firstAnswer(await sendRaw(hub.port, rawPost(path, lyingHead(sent), framed(sent)), length === 'long'));
    return { sent, status: received?.status ?? 0, body: received ? readObject(received.text) : null };
  } catch {
    return { sent, status: 0, body: null };
  }
}

function lyingHead({ bytes, length }: FuzzCase): Record<string, string> {
  const type = { 'Content-Type': 'application/json' };
  if (length === 'chunked') return { ...type, 'Transfer-Encoding': 'chunked', Connection: 'close' };
  return { ...type, 'Content-Length': String(bytes.length + (length === 'long' ? 100 : -100)) };
}

function framed({ bytes, length }: FuzzCase): Buffer {
  if (length !== 'chunked') return bytes;
  const middle = bytes.length >> 1;
  const chunks = [bytes.subarray(0, middle), bytes.subarray(middle), Buffer.alloc(0)];
  return Buffer.concat(
    chunks.flatMap((chunk) => [Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]),
  );
}

function readObject(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

const refusals = [400, 404, 413, 415];

/** What every answer must be, whatever was sent. */
function judgeAnswer({ sent, status, body }: Answered): string[] {
  const told = (problem: string) => [`${problem} (${sent.what}): ${status} ${JSON.stringify(body).slice(0, 200)}`];
  if (status === 0 && sent.length === 'long') return [];
  if (body === null) return told('no JSON object was answered');
  if (refusals.includes(status)) {
    const isError = body['status'] === 'error' && typeof body['message'] === 'string' && body['message'] !== '';
    if (!isError) return told('an error without a message');
    return sent.sound.length > 0 ? told('sound documents were refused with a broken one') : [];
  }
  if (status !== 200 || body['status'] !== 'ok') return told('an answer that no till understands');
  if (sent.kind === 'sequences') return typeof body['updated'] === 'number' ? [] : told('no count of counters');
  const items = itemsOf(sent);
  const { accepted, rejected, message } = body;
  if (typeof accepted !== 'number' || typeof rejected !== 'number') return told('counts that are no numbers');
  if (accepted + rejected !== items.length) return told(`counts that do not add up to ${items.length}`);
  if (accepted < sent.sound.length) return told('a sound document was rejected');
  if (rejected > 0 && (typeof message !== 'string' || message === '')) return told('a rejection without a reason');
  return [];
}

function itemsOf(sent: FuzzCase): readonly Json[] {
  const body = readObject(sent.bytes.toString('utf8').replace(/^\ufeff/, ''));
  const items = body?.[sent.kind];
  return Array.isArray(items) ? items : [];
}

function count(report: FuzzReport, answered: readonly Answered[]): void {
  for (const { status, body } of answered) {
    report.statuses[status] = (report.statuses[status] ?? 0) + 1;
    report.accepted += Number(body?.['accepted'] ?? 0);
    report.quarantined += Number(body?.['rejected'] ?? 0);
  }
}

/** What is stored is what was accepted, and what was rejected lies in quarantine as it came. */
async function judgeStored(url: string, answered: readonly Answered[], problems: string[]): Promise<void> {
  await withDatabase(url, async (db) => {
    const stored = await readStored(db, problems);
    const rows = await db.reader.quarantinedItem.findMany({ select: { codec: true, body: true } });
    const quarantine = rows.map((row) => JSON.parse(unpackBody(row)));
    for (const each of answered) {
      const told = judgeItems(each, stored, quarantine);
      problems.push(...told.map((problem) => `${problem} (${each.sent.what}; ${each.status})`));
    }
    problems.push(...(await audit(db, [])));
  });
}

function judgeItems(
  { sent, status, body }: Answered,
  stored: Map<string, StoredDocument>,
  quarantine: readonly Json[],
) {
  if (sent.kind === 'sequences') return [];
  if (status !== 200) return sent.ids.filter((id) => stored.has(id)).map((id) => `${id} was refused and is stored`);
  const problems = sent.sound.flatMap((item) => judgeStoredItem(item, stored));
  const items = itemsOf(sent);
  const [only] = items;
  if (items.length !== 1 || only === undefined) return problems;
  if (body?.['accepted'] === 1) return judgeStoredItem(only, stored);
  if (sent.ids.some((id) => stored.has(id))) problems.push('a document was rejected and is stored');
  if (!quarantine.some((item) => sameJson(item, only)))
    problems.push('a rejected document is not in quarantine as it came');
  return problems;
}

function judgeStoredItem(item: Json, stored: Map<string, StoredDocument>): string[] {
  const { head, closure } = item as { head?: JsonObject; closure?: JsonObject };
  const id = String(normalizeWireId((head ?? closure)?.['id']));
  const found = stored.get(id);
  if (!found) return [`${id} was accepted and is not stored`];
  return sameJson(found.item, item) ? [] : [`${id} is stored with other values`];
}
