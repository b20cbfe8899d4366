/** The published document as the judge of answers: whatever comes must be what it says. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import type { DescribedOperation, OpenApiDocument } from '../../../server/api/v1/docs/document.ts';

// The package is CommonJS: its function stands under `default` for types only.
const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;

export interface Described {
  id: string;
  method: string;
  /** With `/api/v1` in front, parameters as `{name}`. */
  path: string;
  operation: DescribedOperation;
}

export interface Seen {
  status: number;
  mediaType: string;
  /** Undefined: no body, or none of JSON. */
  body: unknown;
}

export class Contract {
  readonly document: OpenApiDocument;
  readonly operations: readonly Described[];
  readonly #ajv: Ajv2020;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(document: OpenApiDocument) {
    this.document = document;
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        ...{ id: operation.operationId, method: method.toUpperCase(), path, operation },
      })),
    );
    // OpenAPI has keywords of its own around the schemas.
    this.#ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true });
    addFormats(this.#ajv);
    this.#ajv.addSchema({ $id: 'https://document.test/', ...document });
  }

  static async of(hubUrl: string): Promise<Contract> {
    return new Contract((await (await fetch(`${hubUrl}/api/v1/openapi.json`)).json()) as OpenApiDocument);
  }

  operationNamed(id: string): Described {
    const found = this.operations.find((each) => each.id === id);
    if (!found) throw new Error(`the document has no operation ${id}`);
    return found;
  }

  /** What is wrong with an answer, in a sentence; null: nothing. */
  judge({ id, path, method, operation }: Described, { status, mediaType, body }: Seen): string | null {
    const answer = operation.responses[String(status)];
    if (!answer) return `${id} answered ${status}, which the document does not know${told(body)}`;
    const types = Object.keys(answer.content ?? {});
    if (types.length === 0) return body === undefined ? null : `${id} ${status} has a body, which it should not`;
    if (!types.includes(mediaType)) return `${id} ${status} is ${mediaType}, not ${types.join(' or ')}`;
    if (mediaType !== 'application/x-ndjson' && !isJson(mediaType)) return null;
    const place = `/paths/${escaped(path)}/${method.toLowerCase()}/responses/${status}/content/${escaped(mediaType)}/schema`;
    const isValid = this.#validator(place);
    const values = mediaType === 'application/x-ndjson' ? linesOf(String(body)) : [body];
    if (values.every((value) => isValid(value))) return null;
    return `${id} ${status} breaks its schema: ${this.#ajv.errorsText(isValid.errors)}${told(body)}`;
  }

  /** Whether a body is what an operation asks for. */
  takes({ path, method }: Described, body: unknown): boolean {
    return this.#validator(
      `/paths/${escaped(path)}/${method.toLowerCase()}/requestBody/content/${escaped('application/json')}/schema`,
    )(body);
  }

  #validator(place: string): ValidateFunction {
    const known = this.#compiled.get(place) ?? this.#ajv.compile({ $ref: `https://document.test/#${place}` });
    this.#compiled.set(place, known);
    return known;
  }
}

export function isJson(mediaType: string): boolean {
  return /^application\/([\w.-]+\+)?json$/.test(mediaType);
}

function linesOf(text: string): unknown[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line));
}

/** For the part of an address after `#`. */
function escaped(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function told(body: unknown): string {
  return body === undefined ? '' : `: ${JSON.stringify(body).slice(0, 300)}`;
}
