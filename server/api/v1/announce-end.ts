/** Tells callers of an operation that will end when that is (RFC 9745, RFC 8594). */
import type { Step } from './pipeline.ts';

export const announceEnd: Step = async ({ res, operation: { deprecation } }, next) => {
  if (deprecation) {
    const { since, sunset, link } = deprecation;
    res.set('Deprecation', `@${Math.floor(Date.parse(since) / 1000)}`);
    res.set('Sunset', new Date(sunset).toUTCString());
    if (link !== undefined) res.append('Link', `<${link}>; rel="sunset"`);
  }
  return next();
};
