/** The hash chain of the audit trail. A hash covers an entry's fixed fields and the digest of its content, so the content can
 *  be erased later (a deleted company, a person's data) while the chain still proves. */

import { createHash } from 'node:crypto';

/** The fixed fields of an entry, in the order in which they are hashed. */
export interface ChainedEntry {
  chain: number;
  position: number;
  companyId: number | null;
  at: Date;
  door: string;
  actorKind: string;
  actorId: string;
  actorName: string;
  action: string;
  subjectType: string;
  subjectId: string;
  contentDigest: string;
  previousHash: string;
  requestId: string | null;
}

/** What the first entry of a chain names as its predecessor. */
export const genesis = '';

/** SHA-256 of a text, base64url. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

export function hashOf(entry: ChainedEntry): string {
  return digestOf(
    JSON.stringify([
      entry.chain,
      entry.position,
      entry.companyId,
      entry.at.getTime(),
      entry.door,
      entry.actorKind,
      entry.actorId,
      entry.actorName,
      entry.action,
      entry.subjectType,
      entry.subjectId,
      entry.contentDigest,
      entry.previousHash,
      entry.requestId,
    ]),
  );
}

/** Last entry of a chain as `hub_states` keeps it: writers lock it, and a chain whose end was cut off no longer agrees. */
export interface ChainHead {
  position: number;
  hash: string;
}

export const emptyHead: ChainHead = { position: 0, hash: genesis };

/** Key of a chain's head in `hub_states`; chain 0 is the hub's own, others are company ids. */
export function headKey(chain: number): string {
  return `audit:${chain}`;
}

export function writeHead(head: ChainHead): string {
  return `${head.position}:${head.hash}`;
}

export function readHead(text: string): ChainHead {
  const colon = text.indexOf(':');
  return { position: Number(text.slice(0, colon)), hash: text.slice(colon + 1) };
}
