/** What devices push in the gate dialect (protocol 2): envelopes of mixed documents, or one document alone. */
import { DomainError, type InputError } from '../../../core/errors.ts';
import { parseJson, parseJsonLines } from '../../body.ts';
import { inFullNames } from './full-names.ts';

/** How documents are written: an envelope with a list, a document on each line, or one alone, of which the address says the
 *  type. */
export type DocumentForm = 'batch' | 'lines' | { type: string };

/** More are cheaper for everybody in several pushes. */
export const mostDocuments = 1000;

/** Stands on lines of the log. */
const longestCorrelationId = 128;

/** A document on its way to be recorded. */
export interface PushedDocument {
  /** Empty where none could be read. */
  type: string;
  id: unknown;
  correlationId: string | null;
  document: unknown;
}

export interface PushedDocuments {
  documents: PushedDocument[];
  sequences: unknown;
}

const notCounters = { path: 'sequences', message: 'must be a list of {"name": text, "value": integer}' };

type Row = Readonly<Record<string, unknown>>;

/** @throws malformed_body    it cannot be read at all
 *  @throws invalid_input     it is none of these forms
 *  @throws payload_too_large there are too many documents in it */
export function readDocuments(body: Uint8Array, form: DocumentForm): PushedDocuments {
  if (form === 'batch') return readEnvelope(parseJson(body));
  if (form === 'lines') return readLines(parseJsonLines(body));
  const document = parseJson(body);
  if (!isRow(document)) refuse([{ path: '', message: 'must be a JSON object' }]);
  return { documents: [read({ type: form.type, document })], sequences: undefined };
}

function readEnvelope(body: unknown): PushedDocuments {
  if (!isRow(body)) refuse([{ path: '', message: 'must be a JSON object' }]);
  const { schema_version: version, documents, sequences } = body;
  const errors: InputError[] = [];
  if (version !== undefined && version !== 1) errors.push({ path: 'schema_version', message: 'must be 1, or missing' });
  if (!Array.isArray(documents))
    errors.push({ path: 'documents', message: 'must be a list of {"type": text, "document": object}' });
  if (sequences !== undefined && sequences !== null && !Array.isArray(sequences)) {
    errors.push(notCounters);
  }
  if (errors.length > 0) refuse(errors);
  return { documents: readAll(documents as unknown[]), sequences };
}

/** A line without a document may bring the counters. */
function readLines(lines: readonly unknown[]): PushedDocuments {
  if (lines.length === 0)
    throw new DomainError('malformed_body', {}, 'The body is empty; send a document on each line.');
  const counters = lines.filter(
    (line) => isRow(line) && line['document'] === undefined && 'sequences' in line,
  ) as Row[];
  const sequences = counters.map((line) => line['sequences']).filter((each) => each !== null);
  if (!sequences.every(Array.isArray)) refuse([notCounters]);
  return {
    documents: readAll(lines.filter((line) => !counters.includes(line as Row))),
    sequences: sequences.flat(),
  };
}

function readAll(list: readonly unknown[]): PushedDocument[] {
  if (list.length > mostDocuments) {
    throw new DomainError('payload_too_large', {}, `At most ${mostDocuments} documents fit into one push.`);
  }
  return list.map(read);
}

function read(sent: unknown): PushedDocument {
  if (!isRow(sent)) return { type: '', id: undefined, correlationId: null, document: undefined };
  const { type, id, correlation_id: correlationId, document } = sent;
  return {
    type: typeof type === 'string' && document !== undefined ? type : '',
    id,
    correlationId: isShortText(correlationId) ? correlationId : null,
    document: typeof type === 'string' ? inFullNames(type, document) : document,
  };
}

function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestCorrelationId;
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(errors: readonly InputError[]): never {
  throw new DomainError('invalid_input', { errors });
}
