import type { MailFacts } from './queue-mail.ts';

/** The facts of a stored mail. What cannot be read counts as none: a mail with a gap is better than none. */
export function factsOf(text: string): MailFacts {
  try {
    const facts: unknown = JSON.parse(text);
    return typeof facts === 'object' && facts !== null ? (facts as MailFacts) : {};
  } catch {
    return {};
  }
}
