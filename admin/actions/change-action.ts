/** A change of a record as staff meets it: a button that asks first, an operation of the domain, and a sentence once it is done. */

import type { Ctx } from '../../server/db/index.ts';
import type { Action } from '../../server/domain/tenancy/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import type { RecordAction, Row } from '../adapter/definition.ts';
import type { Button } from '../components/document-view.ts';
import { type Say, sayTo } from '../texts.ts';

interface Change {
  name: string;
  right: Action;
  /** True: the right is needed in the company of the row; false: it is one of the hub. */
  isOfCompany: boolean;
  /** Whether it makes sense for the row as it is. */
  isOffered(row: Row): boolean;
  button(say: Say, row: Row): Omit<Button, 'action'>;
  /** Does it and returns what the person is told, as they read it. `answer` is what they wrote where the button asks for words. */
  run(ctx: Ctx, id: string, answer: string): Promise<string>;
}

export function changeAction({ name, right, isOfCompany, isOffered, button, run }: Change): RecordAction {
  const mayHere = (ctx: Ctx, row: Row) => !isOfCompany || can(ctx, right, { companyId: Number(row['companyId']) });
  return {
    name,
    isRead: false,
    isAllowed: (ctx) => can(ctx, right),
    button: (ctx, row) => (isOffered(row) && mayHere(ctx, row) ? button(sayTo(ctx), row) : null),
    run: async (ctx, id, answer) => ({ notice: await run(ctx, id, answer) }),
  };
}
