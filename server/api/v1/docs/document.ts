/** The API in OpenAPI 3.1, made of the declarations that requests are checked by. */
import type { AnswerShape, Operation } from '../../../http/operation.ts';
import { type Examples, readExamples } from './examples.ts';
import { problemShape, problemsOf, titleOf } from './problem-schema.ts';
import { Components, componentPrefix, type JsonSchema } from './schemas.ts';
import { chapters } from './tags.ts';
import { securitySchemes, tableOfCallers, waysTo } from './who-calls.ts';

export interface Parameter {
  name: string;
  in: 'query' | 'path' | 'header';
  required: boolean;
  description?: string;
  schema: JsonSchema;
}

export interface Content {
  [mediaType: string]: { schema?: JsonSchema; examples?: Record<string, { value: unknown }> };
}

export interface Answer {
  description: string;
  headers?: Record<string, { description: string; schema: JsonSchema }>;
  content?: Content;
}

export interface DescribedOperation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  deprecated?: true;
  security: Record<string, string[]>[];
  parameters: Parameter[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, Answer>;
  /** Who can call it. */
  'x-callers': readonly string[];
}

export interface OpenApiDocument {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } };
  servers: object[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, DescribedOperation>>;
  components: { securitySchemes: Record<string, object>; schemas: Record<string, JsonSchema> };
}

/** @param publicUrl what people call this hub, without a slash at the end */
export function openApiDocument(operations: readonly Operation[], publicUrl: string): OpenApiDocument {
  const components = new Components();
  const problem = components.schemaOf(problemShape, 'output');
  const examples = readExamples();
  // Answers first: where what is sent differs from what is answered, what is answered keeps the name.
  const answers = new Map(
    operations.map((each) => [each, answersOf(each, components, { problem, example: examples[each.id] })]),
  );
  const paths: OpenApiDocument['paths'] = {};
  for (const operation of operations) {
    const path = `/api/v1${operation.path}`;
    paths[path] ??= {};
    paths[path][operation.method.toLowerCase()] = described(operation, components, {
      responses: answers.get(operation) ?? {},
      example: examples[operation.id],
    });
  }
  const used = new Set(operations.map(({ tag }) => tag));
  return {
    openapi: '3.1.0',
    info: {
      title: 'SaleFlex.GATE',
      version: '1',
      description: introduction(),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: serversAt(publicUrl),
    tags: [...new Set([...Object.keys(chapters), ...used])]
      .filter((name) => used.has(name))
      .map((name) => ({ name, description: chapters[name] ?? '' })),
    paths,
    components: {
      securitySchemes: securitySchemes(publicUrl.startsWith('https:') ? '__Host-gate_session' : 'gate_session'),
      schemas: components.schemas,
    },
  };
}

function serversAt(url: string): object[] {
  return [
    { url },
    {
      url: `${url}/t/{secret}`,
      description: 'For devices that know nothing but their address; no token is sent.',
      variables: { secret: { default: 'secret', description: 'The terminal’s, as the portal shows it once.' } },
    },
  ];
}

function introduction(): string {
  return [
    'The hub of SaleFlex tills. Every address answers below `/api/v1` and below `/api`, with and without a slash at the end; nothing is answered by a redirect.',
    'Amounts and quantities are decimal text, such as `"2.50"`, and never rounded; times are ISO 8601 in UTC; ids are UUIDs. Bodies are JSON in UTF-8, perhaps compressed with gzip or deflate; of a name that stands twice in an object the last one counts.',
    'Refusals are `application/problem+json`: decide by `code`, show `message`. What one may not see does not exist: 404. What is unknown in a query or a body is refused by its name, but for what devices push: there all of it is kept.',
    'Lists come in pages: ask on with `cursor=` and the `next` of the page before, under the same filters and order, until it is null. `fields=` picks fields, `sort=` the order.',
    'What is read alone carries an `ETag`: as `If-None-Match` it saves a transfer (304), as `If-Match` it is what `PATCH` and `DELETE` ask for, so that nobody writes over what they have not seen (409 `stale`: read again). Whatever makes something new takes an `Idempotency-Key`: send one with each try, and the same again after a lost answer.',
    'Answers name their request in `X-Request-Id`. What you send as `X-Correlation-Id` (up to 128 letters, digits and `. _ : -`) comes back, and stands on every line that the request leaves in the hub’s log. `RateLimit` says how much may still be asked; after 429 and 503 wait as long as `Retry-After` says, and send the same again.',
    `**Who calls with what**\n\n${tableOfCallers()}`,
  ].join('\n\n');
}

type Example = Examples[string] | undefined;

function described(
  operation: Operation,
  components: Components,
  { responses, example }: { responses: Record<string, Answer>; example: Example },
): DescribedOperation {
  const { id, tag, summary, description, callers, deprecation, body } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(deprecation && { deprecated: true as const }),
    'x-callers': callers,
    security: securityOf(operation),
    parameters: parametersOf(operation, components),
    ...(body && {
      requestBody: {
        required: body.isOptional !== true,
        content: bodyContent(body, components, example?.body),
      },
    }),
    responses,
  };
}

