import type { Request, Response } from 'express';
import { DomainError } from '../../../core/errors.ts';

/** Adds to the refusal of an old cursor where to begin anew. The address is relative: a secret in it stays where it is. */
export function pointToSnapshot({ req, res }: { req: Request; res: Response }): (error: unknown) => never {
  return (error) => {
    if (error instanceof DomainError && error.code === 'expired') {
      res.set('Link', `<${req.path.endsWith('/') ? '../snapshot' : 'snapshot'}>; rel="alternate"; title="snapshot"`);
    }
    throw error;
  };
}
