/** One domain operation as an AdminJS record action. */

import type { ActionContext, ActionRequest, RecordActionResponse } from 'adminjs';
import { DomainError } from '../../server/core/errors.ts';
import { spokenProblem, toProblem } from '../../server/http/problem.ts';
import type { RecordAction } from '../adapter/definition.ts';
import { jsonSafe } from '../adapter/json-safe.ts';
import { contextOf } from '../staff.ts';
import { languageOf } from '../texts.ts';

type Response = RecordActionResponse & { data?: unknown };

/** AdminJS has found the record within the person's scope and checked `isAllowed` before this runs. */
export function recordHandler(action: RecordAction) {
  return async (request: ActionRequest, _response: unknown, context: ActionContext): Promise<Response> => {
    const { record, currentAdmin } = context;
    if (!record) throw new DomainError('not_found');
    // AdminJS's own buttons send GET for anything; a change must not be a link.
    if (!action.isRead && request.method !== 'post') throw new DomainError('method_not_allowed', { allow: ['POST'] });
    try {
      const { data, notice } = await action.run(contextOf(currentAdmin), record.id(), answerOf(request));
      return {
        record: record.toJSON(currentAdmin),
        ...(data === undefined ? {} : { data: jsonSafe(data) }),
        ...(notice === undefined ? {} : { notice: { message: notice, type: 'success' as const } }),
      };
    } catch (error) {
      const problem = toProblem(error);
      // Faults go on to the one place that logs and answers them.
      if (problem.status >= 500) throw error;
      const { detail, title } = spokenProblem(problem, languageOf(contextOf(currentAdmin)));
      const message = detail ?? title;
      return { record: record.toJSON(currentAdmin), notice: { message, type: 'error' as const } };
    }
  };
}

function answerOf({ payload }: ActionRequest): string {
  const answer: unknown = payload?.['answer'];
  return typeof answer === 'string' ? answer : '';
}