function securityOf(operation: Operation): Record<string, string[]>[] {
  const ways = waysTo(operation);
  const named = ways.flatMap(({ scheme }) => (scheme === null ? [] : [{ [scheme]: [] }]));
  // By address: the second of the servers.
  return ways.some(({ scheme }) => scheme === null) ? [...named, {}] : named;
}

function bodyContent(
  { schema, takesLines }: NonNullable<Operation['body']>,
  components: Components,
  example: unknown,
): Content {
  return {
    'application/json': { schema: components.schemaOf(schema, 'input'), ...exampled(example) },
    ...(takesLines && {
      'application/x-ndjson': { schema: { type: 'string', description: 'One document on each line.' } },
    }),
  };
}

function exampled(value: unknown): Pick<Content[string], 'examples'> {
  return value === undefined ? {} : { examples: { usual: { value } } };
}

function parametersOf(operation: Operation, components: Components): Parameter[] {
  const { path, params, query } = operation;
  const fields = params ? components.schemaOf(params, 'input').properties : {};
  const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) =>
    parameter('path', name, { schema: fields?.[name] ?? { type: 'string' }, required: true }),
  );
  const { properties = {}, required = [] } = query ? components.schemaOf(query, 'input') : {};
  const inQuery = Object.entries(properties).map(([name, schema]) =>
    parameter('query', name, { schema, required: required.includes(name) }),
  );
  return [...inPath, ...inQuery, ...headersOf(operation)];
}

function headersOf({ takesIdempotencyKey, needsIfMatch, answers }: Operation): Parameter[] {
  const header = (name: string, description: string, required = false) =>
    parameter('header', name, { schema: { type: 'string', description }, required });
  const isStream = Object.values(answers).some(({ mediaType }) => mediaType === 'text/event-stream');
  return [
    ...(takesIdempotencyKey ? [header('Idempotency-Key', ofRepeats)] : []),
    ...(needsIfMatch ? [header('If-Match', ofChanges, true)] : []),
    ...(answers[304] ? [header('If-None-Match', 'ETag of what you have.')] : []),
    ...(isStream ? [header('Last-Event-ID', 'The last event that you have seen: only what came after it.')] : []),
  ];
}

const ofRepeats =
  'For a day a repeat under the same key gets the first one’s answer, unless the caller has lost rights since: then it is `forbidden`. Up to 255 printable characters of ASCII.';
const ofChanges =
  'ETag of what is changed as you have read it (`*`: whatever it is now). Without it the answer is `invalid_input`, and `stale` when somebody has changed it since.';

function parameter(
  place: Parameter['in'],
  name: string,
  { schema, required }: { schema: JsonSchema; required: boolean },
): Parameter {
  const { description, ...rest } = schema;
  return { name, in: place, required, ...(description !== undefined && { description }), schema: rest };
}

function answersOf(
  operation: Operation,
  components: Components,
  { problem, example }: { problem: JsonSchema; example: Example },
): Record<string, Answer> {
  const { answers, deprecation } = operation;
  const isEnding = deprecation !== undefined;
  const good = Object.entries(answers).map(([status, shape]): [string, Answer] => {
    const shown = Number(status) === example?.status ? example.answer : undefined;
    return [status, answerOf(shape, components, { isEnding, example: shown })];
  });
  const refused = [...problemsOf(operation)]
    // What is told by a status of its own is described there.
    .filter(([status]) => answers[status] === undefined)
    .map(([status, codes]): [string, Answer] => {
      const schema = { allOf: [problem, { type: 'object', properties: { code: { enum: [...codes] } } }] };
      const description = codes.map((code) => `\`${code}\`: ${titleOf(code)}.`).join(' ');
      return [String(status), { description, content: { 'application/problem+json': { schema } } }];
    });
  return Object.fromEntries([...good, ...refused]);
}

const ending = {
  Deprecation: 'The day since which it is known that this operation will end, as "@" and seconds.',
  Sunset: 'The day on which it ends.',
};

function answerOf(
  { description, schema, mediaType = 'application/json', headers = {} }: AnswerShape,
  components: Components,
  { isEnding, example }: { isEnding: boolean; example: unknown },
): Answer {
  const told = Object.entries({ ...headers, ...(isEnding && ending) });
  const isBare = schema === undefined && mediaType === 'application/json';
  const isText = !/json$/.test(mediaType);
  const content = schema ? components.schemaOf(schema, 'output') : ({ type: 'string' } as JsonSchema);
  return {
    description,
    ...(told.length > 0 && {
      headers: Object.fromEntries(
        told.map(([name, text]) => [name, { description: text, schema: { type: 'string' } }]),
      ),
    }),
    ...(!isBare && {
      // A stream of lines is text; what each line holds is a component.
      content: {
        [mediaType]: { schema: isText && schema === undefined ? { type: 'string' } : content, ...exampled(example) },
      },
    }),
  };
}

/** The component that a reference means. */
export function resolved(document: Pick<OpenApiDocument, 'components'>, schema: JsonSchema): JsonSchema {
  const { $ref, ...rest } = schema;
  if ($ref === undefined) return schema;
  return { ...resolved(document, document.components.schemas[$ref.slice(componentPrefix.length)] ?? {}), ...rest };
}
