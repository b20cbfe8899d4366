/** Changes say which state of a row they mean, so that nobody overwrites what they have not seen. */
import type { Request } from 'express';
import { DomainError } from '../../../core/errors.ts';

/** The ETag of a version. */
export function tagOf(version: number): string {
  return `"${version}"`;
}

const oneTag = /^(?:W\/)?("[\x21\x23-\x7e]*")$/;

/** Lets the change go on when the row is in a state that `If-Match` names; `*` is any.
 *  @throws invalid_input the header is missing, or no list of tags
 *  @throws stale         the row is in another state by now */
export function requireMatch({ headers }: Request, version: number): void {
  const said = headers['if-match'];
  if (said === undefined) {
    throw refused('is required: the ETag of the row as you have read it, or * for whatever it is');
  }
  if (said.trim() === '*') return;
  // Proxies that pack an answer make its tag a weak one. Ours stand for a version, which is exact all the same.
  const tags = said.split(',').map((tag) => oneTag.exec(tag.trim())?.[1]);
  if (tags.includes(undefined)) throw refused('is an ETag in quotes, or *');
  if (tags.includes(tagOf(version))) return;
  throw new DomainError(
    'stale',
    { version },
    'Somebody has changed it since you read it. Read it again and decide anew.',
  );
}

function refused(message: string): DomainError {
  const sentence = 'A change must say which state it has seen: send If-Match with the ETag of the row.';
  return new DomainError('invalid_input', { errors: [{ path: 'If-Match', message }] }, sentence);
}
