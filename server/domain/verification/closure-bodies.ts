/** Every stored closure still has the body that was received. */

import { type Dialect, statement, type Tx } from '../../db/index.ts';
import { hashBody, unpackBody } from '../sales/index.ts';

export interface ClosureFault {
  key: { company_id: number; closure: string };
  expected: string;
  found: string;
}

const pageSize = 500;

const bodiesOfPage = statement({
  params: { after: 'int', take: 'int' },
  returns: { id: 'int', company_id: 'int', uuid: 'text', body_hash: 'text', codec: 'int', body: 'bytes' },
  sql: (q) => `SELECT c.id, c.company_id, c.uuid, c.body_hash, b.codec, b.body
    FROM closures c JOIN closure_bodies b ON b.closure_id = c.id
    WHERE c.id > ${q.param('after')} ORDER BY c.id LIMIT ${q.param('take')}`,
});

/** Returns how many were looked at. */
export async function checkClosureBodies(
  dialect: Dialect,
  read: Tx,
  report: (fault: ClosureFault) => void,
): Promise<number> {
  let checked = 0;
  for (let after = 0; ; ) {
    const page = await dialect.query(read, bodiesOfPage, { after, take: pageSize });
    for (const stored of page) {
      const found = hashOrFault(stored);
      if (found === stored.body_hash) continue;
      report({ key: { company_id: stored.company_id, closure: stored.uuid }, expected: stored.body_hash, found });
    }
    checked += page.length;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return checked;
    after = last.id;
  }
}

function hashOrFault(stored: { codec: number; body: Uint8Array }): string {
  try {
    return hashBody(unpackBody(stored));
  } catch {
    return 'cannot be unpacked';
  }
}
