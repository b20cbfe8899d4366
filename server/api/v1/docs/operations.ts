/** The document itself, as an operation: it describes itself, too. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Operation, operation } from '../../../http/operation.ts';
import { type OpenApiDocument, openApiDocument } from './document.ts';

export interface Documented {
  operations: readonly Operation[];
  /** Made at the first question, once. */
  document(): OpenApiDocument;
}

/** All operations and their document.
 *  @param publicUrl what people call this hub */
export function documented(others: readonly Operation[], publicUrl: string): Documented {
  let made: { document: OpenApiDocument; text: string; etag: string } | undefined;
  const make = () => {
    const document = openApiDocument(operations, publicUrl);
    const text = JSON.stringify(document);
    return { document, text, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` };
  };
  const once = () => {
    made ??= make();
    return made;
  };
  const headers = { ETag: 'Changes with the document.' };
  const itself = operation({
    id: 'readOpenApiDocument',
    method: 'GET',
    path: '/openapi.json',
    tag: 'Documentation',
    summary: 'This API in OpenAPI 3.1',
    description: 'For people the same is at `/api/docs`.',
    callers: [],
    answers: {
      200: { description: 'The document.', schema: z.looseObject({ openapi: z.literal('3.1.0') }), headers },
      304: { description: 'It is the one named in `If-None-Match`.' },
    },
    handle: async ({ req }) => {
      const { text, etag } = once();
      const caching = { ETag: etag, 'Cache-Control': 'no-cache' };
      if (req.headers['if-none-match'] === etag) return { status: 304, headers: caching };
      return { text, headers: caching };
    },
  });
  const operations: readonly Operation[] = [...others, itself];
  return { operations, document: () => once().document };
}
