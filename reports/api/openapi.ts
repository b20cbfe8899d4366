/** The API in OpenAPI 3.1, made of the schemas that the answers and questions are checked by. */
import { z } from 'zod';
import { catalogue } from '../catalogue.ts';
import { askedFields, listFields } from '../engine/window.ts';
import { answerShape, listShape, problemShape } from './shape.ts';

interface Parameter {
  name: string;
  in: 'query' | 'path';
  required: boolean;
  description?: string;
  schema: object;
  explode?: false;
}

const described: Readonly<Record<string, string>> = {
  company: 'Slug of the company.',
  range: 'Days by name; "own" takes from and to. With from and to alone it is "own".',
  from: 'First day of an own range, YYYY-MM-DD.',
  to: 'Last day of an own range, YYYY-MM-DD.',
  compare: 'Which earlier days the lead column is compared with.',
  store: 'Codes of stores; without them all that you may see.',
  terminal: 'UUIDs of tills.',
  department: 'Ids of departments; "-" stands for lines that name none.',
  cashier: 'Ids of cashiers; "-" stands for receipts that name none.',
  payment: 'Payment types, such as CASH_PAYMENT.',
  in: 'Converts everything into this currency, ISO 4217, at each day’s rate.',
};

const language: Parameter = {
  name: 'language',
  in: 'query',
  required: false,
  description: 'Of labels and titles; without it that of your profile.',
  schema: { type: 'string', enum: ['en', 'tr', 'de'] },
};

/** What stands in the shapes' place in the document. */
function schemaOf(shape: z.ZodType): object {
  const { $schema: _, id: _id, ...schema } = z.toJSONSchema(shape, { io: 'output' }) as Record<string, unknown>;
  return schema;
}

function questionParameters(): Parameter[] {
  return Object.entries(askedFields).map(([name, field]) => {
    const {
      $schema: _,
      default: fallback,
      ...schema
    } = z.toJSONSchema(field, { io: 'input' }) as Record<string, unknown>;
    const isList = listFields.has(name);
    return {
      name,
      in: 'query' as const,
      required: name === 'company',
      ...(described[name] && { description: described[name] }),
      schema: {
        ...(isList ? { type: 'array', items: { type: 'string' } } : schema),
        ...(fallback === undefined ? {} : { default: fallback }),
      },
      ...(isList && { explode: false as const }),
    };
  });
}

/** Choices that are single reports' own. */
function optionParameters(): Parameter[] {
  const options = new Map<string, Set<string>>();
  for (const { options: own = [] } of catalogue) {
    for (const { name, values } of own) options.set(name, new Set([...(options.get(name) ?? []), ...values]));
  }
  return [...options].map(([name, values]) => ({
    name,
    in: 'query',
    required: false,
    description: `Of the reports ${catalogue
      .filter((report) => report.options?.some((option) => option.name === name))
      .map((report) => report.name)
      .join(', ')}.`,
    schema: { type: 'string', enum: [...values] },
  }));
}

const refusals: Readonly<Record<number, string>> = {
  400: 'A filter breaks its rule; `errors` names it.',
  401: 'Nobody is signed in.',
  404: 'The report, the company or a store does not exist for you.',
  429: 'Too many questions within a minute; Retry-After says how long to wait.',
};

function responses(name: string, description: string, refused: readonly number[]): object {
  const problem = {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  };
  return {
    200: { description, content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } },
    ...Object.fromEntries(refused.map((status) => [status, { description: refusals[status], content: problem }])),
  };
}

/** @param publicUrl what people call this hub, without a trailing slash */
export function openApiDocument(publicUrl: string): object {
  const name: Parameter = {
    name: 'name',
    in: 'path',
    required: true,
    schema: { type: 'string', enum: catalogue.map((report) => report.name) },
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'SaleFlex.GATE',
      version: '1',
      description:
        'Figures of companies as their reports show them: the same questions, rights and numbers. Amounts are decimal text and never rounded.',
    },
    servers: [{ url: publicUrl }],
    security: [{ session: [] }],
    paths: {
      '/api/v1/reports': {
        get: {
          operationId: 'listReports',
          summary: 'The reports and companies that you may see',
          parameters: [language],
          responses: responses('ReportList', 'The list.', [401, 429]),
        },
      },
      '/api/v1/reports/{name}': {
        get: {
          operationId: 'askReport',
          summary: 'A report over days, stores and filters',
          parameters: [name, ...questionParameters(), ...optionParameters(), language],
          responses: responses('ReportAnswer', 'The figures.', [400, 401, 404, 429]),
        },
      },
    },
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: publicUrl.startsWith('https:') ? '__Host-gate_session' : 'gate_session',
          description: 'The session of a signed-in browser.',
        },
      },
      schemas: {
        ReportList: schemaOf(listShape),
        ReportAnswer: schemaOf(answerShape),
        Problem: schemaOf(problemShape),
      },
    },
  };
}
