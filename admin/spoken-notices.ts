/** AdminJS answers with keys of texts, which only its own pages look up, and refuses with English of its own; who calls its actions
 *  as JSON is told in words, and everybody in their language. */

import type { RequestHandler } from 'express';
import { contextOf } from '../server/http/user-context.ts';
import { messagesOf } from './shell-texts.ts';
import { sayTo, told } from './texts.ts';

interface Said {
  message?: string;
  type?: string;
}

interface AdminAnswer {
  notice?: Said;
  record?: { baseError?: Said | null; errors?: Record<string, Said> };
}

/** What AdminJS says of a record that is not there, or that has an id which cannot be one. */
const ofNoRecord = /^record with given id|^You have to pass a valid recordId/i;

/** To be mounted before AdminJS's routes. */
export const spokenNotices: RequestHandler = (_req, res, next) => {
  const answer = res.json.bind(res);
  res.json = (body: AdminAnswer | undefined) => {
    if (!body?.notice?.message) return answer(body);
    const ctx = contextOf(res);
    const texts = messagesOf(sayTo(ctx));
    // Actions of ours say what they did in the reader's language already.
    if (body.notice.type !== 'error') {
      const { message } = body.notice;
      return answer({ ...body, notice: { ...body.notice, message: texts[message] ?? message } });
    }
    const spoken = <T extends Said | null | undefined>(said: T): T => {
      if (!said?.message) return said;
      const key = ofNoRecord.test(said.message) ? 'error404Record' : said.message;
      return { ...said, message: texts[key] ?? told(ctx, said.message) };
    };
    const { notice, record } = body;
    return answer({
      ...body,
      notice: spoken(notice),
      ...(record && { record: { ...record, ...spokenRecord(record, spoken) } }),
    });
  };
  next();
};

function spokenRecord(
  { baseError, errors }: NonNullable<AdminAnswer['record']>,
  spoken: <T extends Said>(said: T) => T,
) {
  const ofFields = Object.entries(errors ?? {}).map(([field, said]) => [field, spoken(said)] as const);
  return {
    ...(baseError !== undefined && { baseError: baseError && spoken(baseError) }),
    ...(errors && { errors: Object.fromEntries(ofFields) }),
  };
}
