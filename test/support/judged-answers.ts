/** Every answer that a hub of this process gives below `/api` is held against the published document, whoever asked for it and with
 *  whatever client: its status is told there, and its body is within its schema. */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { reportOperations } from '../../reports/api/operations.ts';
import { Gatekeeper } from '../../server/api/gatekeeper.ts';
import { inThisThread } from '../../server/api/router.ts';
import { readApiPath } from '../../server/api/v1/api-path.ts';
import { documented } from '../../server/api/v1/docs/operations.ts';
import { gateOperations } from '../../server/api/v1/operations.ts';
import { RouteTable } from '../../server/api/v1/route-table.ts';
import { createVault } from '../../server/core/vault.ts';
import { Tokens } from '../../server/domain/access/index.ts';
import type { AppDeps } from '../../server/http/deps.ts';
import type { Operation } from '../../server/http/operation.ts';
import { Contract, isJson } from '../api/v1/contract.ts';

interface Published {
  contract: Contract;
  table: RouteTable;
}

interface Watched extends Published {
  faults: string[];
}

let published: Published | undefined;
const watched = new Map<number, Watched>();
let isListening = false;

/** Begins to judge the answers of the hub at a port of this process.
 *  @param own operations that only this hub has, beside those of the API */
export function judgeAnswers(deps: AppDeps, port: number, own: readonly Operation[] = []): void {
  published ??= publishedBy(deps, []);
  watched.set(port, { ...(own.length > 0 ? publishedBy(deps, own) : published), faults: [] });
  if (isListening) return;
  isListening = true;
  // Tells of every request before its handler is called.
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const hub = watched.get(request.socket.localPort ?? 0);
    if (hub) watch(hub, request, response);
  });
}

/** @throws Error an answer was none that the document knows; each is told once */
export function throwFaults(port: number): void {
  const faults = watched.get(port)?.faults.splice(0) ?? [];
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

/** @throws Error as `throwFaults` */
export function endJudging(port: number): void {
  try {
    throwFaults(port);
  } finally {
    watched.delete(port);
  }
}

/** All operations of the API are made once more, for their declarations alone: none of them is called. */
function publishedBy(deps: AppDeps, own: readonly Operation[]): Published {
  const parts = { recorder: inThisThread(deps), gatekeeper: new Gatekeeper(deps), tokens: new Tokens(deps) };
  const vault = createVault(deps.config.secrets.vault);
  const others = [...reportOperations(deps), ...own];
  const all = [...gateOperations({ ...deps, ...parts, vault }), ...others].filter(
    ({ id }, index, list) => list.findIndex((each) => each.id === id) === index,
  );
  const { operations, document } = documented(all, 'http://hub.test');
  // As it is sent: what JSON leaves out is not there.
  return { contract: new Contract(JSON.parse(JSON.stringify(document()))), table: new RouteTable(operations) };
}

function watch(hub: Watched, request: IncomingMessage, response: ServerResponse): void {
  const { method = '' } = request;
  const id = operationOf(hub, method, request.url ?? '');
  if (id === null) return;
  const chunks: Buffer[] = [];
  const { write, end } = response;
  response.write = ((chunk: unknown, ...rest: unknown[]) => {
    if (!isStream(response)) keep(chunks, chunk);
    return Reflect.apply(write, response, [chunk, ...rest]) as boolean;
  }) as typeof write;
  response.end = ((chunk?: unknown, ...rest: unknown[]) => {
    if (!isStream(response)) keep(chunks, chunk);
    const fault = faultIn(hub, id, { response, bytes: Buffer.concat(chunks) });
    if (fault !== null && !hub.faults.includes(fault)) hub.faults.push(`${fault} (${method} ${request.url})`);
    return Reflect.apply(end, response, [chunk, ...rest]) as ServerResponse;
  }) as typeof end;
}

/** Null: none of the API's, or a method that the address does not have; HEAD is answered without a body. */
function operationOf({ table }: Watched, method: string, url: string): string | null {
  const path = readApiPath(url.split('?')[0] ?? '');
  try {
    return path && (table.find(path.rest, method)?.place.operations.get(method)?.id ?? null);
  } catch {
    return null;
  }
}

function faultIn({ contract }: Watched, id: string, seen: { response: ServerResponse; bytes: Buffer }): string | null {
  const { response, bytes } = seen;
  const status = response.statusCode;
  const mediaType = String(response.getHeader('content-type') ?? '').split(';')[0] ?? '';
  const described = contract.operationNamed(id);
  if (bytes.length === 0) return contract.judge(described, { status, mediaType, body: undefined });
  const text = unpacked(bytes, String(response.getHeader('content-encoding') ?? '')).toString('utf8');
  const body: unknown = isJson(mediaType) ? JSON.parse(text) : text;
  return contract.judge(described, { status, mediaType, body });
}

/** Streams of events stay open; what they say is judged by the tests that read them. */
function isStream(response: ServerResponse): boolean {
  return String(response.getHeader('content-type')).startsWith('text/event-stream');
}

function keep(chunks: Buffer[], chunk: unknown): void {
  if (typeof chunk === 'string') chunks.push(Buffer.from(chunk));
  else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
}

function unpacked(bytes: Buffer, encoding: string): Buffer {
  const { gzip, deflate, br } = { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync };
  const unpack = { gzip, deflate, br }[encoding];
  return unpack ? unpack(bytes) : bytes;
}
