/** Requests that may be repeated under a key of the caller's own. */
export { eraseExpiredAnswers } from './erase-expired.ts';
export {
  beginKeyed,
  callerName,
  forgetKey,
  type KeptAnswer,
  type KeyedRequest,
  keepAnswer,
  stillUnderWay,
} from './keep-answer.ts';
export { openSecret, sealSecret } from './secret-answers.ts';
