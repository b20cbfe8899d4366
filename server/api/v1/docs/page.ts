/** What the pages of the documentation show, made of the document that programs read. */
import type { DescribedOperation, OpenApiDocument } from './document.ts';
import { type FieldRow, fieldRows, kindOf, sampleOf } from './fields.ts';
import { commandOf, firstSteps } from './first-steps.ts';
import type { JsonSchema } from './schemas.ts';
import { waysIn } from './who-calls.ts';

/** Text with what machines read marked. */
type Parts = { text: string; isCode: boolean }[];

/** `` `words` `` of our own texts are what machines read; `**words**` lose their stars. */
export function partsOf(text: string): Parts {
  return text
    .replaceAll('**', '')
    .split('`')
    .map((each, index) => ({ text: each, isCode: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}

interface Placed {
  path: string;
  method: string;
  operation: DescribedOperation;
}

function placed({ paths }: OpenApiDocument): Placed[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
}

/** Chapters with their operations.
 *  @param search words that must all be found in an operation; empty: all */
export function overview(document: OpenApiDocument, search: string) {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = placed(document).map((each) => ({ ...rowOf(each), tag: each.operation.tags[0], text: textOf(each) }));
  const found = rows.filter(({ text }) => wanted.every((word) => text.includes(word)));
  const conventions = document.info.description.split('\n\n').filter((each) => !each.startsWith('|'));
  return {
    search,
    count: found.length,
    chapters: document.tags
      .map(({ name, description }) => ({
        name,
        key: `api-docs.chapters.${name}`,
        description,
        rows: found.filter(({ tag }) => tag === name),
      }))
      .filter((chapter) => chapter.rows.length > 0),
    steps: firstSteps.map((step) => ({
      ...{ says: partsOf(step.says), href: `/api/docs/${step.id}`, command: commandOf(step, hubOf(document)) },
      kept: Object.entries(step.keep ?? {}).map(([name, field]) => ({ name, field })),
    })),
    conventions: conventions.filter((each) => !each.startsWith('**')).map(partsOf),
    ways: waysIn.map(({ name, ...way }) => ({
      name,
      ...{
        sends: partsOf(way.sends),
        from: partsOf(way.from),
        reaches: partsOf(way.reaches),
        lasts: partsOf(way.lasts),
      },
    })),
  };
}

const hubOf = ({ servers }: OpenApiDocument) => (servers as { url: string }[])[0]?.url ?? '';

function rowOf({ path, method, operation }: Placed) {
  const { operationId: id, summary, deprecated } = operation;
  const tone = method === 'GET' ? 'read' : method === 'DELETE' ? 'delete' : 'write';
  return { id, href: `/api/docs/${id}`, method, tone, path, summary, deprecated, callers: callersOf(operation) };
}

function callersOf(operation: DescribedOperation): string {
  const callers = operation['x-callers'];
  return callers.length === 0 ? 'anybody' : callers.join(', ');
}

/** What a search looks in. */
function textOf({ path, method, operation }: Placed): string {
  const { operationId, tags, summary, description = '', parameters } = operation;
  const names = parameters.map(({ name }) => name);
  return [operationId, method, path, ...tags, summary, description, callersOf(operation), ...names]
    .join(' ')
    .toLowerCase();
}

/** One operation, or null where there is none of that name. */
export function detail(document: OpenApiDocument, id: string) {
  const found = placed(document).find(({ operation }) => operation.operationId === id);
  if (!found) return null;
  const { operation } = found;
  const [good, refused] = answersOf(document, operation);
  return {
    ...rowOf(found),
    tag: operation.tags[0],
    description: partsOf(operation.description ?? ''),
    ways: waysIn
      .filter(
        ({ caller, looksOnly }) => operation['x-callers'].includes(caller) && !(looksOnly && found.method !== 'GET'),
      )
      .map(({ name, sends }) => ({ name, sends: partsOf(sends) })),
    isForAnybody: operation['x-callers'].length === 0,
    parameters: operation.parameters.map(({ name, in: place, required, description = '', schema }) => ({
      ...{ name, place, isRequired: required, description: partsOf(description), kind: kindOf(document, schema) },
    })),
    body: bodyOf(document, operation),
    answers: good,
    refused,
    curl: curlOf(document, found),
  };
}

function rowsFor(document: OpenApiDocument, schema: JsonSchema) {
  const { rows, isCut } = fieldRows(document, schema);
  const shown = rows.map(({ description, ...row }: FieldRow) => ({ ...row, description: partsOf(description) }));
  return { rows: shown, isCut, kind: kindOf(document, schema) };
}

function bodyOf(document: OpenApiDocument, { requestBody }: DescribedOperation) {
  if (!requestBody) return null;
  const { schema = {}, examples = {} } = requestBody.content['application/json'] ?? {};
  return {
    ...rowsFor(document, schema),
    mediaTypes: Object.keys(requestBody.content).join(', '),
    isOptional: !requestBody.required,
    examples: examplesOf(examples),
  };
}

function examplesOf(examples: Record<string, { value: unknown }>) {
  return Object.values(examples).map(({ value }) => ({ text: pretty(value) }));
}

const pretty = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

function answersOf(document: OpenApiDocument, { responses }: DescribedOperation) {
  const all = Object.entries(responses).map(([status, { description, content = {}, headers = {} }]) => {
    const [mediaType, { schema, examples = {} } = {}] = Object.entries(content)[0] ?? [];
    const isProblem = mediaType === 'application/problem+json';
    return {
      ...{ status, mediaType, isProblem, description: partsOf(description), examples: examplesOf(examples) },
      headers: Object.entries(headers).map(([name, header]) => ({ name, description: partsOf(header.description) })),
      ...(schema && !isProblem && rowsFor(document, schema)),
    };
  });
  return [all.filter(({ isProblem }) => !isProblem), all.filter(({ isProblem }) => isProblem)] as const;
}

/** As somebody would try it in a shell. */
function curlOf(document: OpenApiDocument, { path, method, operation }: Placed): string {
  const needed = operation.parameters.filter((each) => each.in === 'query' && each.required);
  const query = needed.map(({ name, schema }) => `${name}=${encodeURIComponent(String(sampleOf(document, schema)))}`);
  const address = `${hubOf(document)}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  const headers = operation.parameters.filter((each) => each.in === 'header' && each.required);
  const content = operation.requestBody?.content['application/json'];
  const [example] = Object.values(content?.examples ?? {});
  const body = content && (example?.value ?? sampleOf(document, content.schema ?? {}));
  return [
    `curl${method === 'GET' ? '' : ` -X ${method}`} '${address}'`,
    ...(operation['x-callers'].length > 0 ? [`  -H 'Authorization: Bearer …'`] : []),
    ...headers.map(({ name }) => `  -H '${name}: …'`),
    ...(content ? [`  -H 'Content-Type: application/json'`, `  -d ${shellText(JSON.stringify(body))}`] : []),
  ].join(' \\\n');
}

/** Longer bodies are read from a file: the example stands on the page. */
const longestBody = 600;

function shellText(json: string): string {
  return json.length > longestBody ? '@body.json' : `'${json.replaceAll("'", "'\\''")}'`;
}
